"""Splitting a cross-tabulation by a third question or by an attribute of contributors."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from throughline.accounts.models import School
from throughline.convene.models import Forum
from throughline.listen.models import Contributor, ContributorRole, QuestionKind, SurveyQuestion
from throughline.listen.queries.question_kinds import kind_of
from throughline.listen.queries.survey import AnswerColumn, answer_column
from throughline.measure.queries.crosstab.counts import labels_of
from throughline.ui.fields import TranslatedText

ATTRIBUTE_KINDS = {
    "school": QuestionKind.SCHOOL,
    "role": QuestionKind.ROLE,
    "language": QuestionKind.LANGUAGE,
}
"""Attributes of contributors known without a question, and the kind of question that would ask for them."""


@dataclass(frozen=True)
class Split:
    """The groups into which a table is split, and the groups of each contributor."""

    label: TranslatedText
    labels: tuple[TranslatedText, ...]
    keys: tuple[str, ...]
    keys_by_contributor: Mapping[int, Sequence[str]]


def ways_to_split(forum: Forum, questions: Sequence[SurveyQuestion]) -> list[tuple[str, str]]:
    """What a table can be split by: the forum's questions, and known attributes of its contributors."""
    kinds = {question.kind for question in questions}
    people = Contributor.objects.filter(forum=forum)
    known = {
        "school": people.filter(school__isnull=False),
        "role": people.exclude(role=""),
        "language": people.exclude(language=""),
    }
    attributes = [
        name for name, kind in ATTRIBUTE_KINDS.items() if kind not in kinds and known[name].exists()
    ]
    return [
        *((question.public_id, str(question.prompt)) for question in questions),
        *((name, str(_attribute_label(name))) for name in attributes),
    ]


def split_of(forum: Forum, chosen: str, questions: Sequence[SurveyQuestion]) -> Split | None:
    """The split by a question's public id or an attribute of contributors; None if `chosen` is empty."""
    if not chosen:
        return None
    languages = forum.district.languages or ["en"]
    if chosen in ATTRIBUTE_KINDS:
        column = _attribute_column(forum, chosen)
        return Split(
            _in_languages(languages, lambda: _attribute_label(chosen)),
            labels_of(column, languages),
            tuple(option.key for option in column.options),
            column.keys_by_contributor,
        )
    question = next(one for one in questions if one.public_id == chosen)
    column = answer_column(question)
    return Split(
        question.prompt,
        labels_of(column, languages),
        tuple(option.key for option in column.options),
        column.keys_by_contributor,
    )


def _attribute_label(name: str) -> str:
    return {"school": _("School"), "role": _("Role"), "language": _("Language used to take part")}[name]


def _in_languages(languages: Sequence[str], label: Callable[[], str]) -> TranslatedText:
    texts = {}
    for code in languages:
        with translation.override(code):
            texts[code] = str(label())
    return TranslatedText(languages[0], texts)


def _attribute_column(forum: Forum, name: str) -> AnswerColumn:
    """An attribute of contributors, in the form of answers to a question."""
    people = Contributor.objects.filter(forum=forum).order_by("pk")
    given: dict[int, str] = {}
    if name == "school":
        names = dict(School.objects.values_list("pk", "public_id"))
        rows = people.filter(school__isnull=False).values_list("pk", "school")
        given = {pk: names[school] for pk, school in rows if school in names}
    else:
        given = {pk: value for pk, value in people.values_list("pk", name) if value}
    question = SurveyQuestion(kind=ATTRIBUTE_KINDS[name], forum=forum)
    options = [*kind_of(question).options(question)]
    offered = {option.key for option in options}
    if name == "role":
        given = {pk: value for pk, value in given.items() if value in ContributorRole.values}
    return AnswerColumn(
        question,
        options,
        {pk: [value] for pk, value in given.items() if value in offered},
    )
