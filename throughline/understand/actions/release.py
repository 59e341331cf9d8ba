"""The separate, human act by which findings leave the house."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.accounts.actions import record
from throughline.accounts.permissions import Actor
from throughline.convene.actions import set_tally
from throughline.convene.models import Cycle, Tally
from throughline.measure.permissions import may_analyze
from throughline.measure.published import to_stored
from throughline.ui.fields import TranslatedText
from throughline.understand.actions.finding import tell_findings
from throughline.understand.models import (
    EvidenceAtRelease,
    Finding,
    FindingState,
    FrozenVotes,
    Release,
    ReleasedFinding,
    ReleasedQuote,
)
from throughline.understand.queries.frozen import frozen_sha256
from throughline.understand.releases.content import SCHEMA_VERSION, FindingContent, content_of_release
from throughline.understand.releases.current import released_findings
from throughline.understand.releases.plain import canonical, sha256_of, text_of
from throughline.understand.releases.refusals import Refusal
from throughline.understand.releases.software import software


class ReleaseRefused(Exception):
    """Nothing has left; `refusals` say why, each as a sentence."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(" ".join(refusal.sentence for refusal in refusals))
        self.refusals = tuple(refusals)


@transaction.atomic
def release_findings(
    actor: Actor,
    cycle: Cycle,
    findings: Iterable[Finding],
    note: TranslatedText | None = None,
    corrects: Release | None = None,
    *,
    taken_back: Sequence[ReleasedFinding] = (),
    keeps_numbers: bool = False,
    digest: str = "",
) -> Release:
    """Freeze findings and let them leave, or refuse with every reason.

    Findings that stand in `corrects` keep their stable ids and supersede what stood there; `taken_back` are
    findings of it that no longer stand at all. With the `digest` of a preview nothing leaves that differs
    from it; with `keeps_numbers` a correction is of words alone.
    """
    if not may_analyze(actor):
        raise PermissionDenied
    cycle = Cycle.objects.select_for_update(of=("self",)).select_related("district").get(pk=cycle.pk)
    pks = [finding.pk for finding in findings]
    rows = Finding.objects.filter(pk__in=pks).select_related("cycle__district", "released_as__release")
    by_pk = {finding.pk: finding for finding in rows}
    content = content_of_release(
        cycle,
        [by_pk[pk] for pk in pks if pk in by_pk],
        note=note,
        corrects=corrects,
        taken_back=taken_back,
        keeps_numbers=keeps_numbers,
    )
    if content.refusals:
        raise ReleaseRefused(content.refusals)
    if digest and content.digest != digest:
        raise ReleaseRefused(
            [Refusal(_("Something has changed since you looked: look again, and confirm again."))]
        )
    now = timezone.now()
    last = Release.objects.filter(cycle=cycle).order_by("-number").first()
    number = last.number + 1 if last else 1
    text = canonical(content.numbered(number, now))
    release = Release.objects.create(
        cycle=cycle,
        number=number,
        schema_version=SCHEMA_VERSION,
        canonical=text,
        sha256=sha256_of(text),
        audit=content.verdict.as_json,
        software=software(),
        note=note or TranslatedText(),
        corrects=corrects,
        released_by=actor.person,
        released_at=now,
    )
    for position, one in enumerate(content.findings):
        _freeze(release, one, position)
    ReleasedFinding.objects.filter(pk__in=[one.pk for one in taken_back]).update(is_superseded=True)
    record(
        actor,
        "release_findings",
        release,
        number=number,
        sha256=release.sha256,
        n_findings=len(content.findings),
        n_taken_back=len(taken_back),
        corrects=corrects.number if corrects else None,
    )
    set_tally(cycle, Tally.What.RELEASED, len(released_findings(cycle)))
    tell_findings(cycle)
    return release


def _freeze(release: Release, one: FindingContent, position: int) -> ReleasedFinding:
    ReleasedFinding.objects.filter(
        release__cycle=release.cycle, stable_id=one.finding.stable_id, is_superseded=False
    ).update(is_superseded=True)
    released = ReleasedFinding.objects.create(
        release=release,
        stable_id=one.finding.stable_id,
        position=position,
        sentence=one.finding.sentence,
        explanation=one.finding.explanation,
        who_is_missing=one.finding.who_is_missing,
        n=one.content["n"],
        n_of=one.standing.n_of,
        data_kind=one.standing.data_kind,
        basis=one.content["basis"],
    )
    for number, quote in enumerate(one.content["quotes"]):
        words = text_of(quote["words"])
        reviewed = {code: True for code in words.texts if code != words.source_language}
        words = replace(words, reviewed=reviewed)
        ReleasedQuote.objects.create(finding=released, position=number, words=words, speaker=quote["speaker"])
    for ground, told in zip(one.grounds, one.told, strict=True):
        evidence, frozen = ground.evidence, to_stored(ground.frozen)
        EvidenceAtRelease.objects.create(
            finding=released,
            kind=evidence.kind,
            code=evidence.code,
            run=evidence.run,
            voice=evidence.voice,
            log_position=ground.frozen.log_position if isinstance(ground.frozen, FrozenVotes) else 0,
            frozen=frozen,
            frozen_sha256=frozen_sha256(frozen),
            told=[figure.as_json() for figure in told],
            at=release.released_at,
        )
    one.finding.state, one.finding.released_as = FindingState.RELEASED, released
    one.finding.save(update_fields=["state", "released_as"])
    return released
