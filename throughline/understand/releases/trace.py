"""Trace: the contributions of the holder of a follow code, and the findings that use them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import overload

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from throughline.accounts.actions import record
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum
from throughline.listen.models import (
    Contributor,
    ContributorRole,
    CurrentVote,
    Reason,
    SurveyAnswer,
    Voice,
    VoiceState,
    Vote,
    VoteValue,
)
from throughline.listen.queries import answer_label
from throughline.listen.queries.contributor import (
    contributor_by_code,
    contributors_by_one_link,
    voice_by_code,
)
from throughline.ui.fields import TranslatedText
from throughline.understand.models import Coding, EvidenceAtRelease, KindOfEvidence
from throughline.understand.queries.participants import runs_with


@dataclass(frozen=True)
class OwnVote:
    """The holder's vote on a statement that may be shown; `value` is 1, -1, 0, or None for a skip."""

    statement: TranslatedText
    value: int | None
    answer: str


@dataclass(frozen=True)
class OwnAnswer:
    """The holder's answer to one question of a survey."""

    question: TranslatedText
    answer: str


@dataclass(frozen=True)
class OwnReply:
    """A request for another review of a text, and the written reply; empty while it is open."""

    state: str
    state_label: str
    words: str
    requested_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True)
class OwnWords:
    """A text the holder wrote, its moderation state, and the replies to requests for another review."""

    voice_id: str
    kind: str
    kind_label: str
    words: str
    language: str
    received_at: datetime
    state: str
    state_label: str
    reason: str
    is_held: bool
    replies: tuple[OwnReply, ...]


@dataclass(frozen=True)
class Line:
    """What the holder of a follow code is shown: only their own contributions.

    `kind` is a kind of voice if the code is of one text; "votes" or "answers" if it is of everything one
    contributor did in a forum. `finding_ids` are the stable ids of current released findings that use it.
    """

    kind: str
    kind_label: str
    words: str
    votes: tuple[OwnVote, ...]
    answers: tuple[OwnAnswer, ...]
    texts: tuple[OwnWords, ...]
    language: str
    received_at: datetime
    state: str
    state_label: str
    reason: str
    is_held: bool
    replies: tuple[OwnReply, ...]
    forum: Forum
    forum_title: TranslatedText
    forum_id: str
    cycle: Cycle
    finding_ids: tuple[str, ...]
    about_self: tuple[tuple[str, str], ...] = ()


def trace(code: str) -> Line | None:
    """Return what belongs to a follow code, found by the code's hash. Callers must limit the rate."""
    voice = voice_by_code(code)
    contributor = contributor_by_code(code)
    found = voice or contributor
    if found is None:
        return None
    line = _line_of_voice(voice) if voice else _line_of_contributor(found)  # type: ignore[arg-type]
    record(Actor.contributor(found.forum.district), "trace", found, n_findings=len(line.finding_ids))
    return line


class Lines(Sequence[Line]):
    """What one browser did in each forum, the latest first; read only as far as a page shows it."""

    def __init__(self, contributors: QuerySet[Contributor]) -> None:
        self._contributors = contributors
        self._n = contributors.count()

    def __len__(self) -> int:
        return self._n

    @overload
    def __getitem__(self, index: int) -> Line: ...

    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...

    def __getitem__(self, index: int | slice) -> Line | list[Line]:
        if isinstance(index, slice):
            return [_line_of_contributor(contributor) for contributor in self._contributors[index]]
        return _line_of_contributor(self._contributors[index])


def trace_everything(code: str) -> Lines | None:
    """Return what belongs to a link to everything. Callers must limit the rate.

    The audit row names no participant: rows of several, written at one moment, would join their forums.
    """
    lines = Lines(contributors_by_one_link(code))
    if not lines:
        return None
    district = lines[0].forum.district
    record(Actor.contributor(district), "trace_everything", district)
    return lines


def _own_words(voice: Voice) -> OwnWords:
    moves = (move for move in voice.moderation.all() if move.undone_at is None and move.reason)
    moved = next(moves, None)
    is_refused = voice.state in {VoiceState.REJECTED, VoiceState.MERGED}
    reason = Reason(moved.reason).label if moved is not None and is_refused else ""
    return OwnWords(
        voice_id=voice.public_id,
        kind=voice.kind,
        kind_label=voice.get_kind_display(),
        words=voice.words_behind_link,
        language=voice.language,
        received_at=voice.received_at,
        state=voice.state,
        state_label=voice.state_label,
        reason=str(reason),
        is_held=voice.is_held,
        replies=_own_replies(voice),
    )


def _own_replies(voice: Voice) -> tuple[OwnReply, ...]:
    """The replies, which may repeat the words: none where the words themselves are not shown."""
    if voice.state == VoiceState.WITHDRAWN or voice.words_behind_link != voice.text:
        return ()
    return tuple(
        OwnReply(appeal.state, appeal.get_state_display(), appeal.answer, appeal.at, appeal.answered_at)
        for appeal in voice.appeals.all()
    )


def _line_of_voice(voice: Voice) -> Line:
    own = _own_words(voice)
    return Line(
        kind=own.kind,
        kind_label=own.kind_label,
        words=own.words,
        votes=(),
        answers=(),
        texts=(),
        language=own.language,
        received_at=own.received_at,
        state=own.state,
        state_label=own.state_label,
        reason=own.reason,
        is_held=own.is_held,
        replies=own.replies,
        forum=voice.forum,
        forum_title=voice.forum.title,
        forum_id=voice.forum.public_id,
        cycle=voice.forum.cycle,
        finding_ids=_findings_under_voices([voice]),
    )


def _line_of_contributor(contributor: Contributor) -> Line:
    votes = tuple(_own_votes(contributor))
    answers = tuple(_own_answers(contributor))
    voices = list(
        Voice.objects.filter(contributor=contributor)
        .prefetch_related("moderation", "appeals")
        .order_by("received_at", "id")
    )
    began_at = datetime.combine(contributor.began_on, time.min, contributor.forum.district.zone)
    return Line(
        kind="answers" if answers else "votes",
        kind_label=_("Survey answers") if answers else _("Votes on statements"),
        words="",
        votes=votes,
        answers=answers,
        texts=tuple(_own_words(voice) for voice in voices),
        language=contributor.language,
        received_at=began_at,
        state=VoiceState.APPROVED,
        state_label=_("Counted"),
        reason="",
        is_held=False,
        replies=(),
        forum=contributor.forum,
        forum_title=contributor.forum.title,
        forum_id=contributor.forum.public_id,
        cycle=contributor.forum.cycle,
        finding_ids=tuple(
            dict.fromkeys((*_findings_under_contributor(contributor), *_findings_under_voices(voices)))
        ),
        about_self=tuple(_about_self(contributor)),
    )


def _own_votes(contributor: Contributor) -> list[OwnVote]:
    """The contributor's votes, without statements that may no longer be shown."""
    votes = (
        CurrentVote.objects.filter(
            contributor=contributor, statement__state=VoiceState.APPROVED, statement__is_held=False
        )
        .select_related("statement")
        .order_by("id")
    )
    return [
        OwnVote(
            vote.statement.words,
            vote.value,
            _("Skipped") if vote.value is None else str(VoteValue(vote.value).label),
        )
        for vote in votes
    ]


def _about_self(contributor: Contributor) -> list[tuple[str, str]]:
    """School and role, if the forum asked for them; those of a survey's own questions are its answers."""
    given = []
    if contributor.is_school_asked and contributor.school is not None:
        given.append((_("School"), contributor.school.name))
    if contributor.is_role_asked and contributor.role in ContributorRole.values:
        given.append((_("Role"), str(ContributorRole(contributor.role).label)))
    return given


def _own_answers(contributor: Contributor) -> list[OwnAnswer]:
    answers = (
        SurveyAnswer.objects.filter(contributor=contributor)
        .select_related("question", "school")
        .prefetch_related("choices")
        .order_by("question__position", "question_id")
    )
    return [OwnAnswer(answer.question.prompt, answer_label(answer)) for answer in answers]


def _current(evidence: Q) -> list[tuple[str, EvidenceAtRelease]]:
    rows = (
        EvidenceAtRelease.objects.filter(evidence, finding__is_superseded=False)
        .select_related("finding")
        .order_by("finding__release_id", "finding__position", "id")
    )
    return [(row.finding.stable_id, row) for row in rows]


def _findings_under_voices(voices: list[Voice]) -> tuple[str, ...]:
    """Findings that quote the text, count votes on it, or use a code that was on it at their release.

    A statement merged into another is in the findings of that one too.
    """
    ids = {voice.pk for voice in voices} | {
        voice.merged_into_id for voice in voices if voice.state == VoiceState.MERGED and voice.merged_into_id
    }
    codings = list(Coding.objects.filter(voice_id__in=ids).only("code_id", "at", "removed_at"))
    codes = {coding.code_id for coding in codings}
    evidence = Q(voice_id__in=ids) | Q(kind=KindOfEvidence.CODE, code_id__in=codes)
    found = []
    for stable_id, row in _current(evidence):
        was_used = row.kind != KindOfEvidence.CODE or any(
            coding.code_id == row.code_id
            and coding.at <= row.at
            and (coding.removed_at is None or coding.removed_at > row.at)
            for coding in codings
        )
        if was_used:
            found.append(stable_id)
    return tuple(dict.fromkeys(found))


def _findings_under_contributor(contributor: Contributor) -> tuple[str, ...]:
    """Findings that use a run the contributor was in, or votes they had cast by the release."""
    runs = runs_with(contributor)
    cast = CurrentVote.objects.filter(contributor=contributor, value__isnull=False)
    statements = set(cast.values_list("statement_id", flat=True))
    log = Vote.objects.filter(contributor=contributor).order_by("-id").values_list("statement_id", "id")
    first_votes = dict(log)  # dict() keeps the last of equal keys, here the earliest vote
    found = []
    evidence = Q(kind=KindOfEvidence.RUN, run_id__in=runs) | Q(
        kind=KindOfEvidence.STATEMENT, voice_id__in=statements | set(first_votes)
    )
    for stable_id, row in _current(evidence):
        is_vote = row.kind == KindOfEvidence.STATEMENT and row.voice_id is not None
        if not is_vote or first_votes.get(row.voice_id or 0, 0) <= row.log_position:
            found.append(stable_id)
    return tuple(dict.fromkeys(found))
