"""The doors of texts, codes, findings and releases."""

from django.http import Http404

from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle
from throughline.convene.permissions import get_cycle_for
from throughline.listen.models import Voice
from throughline.measure.permissions import let, may_analyze
from throughline.understand.models import Code, Coding, Evidence, Finding, Release


def may_see_released(actor: Actor) -> bool:
    return actor.is_staff


def get_cycle_to_analyze_for(actor: Actor, public_id: str) -> Cycle:
    cycle = get_cycle_for(actor, public_id)
    let(may_analyze(actor))
    return cycle


def get_code_for(actor: Actor, public_id: str) -> Code:
    code = Code.objects.select_related("cycle").filter(public_id=public_id).first()
    if code is None:
        raise Http404
    let(may_analyze(actor))
    return code


def get_coding_for(actor: Actor, public_id: str) -> Coding:
    coding = Coding.objects.select_related("code__cycle", "voice__forum").filter(public_id=public_id).first()
    if coding is None:
        raise Http404
    let(may_analyze(actor))
    return coding


def get_text_for(actor: Actor, public_id: str) -> Voice:
    """A text to be read and coded: one that may be shown, and that somebody of the community wrote."""
    voice = (
        Voice.objects.select_related("forum__cycle", "question", "table").filter(public_id=public_id).first()
    )
    if voice is None or not voice.is_usable or voice.is_seed:
        raise Http404
    let(may_analyze(actor))
    return voice


def get_finding_for(actor: Actor, public_id: str) -> Finding:
    finding = (
        Finding.objects.select_related("cycle", "author", "released_as__release")
        .filter(public_id=public_id)
        .first()
    )
    if finding is None:
        raise Http404
    let(may_analyze(actor))
    return finding


def get_evidence_for(actor: Actor, public_id: str) -> Evidence:
    evidence = (
        Evidence.objects.select_related("finding__cycle", "code", "run__forum", "voice__forum")
        .filter(public_id=public_id)
        .first()
    )
    if evidence is None:
        raise Http404
    let(may_analyze(actor))
    return evidence


def get_release_for(actor: Actor, public_id: str) -> Release:
    release = (
        Release.objects.select_related("cycle", "released_by", "corrects").filter(public_id=public_id).first()
    )
    if release is None:
        raise Http404
    let(may_see_released(actor))
    return release
