"""A finished survey held elsewhere: questions, people, answers, and texts that wait for moderation."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from throughline.accounts.actions import record
from throughline.accounts.models.scoped import new_public_id
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.actions.arrival import Arrival
from throughline.listen.actions.bulk import Value, check_scope
from throughline.listen.actions.tally import n_people_and_contributions
from throughline.listen.actions.urgent import kind_of_urgency
from throughline.listen.models import (
    AnswerChoice,
    Channel,
    Contributor,
    QuestionKind,
    SurveyAnswer,
    SurveyChoice,
    SurveyQuestion,
    Voice,
    VoiceKind,
    VoiceState,
)
from throughline.ui.fields import TranslatedText


@dataclass(frozen=True)
class ImportedSurvey:
    """What an import wrote, and the kinds of urgency of the voices it holds back."""

    forum: Forum
    n_people: int
    n_questions: int
    n_answers: int
    n_texts: int
    held: Mapping[int, str]
    counted: tuple[int, int]

    @property
    def n_held(self) -> int:
        return len(self.held)

    def reveal(self, arrival: Arrival) -> None:
        arrival.reveal(
            "write_survey",
            self.held,
            self.counted,
            n_people=self.n_people,
            n_questions=self.n_questions,
            n_answers=self.n_answers,
            n_texts=self.n_texts,
        )


@dataclass(frozen=True)
class QuestionToWrite:
    """A question of a finished survey, and its possible answers."""

    prompt: str
    kind: str
    choices: Sequence[str] = ()
    scale: tuple[int, int] = (1, 5)
    scale_labels: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class PersonToWrite:
    """One row of a finished survey: what is known of the person, and their answers by question position."""

    row: int
    at: datetime | None
    language: str = ""
    role: str = ""
    school_id: int | None = None
    texts: Mapping[int, str] = field(default_factory=dict)
    chosen: Mapping[int, Sequence[int]] = field(default_factory=dict)
    numbers: Mapping[int, int] = field(default_factory=dict)


def record_personal_columns(actor: Actor, forum: Forum, reasons: Mapping[str, str]) -> None:
    """Record why columns were imported that seemed to hold personal data: names of columns, with reasons."""
    if reasons:
        record(
            actor,
            "import_personal_columns",
            forum,
            reasons=[f"{column}: {reason}" for column, reason in reasons.items()],
        )


def write_survey(
    arrival: Arrival, questions: Sequence[QuestionToWrite], people: Sequence[PersonToWrite]
) -> ImportedSurvey:
    """Write a survey into an arriving forum. Its texts are checked for urgent words and await moderation."""
    forum, now = arrival.forum, timezone.now()
    check_scope(arrival.actor, forum)
    with arrival.turn():
        made, choice_ids = _write_questions(forum, questions)
    arrival.write(
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
    n_answers = _write_answers(arrival, people, contributor, made, choice_ids, now)
    n_texts, held = _write_texts(arrival, people, contributor, made, now)
    return ImportedSurvey(
        forum, len(people), len(made), n_answers, n_texts, held, n_people_and_contributions(forum)
    )


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


ANSWER_COLUMNS = (
    "district_id",
    "forum_id",
    "contributor_id",
    "question_id",
    "number",
    "school_id",
    "word",
    "at",
)


def _write_answers(
    arrival: Arrival,
    people: Sequence[PersonToWrite],
    contributor: Mapping[int, int],
    made: Sequence[SurveyQuestion],
    choice_ids: Sequence[Sequence[int]],
    now: datetime,
) -> int:
    forum = arrival.forum
    arrival.write(SurveyAnswer, ANSWER_COLUMNS, _answer_rows(forum, people, contributor, made, now))
    answers = SurveyAnswer.objects.filter(forum=forum)
    answer_ids = {
        (contributor_id, question_id): pk
        for contributor_id, question_id, pk in answers.values_list("contributor_id", "question_id", "pk")
    }
    arrival.write(
        AnswerChoice,
        ["district_id", "answer_id", "choice_id"],
        (
            (forum.district_id, answer_ids[contributor[one.row], made[i].pk], choice_ids[i][n])
            for one in people
            for i, chosen in one.chosen.items()
            for n in chosen
        ),
    )
    return len(answer_ids)


def _answer_rows(
    forum: Forum,
    people: Sequence[PersonToWrite],
    contributor: Mapping[int, int],
    made: Sequence[SurveyQuestion],
    now: datetime,
) -> Iterator[tuple[Value, ...]]:
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


def _write_texts(
    arrival: Arrival,
    people: Sequence[PersonToWrite],
    contributor: Mapping[int, int],
    made: Sequence[SurveyQuestion],
    now: datetime,
) -> tuple[int, dict[int, str]]:
    """Write the texts, to await moderation; return their number and the kind of each urgent (held) one."""
    forum = arrival.forum
    kinds: dict[str, str] = {}

    def rows() -> Iterable[tuple[Value, ...]]:
        for one in people:
            for i, written in one.texts.items():
                public_id, text = new_public_id(), written.replace("\0", "")
                kind = kind_of_urgency(text)
                if kind is not None:
                    kinds[public_id] = kind.value
                yield (
                    forum.district_id,
                    public_id,
                    forum.pk,
                    VoiceKind.SURVEY_TEXT.value,
                    contributor[one.row],
                    made[i].pk,
                    text,
                    one.language,
                    Channel.IMPORT.value,
                    VoiceState.RECEIVED.value,
                    kind is not None,
                    one.at or now,
                )

    columns = [
        "district_id",
        "public_id",
        "forum_id",
        "kind",
        "contributor_id",
        "question_id",
        "text",
        "language",
        "channel",
        "state",
        "is_held",
        "received_at",
    ]
    arrival.write(Voice, columns, rows())
    ids = Voice.objects.filter(forum=forum, is_held=True).values_list("public_id", "pk")
    held = {pk: kinds[public_id] for public_id, pk in ids}
    return sum(len(one.texts) for one in people), held
