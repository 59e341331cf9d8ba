"""Permissions for texts, codes, findings and releases."""

from django.http import Http404

from throughline.accounts.permissions import Actor, allow, find_or_404
from throughline.convene.models import Cycle
from throughline.convene.permissions import get_cycle_for
from throughline.listen.models import Voice
from throughline.measure.permissions import ANALYSTS, READERS_OF_COUNTS, may_analyze
from throughline.understand.models import Code, Coding, Evidence, Finding, Release

PAGE_ROLES = {"coding_desk": ANALYSTS, "codes": READERS_OF_COUNTS, "current_finding": ANALYSTS}


def may_see_released(actor: Actor) -> bool:
    return actor.is_staff


def get_cycle_to_analyze_for(actor: Actor, public_id: str) -> Cycle:
    cycle = get_cycle_for(actor, public_id)
    allow(may_analyze(actor))
    return cycle


def get_code_for(actor: Actor, public_id: str) -> Code:
    code = find_or_404(Code.objects.select_related("cycle"), public_id)
    allow(may_analyze(actor))
    return code


def get_coding_for(actor: Actor, public_id: str) -> Coding:
    coding = find_or_404(Coding.objects.select_related("code__cycle", "voice__forum"), public_id)
    allow(may_analyze(actor))
    return coding


def get_text_for(actor: Actor, public_id: str) -> Voice:
    """A text to read and code: one that may be shown and that the community wrote."""
    voice = find_or_404(Voice.objects.select_related("forum__cycle", "question", "table"), public_id)
    if not voice.is_usable or voice.is_seed:
        raise Http404
    allow(may_analyze(actor))
    return voice


def get_finding_for(actor: Actor, public_id: str) -> Finding:
    finding = find_or_404(
        Finding.objects.select_related("cycle", "author", "released_as__release"), public_id
    )
    allow(may_analyze(actor))
    return finding


def get_finding_by_stable_id_for(actor: Actor, stable_id: str) -> Finding:
    finding = Finding.objects.filter(stable_id=stable_id).first()
    if finding is None:
        raise Http404
    allow(may_analyze(actor))
    return finding


def get_evidence_for(actor: Actor, public_id: str) -> Evidence:
    evidence = find_or_404(
        Evidence.objects.select_related("finding__cycle", "code", "run__forum", "voice__forum"), public_id
    )
    allow(may_analyze(actor))
    return evidence


def get_release_for(actor: Actor, public_id: str) -> Release:
    release = find_or_404(Release.objects.select_related("cycle", "released_by", "corrects"), public_id)
    allow(may_see_released(actor))
    return release
