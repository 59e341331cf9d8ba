"""Every reason to refuse a release, as a sentence for the person who asked for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.convene.models import Cycle
from throughline.listen.models import Voice
from throughline.listen.queries.statement import unreviewed_statements
from throughline.measure.published import PublishedRun, RunKind, minimum_n_of
from throughline.methods.urgent_words import find_urgent
from throughline.ui.fields import TranslatedText
from throughline.understand.models import (
    Evidence,
    Finding,
    FindingState,
    KindOfEvidence,
    NumberOf,
    Release,
    ReleasedFinding,
)
from throughline.understand.queries.participants import Participants
from throughline.understand.releases.gathered_evidence import GatheredEvidence, participants_behind
from throughline.understand.releases.quotes import exact_words


@dataclass(frozen=True)
class Refusal:
    """A reason not to release something, as a sentence for the person who asked for it."""

    sentence: str
    finding: Finding | None = None


def refused_as_a_whole(
    cycle: Cycle,
    findings: list[Finding],
    note: TranslatedText | None,
    corrects: Release | None,
    taken_back: Sequence[ReleasedFinding],
) -> Iterable[Refusal]:
    if not findings and not taken_back:
        yield Refusal(_("Choose at least one finding to release."))
    if corrects is not None and corrects.cycle_id != cycle.pk:
        yield Refusal(
            _("The release you want to correct belongs to another cycle. Choose a release from this cycle.")
        )
    if corrects is not None and not note:
        yield Refusal(
            _(
                "Add a note that says what this release corrects, so that people who read the earlier one "
                "understand."
            )
        )
    if any(corrects is None or one.release_id != corrects.pk or one.is_superseded for one in taken_back):
        yield Refusal(
            _(
                "You can withdraw a finding only if it is in the release you are correcting and is still "
                "current."
            )
        )
    for finding in findings:
        if finding.cycle_id != cycle.pk:
            yield Refusal(
                _("“%(sentence)s” belongs to another cycle. Choose only findings from this cycle.")
                % {"sentence": finding.sentence},
                finding,
            )
        elif finding.state == FindingState.DROPPED:
            yield Refusal(
                _("“%(sentence)s” is archived. Restore it before you release it.")
                % {"sentence": finding.sentence},
                finding,
            )
        elif (
            finding.released_as is not None
            and not finding.released_as.is_superseded
            and (corrects is None or finding.released_as.release_id != corrects.pk)
        ):
            sentence = _(
                "“%(sentence)s” is already in release %(number)s. To release it again, choose to correct "
                "that release."
            )
            values = {"sentence": finding.sentence, "number": finding.released_as.release.number}
            yield Refusal(sentence % values, finding)


def refused(finding: Finding, gathered: Sequence[GatheredEvidence]) -> list[Refusal]:
    """Reasons not to release one finding, whatever else is released."""
    values = {"sentence": str(finding.sentence)}
    if not gathered:
        return [
            Refusal(
                _("“%(sentence)s” has no evidence yet. Add evidence before you release it.") % values, finding
            )
        ]
    refusals = []
    participants = participants_behind(gathered)
    minimum_n = minimum_n_of(finding.cycle.district, participants.forums)
    for one in gathered:
        refusals += [Refusal(sentence, finding) for sentence in _refused_evidence(one, minimum_n)]
    if participants.n < minimum_n:
        refusals.append(Refusal(_too_few(str(finding.sentence), participants, minimum_n), finding))
    return refusals


def _too_few(what: str, participants: Participants, minimum_n: int) -> str:
    values = {"what": what, "n": participants.n, "minimum": minimum_n}
    if participants.n_of == NumberOf.PEOPLE:
        return (
            ngettext(
                "“%(what)s” is based on %(n)s person. At least %(minimum)s are needed to release it.",
                "“%(what)s” is based on %(n)s people. At least %(minimum)s are needed to release it.",
                participants.n,
            )
            % values
        )
    return (
        ngettext(
            "“%(what)s” is based on %(n)s response. At least %(minimum)s are needed to release it.",
            "“%(what)s” is based on %(n)s responses. At least %(minimum)s are needed to release it.",
            participants.n,
        )
        % values
    )


def _refused_evidence(one: GatheredEvidence, minimum_n: int) -> Iterable[str]:
    evidence, participants = one.evidence, one.participants
    if evidence.kind == KindOfEvidence.CODE and evidence.code is not None:
        if participants.n < minimum_n:
            yield _too_few(str(evidence.code.name), participants, minimum_n)
    elif one.run is not None:
        yield from _refused_same_labels(one.run)
        if one.run.kind == RunKind.OPINION_GROUPS and unreviewed_statements(one.run.forum).exists():
            yield _unreviewed_message()
        yield from _refused_run(one.run, participants, minimum_n)
    elif evidence.voice is None:
        yield _("Some of the evidence for this finding no longer exists. Review its evidence.")
    elif evidence.kind == KindOfEvidence.STATEMENT:
        if not evidence.voice.is_usable:
            yield _(
                "A statement used as evidence can't be shown because it was withdrawn, rejected, or put on "
                "hold. Remove it from the evidence."
            )
        elif participants.n < minimum_n:
            yield _too_few(evidence.voice.text, participants, minimum_n)
        if evidence.voice.is_unreviewed:
            yield _unreviewed_message()
    elif isinstance(evidence, Evidence):
        yield from _refused_voice(evidence)


def _refused_run(run: PublishedRun, participants: Participants, minimum_n: int) -> Iterable[str]:
    if run.figures is None:
        yield _(
            "An analysis used as evidence has no results that can be published. Remove it from the evidence."
        )
    elif run.figures.minimum_n < minimum_n:
        yield _(
            "An analysis used as evidence has a smaller minimum group size (%(old)s) than is required "
            "now (%(new)s). Run the analysis again and use the new one as evidence."
        ) % {"old": run.figures.minimum_n, "new": minimum_n}
    elif participants.n < minimum_n:
        yield _too_few(run.kind_label, participants, minimum_n)


def _refused_same_labels(run: PublishedRun) -> Iterable[str]:
    for question in run.questions or ():
        for label in question.same_labels:
            yield _(
                "Several answers to “%(question)s” have the same label, “%(answer)s”, so no one could tell "
                "them apart. Give each answer a different label, then save the table again."
            ) % {"question": question.words, "answer": label}


def _refused_voice(evidence: Evidence) -> Iterable[str]:
    voice = evidence.voice
    if voice is None or not voice.is_usable:
        yield _(
            "A comment used as evidence can't be shown because it was withdrawn, rejected, or put on "
            "hold. Remove it from the evidence."
        )
        return
    if not evidence.is_quoted:
        return
    if not exact_words(evidence):
        yield _("A quote no longer matches its comment. Choose the quoted words again.")
    if voice.is_unreviewed:
        yield _unreviewed_message()
    if may_be_urgent(voice):
        yield _(
            "A quote comes from a comment that may describe danger to someone, and the comment is "
            "still unresolved. Mark it as urgent and record what was done, or quote another comment."
        )


def _unreviewed_message() -> str:
    """A forum may show words before a person has reviewed them; a release may not."""
    return _(
        "A comment that would be published has not been reviewed yet. Review it, then release the finding."
    )


def may_be_urgent(voice: Voice) -> bool:
    """Whether a text may report harm and its urgent flag is unresolved: it may not be quoted until then."""
    if voice.urgent_flags.filter(dealt_at__isnull=True).exists():
        return True
    return bool(find_urgent(voice.text)) and not voice.urgent_flags.exists()


def remarks(finding: Finding, evidence: Sequence[Evidence]) -> Iterable[Refusal]:
    """Yield warnings that do not prevent a release."""
    for language in finding.cycle.district.languages:
        if not finding.sentence.texts.get(language, "").strip():
            yield Refusal(
                _("“%(sentence)s” isn't available in every district language yet.")
                % {"sentence": finding.sentence},
                finding,
            )
            break
    for one in evidence:
        translation = one.quote_translation
        unread = [
            code for code, words in translation.texts.items() if words and not translation.reviewed.get(code)
        ]
        if one.is_quoted and unread:
            yield Refusal(
                _("A quote has a translation that no one has reviewed. That translation won't be published."),
                finding,
            )
