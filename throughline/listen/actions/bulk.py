"""Many rows at once, the fast way: executemany on SQLite, COPY on PostgreSQL. All of them, or none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import numpy as np
from django.db import connection, models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import get_scope

from throughline.accounts.actions import record
from throughline.accounts.models import DistrictRow
from throughline.accounts.models.scoped import OutsideScope, new_public_id
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.formats.polis import Conversation
from throughline.listen.actions.refused import Refused
from throughline.listen.actions.urgent import kind_of_urgency
from throughline.listen.models import (
    Channel,
    Contributor,
    CurrentVote,
    QuestionKind,
    SurveyAnswer,
    SurveyChoice,
    SurveyQuestion,
    UrgentFlag,
    Voice,
    VoiceKind,
    VoiceState,
    Vote,
)
from throughline.ui.fields import TranslatedText

LONGEST_FOREIGN_ID = 80
ROWS_AT_ONCE = 10_000
STATE_BY_MODERATED = {1: VoiceState.APPROVED, 0: VoiceState.RECEIVED, -1: VoiceState.REJECTED}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ImportedConversation:
    """What an import wrote: rows by their foreign ids, and where the log of votes ends."""

    forum: Forum
    people: Mapping[str, int]
    statements: Mapping[str, int]
    n_votes: int
    n_superseded: int
    n_held: int
    log_position: int


def check_scope(actor: Actor, *rows: DistrictRow) -> None:
    """What `save` checks, for writers that go round it."""
    scope = get_scope()
    district = scope.get("district")
    if district is None or district.pk != actor.district.pk:
        raise OutsideScope("Rows can be written only in the actor's own district, while it is in scope")
    if any(row.district_id != district.pk for row in rows):
        raise OutsideScope("A row of another district cannot be joined")


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows straight into a table, columns that are not named with their defaults.

    Nothing is checked but what the table itself checks.
    """
    rest = {
        str(field.column): field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.concrete_fields
        if field.column not in columns and not field.primary_key and not field.null
    }
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(quote(name) for name in (*columns, *rest))
    same = tuple(rest.values())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((*row, *same))
        else:
            places = ", ".join(["%s"] * (len(columns) + len(rest)))
            sql = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - names of our own columns
            adapted = (tuple(_for_sqlite(cell) for cell in (*row, *same)) for row in rows)
            while batch := list(islice(adapted, ROWS_AT_ONCE)):
                cursor.executemany(sql, batch)


def _for_sqlite(cell: Any) -> Any:
    if type(cell) is datetime:
        return cell.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return cell


@transaction.atomic
def write_conversation(actor: Actor, forum: Forum, conversation: Conversation) -> ImportedConversation:
    """Write a whole conversation into an empty statements forum.

    Statements that somebody has read where they come from keep what was decided there; those nobody has read
    are looked through for urgent words and wait. Foreign ids are kept beside our own.
    """
    check_scope(actor, forum)
    _refuse_what_does_not_fit(forum, conversation)
    people = _write_people(forum, conversation)
    held = _write_statements(forum, conversation, people)
    statements = dict(Voice.objects.filter(forum=forum).values_list("foreign_id", "pk"))
    _write_votes(forum, conversation, people, statements)
    _flag(forum, held)
    n_votes, n_superseded = len(conversation.votes), conversation.n_superseded
    record(
        actor,
        "write_conversation",
        forum,
        n_people=len(people),
        n_statements=len(statements),
        n_votes=n_votes,
        n_superseded=n_superseded,
        n_held=len(held),
    )
    log_position = Vote.objects.filter(forum=forum).aggregate(last=Max("pk"))["last"] or 0
    return ImportedConversation(forum, people, statements, n_votes, n_superseded, len(held), log_position)


def _refuse_what_does_not_fit(forum: Forum, conversation: Conversation) -> None:
    has_rows = Voice.objects.filter(forum=forum).exists() or Contributor.objects.filter(forum=forum).exists()
    if has_rows:
        raise Refused(
            _("This forum holds voices already. Import into a new one, so that the two stay apart.")
        )
    ids = (
        *(s.id for s in conversation.statements),
        *(s.author_id or "" for s in conversation.statements),
        *(p.id for p in conversation.participants),
        *(p.xid or "" for p in conversation.participants),
    )
    if any(len(one) > LONGEST_FOREIGN_ID for one in ids):
        raise Refused(
            _(
                "An id in these files is longer than %(n)s characters. Check that they are what "
                "Polis exported."
            )
            % {"n": LONGEST_FOREIGN_ID}
        )


def _moment(milliseconds: int) -> datetime:
    return EPOCH + timedelta(milliseconds=milliseconds)


def _moments(milliseconds: Any) -> list[str | None]:
    """Times as both databases write them, in UTC: a datetime for each vote would take the longest of all."""
    text = np.datetime_as_string(milliseconds.astype("datetime64[ms]")).tolist()
    return [
        None if known < 0 else f"{one[:10]} {one[11:]}000"
        for one, known in zip(text, milliseconds.tolist(), strict=True)
    ]


def _write_people(forum: Forum, conversation: Conversation) -> dict[str, int]:
    today = timezone.now().date()
    columns = ["district_id", "public_id", "forum_id", "foreign_id", "foreign_xid", "began_on", "is_imported"]
    insert_rows(
        Contributor,
        columns,
        (
            (forum.district_id, new_public_id(), forum.pk, p.id, p.xid or "", today, True)
            for p in conversation.participants
        ),
    )
    return dict(Contributor.objects.filter(forum=forum).values_list("foreign_id", "pk"))


def _write_statements(forum: Forum, conversation: Conversation, people: Mapping[str, int]) -> dict[str, str]:
    """Write them, and return the kind of urgency of each that is held, by foreign id."""
    held: dict[str, str] = {
        s.id: kind.value
        for s in conversation.statements
        if s.moderated == 0 and (kind := kind_of_urgency(s.text)) is not None
    }
    now = timezone.now()

    Voice.objects.bulk_create(
        (
            Voice(
                district=forum.district,
                forum=forum,
                kind=VoiceKind.STATEMENT,
                contributor_id=people.get(s.author_id or ""),
                text=s.text.replace("\0", ""),
                channel=Channel.IMPORT,
                state=STATE_BY_MODERATED[s.moderated],
                is_held=s.id in held,
                is_meta=s.is_meta,
                is_seed=s.is_seed,
                foreign_id=s.id,
                foreign_author_id=s.author_id or "",
                received_at=now if s.created_ms is None else _moment(s.created_ms),
            )
            for s in conversation.statements
        ),
        batch_size=1000,
    )
    return held


def _write_votes(
    forum: Forum, conversation: Conversation, people: Mapping[str, int], statements: Mapping[str, int]
) -> None:
    """The log in the order of time, and of two votes at the same moment in the order of the file."""
    votes = conversation.votes
    person = np.array([people[p.id] for p in conversation.participants], dtype=np.int64)[votes.person]
    statement = np.array([statements[s.id] for s in conversation.statements], dtype=np.int64)[votes.statement]

    at = _moments(votes.time_ms)

    def rows(order: Any) -> Iterable[tuple[Any, ...]]:
        district_id, forum_id = forum.district_id, forum.pk
        for who, what, value, i in zip(
            person[order].tolist(),
            statement[order].tolist(),
            votes.value[order].tolist(),
            order.tolist(),
            strict=True,
        ):
            yield district_id, forum_id, who, what, value, at[i]

    columns = ["district_id", "forum_id", "contributor_id", "statement_id", "value", "at"]
    insert_rows(Vote, columns, rows(np.lexsort((votes.sequence, votes.time_ms))))
    insert_rows(CurrentVote, columns, rows(votes.current()))


def _flag(forum: Forum, held: Mapping[str, str]) -> None:
    voices = Voice.objects.filter(forum=forum, foreign_id__in=held)
    UrgentFlag.objects.bulk_create([UrgentFlag(voice=v, kind=held[v.foreign_id]) for v in voices])


@dataclass(frozen=True)
class ImportedSurvey:
    forum: Forum
    n_people: int
    n_answers: int
    n_texts: int
    n_held: int


@dataclass(frozen=True)
class QuestionToWrite:
    """A question of a finished survey, and what its answers may be."""

    prompt: str
    kind: str
    choices: Sequence[str] = ()
    scale: tuple[int, int] = (1, 5)
    scale_labels: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class PersonToWrite:
    """One row of a finished survey: who answered, as far as it is told, and what, by position of question."""

    row: int
    at: datetime | None
    language: str = ""
    role: str = ""
    school_id: int | None = None
    texts: Mapping[int, str] = field(default_factory=dict)
    chosen: Mapping[int, Sequence[int]] = field(default_factory=dict)
    numbers: Mapping[int, int] = field(default_factory=dict)


@transaction.atomic
def write_survey(
    actor: Actor, forum: Forum, questions: Sequence[QuestionToWrite], people: Sequence[PersonToWrite]
) -> ImportedSurvey:
    """Write a finished survey into an empty forum. Its texts are looked through for urgent words and wait."""
    check_scope(actor, forum)
    made, choice_ids = _write_questions(forum, questions)
    now = timezone.now()
    insert_rows(
        Contributor,
        [
            "district_id",
            "public_id",
            "forum_id",
            "foreign_id",
            "language",
            "role",
            "school_id",
            "began_on",
            "is_imported",
            "finished_at",
        ],
        (
            (
                forum.district_id,
                new_public_id(),
                forum.pk,
                str(one.row),
                one.language,
                one.role,
                one.school_id,
                (one.at or now).date(),
                True,
                one.at or now,
            )
            for one in people
        ),
    )
    ids = dict(Contributor.objects.filter(forum=forum).values_list("foreign_id", "pk"))
    contributor = {one.row: ids[str(one.row)] for one in people}
    n_answers = _write_answers(forum, people, contributor, made, choice_ids, now)
    n_texts, held = _write_texts(forum, people, contributor, made, now)
    record(
        actor,
        "write_survey",
        forum,
        n_people=len(people),
        n_questions=len(made),
        n_answers=n_answers,
        n_texts=n_texts,
        n_held=held,
    )
    return ImportedSurvey(forum, len(people), n_answers, n_texts, held)


def _write_questions(
    forum: Forum, questions: Sequence[QuestionToWrite]
) -> tuple[list[SurveyQuestion], list[list[int]]]:
    language = forum.district.source_language
    made: list[SurveyQuestion] = []
    choice_ids: list[list[int]] = []
    for position, one in enumerate(questions):
        question = SurveyQuestion.objects.create(
            forum=forum,
            position=position,
            kind=one.kind,
            prompt=TranslatedText.of(language, one.prompt),
            scale_from=one.scale[0],
            scale_to=one.scale[1],
            scale_low_label=TranslatedText.of(language, one.scale_labels[0]),
            scale_high_label=TranslatedText.of(language, one.scale_labels[1]),
            foreign_name=one.prompt[:300],
        )
        made.append(question)
        choices = [
            SurveyChoice.objects.create(
                question=question, position=i, label=TranslatedText.of(language, label)
            )
            for i, label in enumerate(one.choices)
        ]
        choice_ids.append([choice.pk for choice in choices])
    return made, choice_ids


def _write_answers(
    forum: Forum,
    people: Sequence[PersonToWrite],
    contributor: Mapping[int, int],
    made: Sequence[SurveyQuestion],
    choice_ids: Sequence[Sequence[int]],
    now: datetime,
) -> int:
    def rows() -> Iterable[tuple[Any, ...]]:
        for one in people:
            start = (forum.district_id, forum.pk, contributor[one.row])
            at = one.at or now
            for i, question in enumerate(made):
                if i in one.chosen:
                    yield *start, question.pk, None, None, "", at
                elif i in one.numbers:
                    yield *start, question.pk, one.numbers[i], None, "", at
                elif question.kind == QuestionKind.SCHOOL and one.school_id is not None:
                    yield *start, question.pk, None, one.school_id, "", at
                elif question.kind == QuestionKind.ROLE and one.role:
                    yield *start, question.pk, None, None, one.role, at

    columns = [
        "district_id",
        "forum_id",
        "contributor_id",
        "question_id",
        "number",
        "school_id",
        "word",
        "at",
    ]
    insert_rows(SurveyAnswer, columns, rows())
    answers = SurveyAnswer.objects.filter(forum=forum)
    answer_ids = {
        (contributor_id, question_id): pk
        for contributor_id, question_id, pk in answers.values_list("contributor_id", "question_id", "pk")
    }
    insert_rows(
        SurveyAnswer.choices.through,
        ["surveyanswer_id", "surveychoice_id"],
        (
            (answer_ids[contributor[one.row], made[i].pk], choice_ids[i][n])
            for one in people
            for i, chosen in one.chosen.items()
            for n in chosen
        ),
    )
    return len(answer_ids)


def _write_texts(
    forum: Forum,
    people: Sequence[PersonToWrite],
    contributor: Mapping[int, int],
    made: Sequence[SurveyQuestion],
    now: datetime,
) -> tuple[int, int]:
    """Write the words, all of them waiting, and return how many there are and how many are held as urgent."""
    texts: list[Voice] = []
    for one in people:
        for i, text in one.texts.items():
            texts.append(
                Voice(
                    district=forum.district,
                    forum=forum,
                    kind=VoiceKind.SURVEY_TEXT,
                    contributor_id=contributor[one.row],
                    question_id=made[i].pk,
                    text=text.replace("\0", ""),
                    language=one.language,
                    channel=Channel.IMPORT,
                    state=VoiceState.RECEIVED,
                    received_at=one.at or now,
                )
            )
    kinds = {id(voice): kind for voice in texts if (kind := kind_of_urgency(voice.text)) is not None}
    for voice in texts:
        voice.is_held = id(voice) in kinds
    Voice.objects.bulk_create(texts, batch_size=1000)
    flags = [UrgentFlag(voice=voice, kind=kinds[id(voice)]) for voice in texts if voice.is_held]
    UrgentFlag.objects.bulk_create(flags)
    return len(texts), len(flags)
