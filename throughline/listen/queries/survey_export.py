"""A short survey as plain data: its questions, and each person's answers."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, time

from django.db.models import QuerySet
from django_scopes import scope

from throughline.accounts.models import District, School
from throughline.accounts.queries.export import day_of, shuffled_pieces
from throughline.convene.models import Forum
from throughline.formats.survey_csv import Answer, QuestionToExport, Response
from throughline.formats.survey_csv.mapping import Part
from throughline.listen.models import (
    AnswerChoice,
    Contributor,
    QuestionKind,
    SurveyAnswer,
    SurveyChoice,
    SurveyQuestion,
    Voice,
    VoiceState,
)
from throughline.listen.queries.question_kinds import other_choice

PARTS: dict[str, Part] = {
    QuestionKind.SINGLE: "single",
    QuestionKind.MULTIPLE: "multiple",
    QuestionKind.SCALE: "scale",
    QuestionKind.TEXT: "text",
    QuestionKind.LANGUAGE: "single",
}
"""School and role are columns of the person. Home language is a choice like others."""


def questions_to_export(forum: Forum) -> dict[int, QuestionToExport]:
    """The columns by key, each with a unique title.

    The key is the primary key of the question, or `_key_of_other` for what was written for "Other".
    """
    found: dict[int, QuestionToExport] = {}
    taken: set[str] = {"Language", "School", "Role"}
    for question in SurveyQuestion.objects.filter(forum=forum, kind__in=PARTS).prefetch_related("choices"):
        title = _unique_title(question.prompt.source, taken)
        options = tuple(choice.label.source for choice in question.choices.all())
        found[question.pk] = QuestionToExport(title, PARTS[question.kind], options)
        if (other := other_choice(question)) is not None:
            title = _unique_title(f"{question.prompt.source} – {other.label.source}", taken)
            found[_key_of_other(question.pk)] = QuestionToExport(title, "text")
    return found


def _unique_title(words: str, taken: set[str]) -> str:
    title, n = words, 1
    while title in taken:
        n += 1
        title = f"{words} ({n})"
    taken.add(title)
    return title


def _key_of_other(question_id: int) -> int:
    return -question_id


def _text_column(questions: Mapping[int, QuestionToExport], question_id: int) -> QuestionToExport:
    """The column of the texts of a question."""
    return questions.get(_key_of_other(question_id)) or questions[question_id]


def responses(
    district: District, forum: Forum, questions: dict[int, QuestionToExport], *, is_tied: bool = False
) -> Iterator[Response]:
    """Yield each person's answers in a random order, with the day of the last. It streams.

    What people wrote is included only if it is to be tied to what they chose; `texts` yields it alone. Texts
    that are held back, rejected or withdrawn are left out; a person with nothing else has no row.
    """
    if not is_tied:
        questions = {key: one for key, one in questions.items() if one.part != "text"}
    with scope(district=district):
        labels = {one.pk: one.label.source for one in SurveyChoice.objects.filter(question__forum=forum)}
        schools = {one.pk: one.name for one in School.objects.all()}
        everybody = Contributor.objects.filter(forum=forum)
    for people in shuffled_pieces(district, everybody):
        with scope(district=district):
            given, at = _given([person.pk for person in people], questions, labels)
        for person in people:
            if given[person.pk]:
                when = person.finished_at or at.get(person.pk)
                yield Response(
                    person.pk,
                    when and _start_of_day(when, district),
                    person.language or None,
                    schools.get(person.school_id or 0),
                    person.role or None,
                    tuple(given[person.pk]),
                )


def _start_of_day(moment: datetime, district: District) -> datetime:
    """The day as a time without a zone, of which the file has the day alone."""
    return datetime.combine(day_of(moment, district), time.min)


def texts(
    district: District, forum: Forum, questions: dict[int, QuestionToExport]
) -> Iterator[tuple[str, str]]:
    """Yield each written answer with the title of its question, in a random order and tied to nothing."""
    with scope(district=district):
        written = _written(questions).filter(forum=forum, contributor__isnull=False)
    for piece in shuffled_pieces(district, written.only("question_id", "text")):
        yield from ((_text_column(questions, voice.question_id or 0).title, voice.text) for voice in piece)


def _written(questions: Mapping[int, QuestionToExport]) -> QuerySet[Voice]:
    written = {abs(key) for key, one in questions.items() if one.part == "text"}
    words = Voice.objects.filter(question__in=written, is_held=False).exclude(text="")
    return words.exclude(state__in=(VoiceState.WITHDRAWN, VoiceState.REJECTED))


def _given(
    people: list[int], questions: dict[int, QuestionToExport], labels: dict[int, str]
) -> tuple[dict[int, list[Answer]], dict[int, datetime]]:
    given: dict[int, list[Answer]] = defaultdict(list)
    last_at: dict[int, datetime] = {}
    chosen: dict[int, list[str]] = defaultdict(list)
    picked = AnswerChoice.objects.filter(answer__contributor__in=people)
    for answer_id, choice_id in picked.order_by("pk").values_list("answer_id", "choice_id"):
        chosen[answer_id].append(labels[choice_id])
    column = {key: place for place, key in enumerate(questions)}
    asked = [key for key in questions if key > 0]
    rows = SurveyAnswer.objects.filter(contributor__in=people, question__in=asked, is_declined=False)
    for row in sorted(rows, key=lambda row: column[row.question_id]):
        one = questions[row.question_id]
        choices = (row.word,) if row.word else tuple(chosen[row.pk])
        given[row.contributor_id].append(Answer(one.title, one.part, choices=choices, number=row.number))
        last_at[row.contributor_id] = max(row.at, last_at.get(row.contributor_id, row.at))
    words = _written(questions).filter(contributor__in=people).order_by("pk")
    for voice in words.only("contributor_id", "question_id", "text", "received_at"):
        if voice.contributor_id is not None and voice.question_id is not None:
            given[voice.contributor_id].append(
                Answer(_text_column(questions, voice.question_id).title, "text", text=voice.text)
            )
            last_at.setdefault(voice.contributor_id, voice.received_at)
    return given, last_at
