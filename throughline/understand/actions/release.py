"""Release findings: a separate step that a person confirms, after which they may be published."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.accounts.actions import record
from throughline.accounts.permissions import Actor
from throughline.convene.actions import set_tally
from throughline.convene.models import Cycle
from throughline.listen.models import Voice
from throughline.measure.permissions import may_analyze
from throughline.measure.published import to_stored
from throughline.ui.fields import TranslatedText
from throughline.understand.actions.finding import set_findings_tally
from throughline.understand.models import (
    EvidenceAtRelease,
    Finding,
    FindingState,
    FrozenVotes,
    Release,
    ReleasedFinding,
    ReleasedQuote,
    ReleasedWords,
    SourceOfWords,
)
from throughline.understand.queries.frozen import frozen_sha256
from throughline.understand.releases.content import SCHEMA_VERSION, ReleaseContent, content_of_release
from throughline.understand.releases.current import released_findings
from throughline.understand.releases.finding_content import FindingContent
from throughline.understand.releases.plain import canonical, sha256_of
from throughline.understand.releases.refusals import Refusal
from throughline.understand.releases.set_apart import SetApart, set_apart
from throughline.understand.releases.software import software


class ReleaseRefused(Exception):
    """Nothing was released; `refusals` are the reasons."""

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
    """Freeze findings and release them, or raise ReleaseRefused with every reason.

    Findings keep their stable ids in a correction and supersede their earlier versions; `taken_back` are the
    released findings it withdraws. With the `digest` of a preview, anything but the previewed content is
    refused; with `keeps_numbers` a correction changes only the words.
    """
    if not may_analyze(actor):
        raise PermissionDenied
    cycle = (
        Cycle.objects.select_for_update(of=("self",), no_key=True).select_related("district").get(pk=cycle.pk)
    )
    content = content_of_release(
        cycle,
        _current_rows(findings),
        note=note,
        corrects=corrects,
        taken_back=taken_back,
        keeps_numbers=keeps_numbers,
    )
    _refuse_unless_as_previewed(content, digest)
    apart = [set_apart(finding) for finding in content.findings]
    release = _create_release(actor, content, apart)
    for position, (finding, words) in enumerate(zip(content.findings, apart, strict=True)):
        _freeze(release, finding, words, position)
    ReleasedFinding.objects.filter(pk__in=[one.pk for one in taken_back]).update(is_superseded=True)
    record(
        actor,
        "release_findings",
        release,
        number=release.number,
        sha256=release.sha256,
        n_findings=len(content.findings),
        n_taken_back=len(taken_back),
        corrects=corrects.number if corrects else None,
    )
    set_tally(cycle, "released", len(released_findings(cycle)))
    set_findings_tally(cycle)
    return release


def _refuse_unless_as_previewed(content: ReleaseContent, digest: str) -> None:
    if content.refusals:
        raise ReleaseRefused(content.refusals)
    if digest and content.digest != digest:
        raise ReleaseRefused([_changed_since()])


def _changed_since() -> Refusal:
    return Refusal(
        _("Something changed since you previewed this release. Review the new preview, then confirm again.")
    )


def _current_rows(findings: Iterable[Finding]) -> list[Finding]:
    """Reload the findings from the database, in the order given."""
    pks = [finding.pk for finding in findings]
    rows = Finding.objects.filter(pk__in=pks).select_related("cycle__district", "released_as__release")
    by_pk = {finding.pk: finding for finding in rows}
    return [by_pk[pk] for pk in pks if pk in by_pk]


def _create_release(actor: Actor, content: ReleaseContent, apart: Sequence[SetApart]) -> Release:
    now = timezone.now()
    last = Release.objects.filter(cycle=content.cycle).order_by("-number").first()
    number = last.number + 1 if last else 1
    text = canonical({**content.numbered(number, now), "findings": [one.content for one in apart]})
    return Release.objects.create(
        cycle=content.cycle,
        number=number,
        schema_version=SCHEMA_VERSION,
        canonical=text,
        sha256=sha256_of(text),
        audit=content.verdict.as_json,
        software=software(),
        note=content.note,
        corrects=content.corrects,
        released_by=actor.person,
        released_at=now,
    )


def _freeze(release: Release, content: FindingContent, apart: SetApart, position: int) -> ReleasedFinding:
    ReleasedFinding.objects.filter(
        release__cycle=release.cycle, stable_id=content.finding.stable_id, is_superseded=False
    ).update(is_superseded=True)
    released = ReleasedFinding.objects.create(
        release=release,
        stable_id=content.finding.stable_id,
        position=position,
        sentence=content.finding.sentence,
        explanation=content.finding.explanation,
        who_is_missing=content.finding.who_is_missing,
        n=content.content["n"],
        n_of=content.participants.n_of,
        data_kind=content.participants.data_kind,
        basis=apart.content["basis"],
    )
    _keep_words(released, apart)
    for piece, disclosed in zip(content.gathered, content.disclosed, strict=True):
        evidence, frozen = piece.evidence, to_stored(piece.frozen)
        EvidenceAtRelease.objects.create(
            finding=released,
            kind=evidence.kind,
            code=evidence.code,
            run=evidence.run,
            voice=evidence.voice,
            log_position=piece.frozen.log_position if isinstance(piece.frozen, FrozenVotes) else 0,
            frozen=frozen,
            frozen_sha256=frozen_sha256(frozen),
            told=[figures.as_json() for figures in disclosed],
            at=release.released_at,
        )
    content.finding.state, content.finding.released_as = FindingState.RELEASED, released
    content.finding.save(update_fields=["state", "released_as"])
    return released


def _keep_words(released: ReleasedFinding, apart: SetApart) -> None:
    """Store the words of a finding apart from its release, with the voices they come from.

    The voices are locked: what is withdrawn meanwhile refuses the release, and what is withdrawn later finds
    these rows.
    """
    voices = {voice.pk for _row, voice in apart.words}
    locked = Voice.objects.select_for_update(of=("self",)).filter(pk__in=voices)
    if not all(voice.is_usable for voice in locked):
        raise ReleaseRefused([_changed_since()])
    for row, _voice in apart.words:
        row.release = released.release
    ReleasedWords.objects.bulk_create([row for row, _voice in apart.words])
    SourceOfWords.objects.bulk_create(SourceOfWords(words=row, voice=voice) for row, voice in apart.words)
    for number, quote in enumerate(apart.content["quotes"]):
        row, _voice = apart.words[number]
        ReleasedQuote.objects.create(finding=released, position=number, words=row, speaker=quote["speaker"])
