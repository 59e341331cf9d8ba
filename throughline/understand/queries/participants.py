"""The people and texts behind a piece of evidence."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Max, QuerySet

from throughline.convene.models import Cycle, DataKind, Forum
from throughline.listen.models import BurstState, Contributor, CurrentVote, Voice, VoiceState, Vote
from throughline.measure.models import Run, RunKind, RunMember
from throughline.understand.models import Code, Coding, Evidence, KindOfEvidence, NumberOf

# Several kinds of data together support only the claims that the weakest of them supports.
WEAKEST_FIRST = (DataKind.IMPORTED, DataKind.CHOSE, DataKind.ROSTER, DataKind.RANDOM)


@dataclass(frozen=True)
class Participants:
    """Distinct contributors and texts of unknown writers, with the forums they took part in."""

    contributor_ids: frozenset[int] = frozenset()
    unsigned_ids: frozenset[int] = frozenset()
    forums: tuple[Forum, ...] = field(default_factory=tuple)

    @property
    def n(self) -> int:
        return len(self.contributor_ids) + len(self.unsigned_ids)

    @property
    def n_of(self) -> NumberOf:
        if not self.unsigned_ids:
            return NumberOf.PEOPLE
        return NumberOf.BOTH if self.contributor_ids else NumberOf.TEXTS

    @property
    def data_kind(self) -> DataKind:
        kinds = {forum.data_kind for forum in self.forums}
        return next((kind for kind in WEAKEST_FIRST if kind in kinds), DataKind.CHOSE)

    def __or__(self, other: "Participants") -> "Participants":
        forums = {forum.pk: forum for forum in (*self.forums, *other.forums)}
        return Participants(
            self.contributor_ids | other.contributor_ids,
            self.unsigned_ids | other.unsigned_ids,
            tuple(forums[pk] for pk in sorted(forums)),
        )


def data_kinds_of(cycle: Cycle) -> list[str]:
    """Labels of the kinds of data in a cycle's forums, the weakest first."""
    kinds = set(Forum.objects.filter(cycle=cycle).values_list("data_kind", flat=True))
    return [str(kind.label) for kind in WEAKEST_FIRST if kind in kinds]


def counted_codings(code: Code) -> QuerySet[Coding]:
    """Codings that count: not removed, and on a text that may be shown and that the community wrote.

    Texts of people who were set aside are not counted.
    """
    return _counted(Coding.objects.filter(code=code))


def counted_codings_of(cycle: Cycle) -> QuerySet[Coding]:
    """The codings that count of all codes of a cycle."""
    return _counted(Coding.objects.filter(code__cycle=cycle))


def _counted(codings: QuerySet[Coding]) -> QuerySet[Coding]:
    return codings.filter(
        removed_at__isnull=True,
        voice__state=VoiceState.APPROVED,
        voice__is_held=False,
        voice__is_seed=False,
    ).exclude(voice__contributor__burst__state=BurstState.SET_ASIDE)


def participants_of(evidence: Evidence) -> Participants:
    if evidence.kind == KindOfEvidence.CODE:
        return participants_of_code(evidence.code) if evidence.code else Participants()
    if evidence.kind == KindOfEvidence.RUN:
        if evidence.run is None:
            return Participants()
        return participants_of_run(evidence.run)
    if evidence.voice is None:
        return Participants()
    if evidence.kind == KindOfEvidence.STATEMENT:
        return participants_of_statement(evidence.voice)
    return participants_of_texts([evidence.voice])


def participants_of_run(run: Run) -> Participants:
    """People whom a run placed in a group; those with too few votes to be placed are not counted."""
    members = RunMember.objects.filter(run=run, group__isnull=False).values_list("contributor_id", flat=True)
    return Participants(frozenset(members), forums=(run.forum,))


def people_by_answer(run: Run) -> dict[tuple[str, str], frozenset[int]]:
    """The people of a table by each answer to either question: its public id, and the key of the answer."""
    frozen = run.frozen_table
    both = frozen.row.answers.keys() & frozen.column.answers.keys()
    people: dict[tuple[str, str], set[int]] = {}
    for side in (frozen.row, frozen.column):
        for contributor_id in both:
            for key in side.answers[contributor_id]:
                people.setdefault((side.question, key), set()).add(contributor_id)
    return {answer: frozenset(those) for answer, those in people.items()}


def units_of_run(run: Run) -> tuple[frozenset[int], ...]:
    """The people who came together and for whom nobody vouched when a run was computed, unit by unit."""
    if run.kind == RunKind.CROSSTAB:
        return tuple(frozenset(unit) for unit in run.frozen_table.units)
    if run.kind == RunKind.OPINION_GROUPS:
        return tuple(frozenset(unit) for unit in run.frozen_patterns.units)
    return ()


def runs_with(contributor: Contributor) -> set[int]:
    """Row numbers of the runs a contributor was in."""
    return set(RunMember.objects.filter(contributor=contributor).values_list("run_id", flat=True))


def participants_of_code(code: Code) -> Participants:
    rows = list(
        counted_codings(code).values_list("voice_id", "voice__contributor_id", "voice__forum_id").distinct()
    )
    return Participants(
        frozenset(contributor for _voice, contributor, _forum in rows if contributor),
        frozenset(voice for voice, contributor, _forum in rows if not contributor),
        tuple(Forum.objects.filter(pk__in={forum for _voice, _contributor, forum in rows}).order_by("pk")),
    )


def participants_of_statement(statement: Voice) -> Participants:
    voters = CurrentVote.objects.filter(statement=statement, value__isnull=False).exclude(
        contributor__burst__state=BurstState.SET_ASIDE
    )
    return Participants(frozenset(voters.values_list("contributor_id", flat=True)), forums=(statement.forum,))


def participants_of_texts(voices: Iterable[Voice]) -> Participants:
    texts = [voice for voice in voices if voice.is_usable and not voice.is_seed]
    forums = {voice.forum_id: voice.forum for voice in texts}
    return Participants(
        frozenset(voice.contributor_id for voice in texts if voice.contributor_id),
        frozenset(voice.pk for voice in texts if not voice.contributor_id),
        tuple(forums[pk] for pk in sorted(forums)),
    )


def merged_participants(all_participants: Iterable[Participants]) -> Participants:
    merged = Participants()
    for participants in all_participants:
        merged |= participants
    return merged


def log_position(forum: Forum) -> int:
    """The row number of the last vote of a forum."""
    return Vote.objects.filter(forum=forum).aggregate(last=Max("id"))["last"] or 0
