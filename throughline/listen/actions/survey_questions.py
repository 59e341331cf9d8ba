"""The questions of a survey and their choices, which staff edit."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypedDict, TypeVar, Unpack

from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from throughline.accounts.actions import Refused, record, swap_with_neighbor
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.actions.tally import count_asked_gaps
from throughline.listen.models import QuestionKind, SurveyAnswer, SurveyChoice, SurveyQuestion, Voice
from throughline.listen.queries.survey import presets_to_add
from throughline.ui.fields import TranslatedText

Row = TypeVar("Row", SurveyQuestion, SurveyChoice)


class QuestionFields(TypedDict, total=False):
    """The fields of a question, apart from its kind."""

    prompt: TranslatedText
    hint: TranslatedText
    scale_from: int
    scale_to: int
    scale_low_label: TranslatedText
    scale_high_label: TranslatedText
    is_required: bool
    is_protected_topic: bool


@dataclass(frozen=True)
class ChoiceToAdd:
    label: TranslatedText
    is_other: bool = False


@dataclass(frozen=True)
class QuestionToAdd:
    kind: str
    fields: QuestionFields
    choices: Sequence[ChoiceToAdd] = field(default=())


def _refuse_required(question: SurveyQuestion) -> None:
    if question.is_required and question.may_be_declined:
        raise Refused(_("A question about a protected topic, or about the person, can't be required."))


def _next_position(rows: "models.QuerySet[SurveyQuestion] | models.QuerySet[SurveyChoice]") -> int:
    last: int | None = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _create(forum: Forum, to_add: QuestionToAdd, position: int) -> SurveyQuestion:
    question = SurveyQuestion(forum=forum, position=position, kind=to_add.kind, **to_add.fields)
    _refuse_required(question)
    question.save()
    for place, choice in enumerate(to_add.choices):
        SurveyChoice.objects.create(
            question=question, position=place, label=choice.label, is_other=choice.is_other
        )
    return question


def _locked(forum: Forum) -> "models.QuerySet[SurveyQuestion]":
    Forum.objects.select_for_update(no_key=True, of=("self",)).get(pk=forum.pk)
    return SurveyQuestion.objects.filter(forum=forum)


@transaction.atomic
def add_question(
    actor: Actor, forum: Forum, *, kind: str, **fields: Unpack[QuestionFields]
) -> SurveyQuestion:
    question = _create(forum, QuestionToAdd(kind, fields), _next_position(_locked(forum)))
    record(actor, "add_question", question, forum=forum.public_id, kind=kind)
    count_asked_gaps(forum)
    return question


@transaction.atomic
def add_questions(actor: Actor, forum: Forum, *, questions: Sequence[QuestionToAdd]) -> list[SurveyQuestion]:
    """Add several questions with their choices, all or none, after those that are there."""
    position = _next_position(_locked(forum))
    made = [_create(forum, to_add, position + place) for place, to_add in enumerate(questions)]
    record(actor, "add_questions", forum, questions=[question.public_id for question in made])
    count_asked_gaps(forum)
    return made


def _preset(forum: Forum, kind: str) -> QuestionToAdd:
    """A ready question in each language of the district that it is translated into."""
    if kind == QuestionKind.ROLE:
        words = gettext_noop("What is your role?")
    elif forum.is_for_students:
        words = gettext_noop("Which school do you go to?")
    else:
        words = gettext_noop("Which school are you connected to?")
    texts = {}
    for code in forum.district.languages:
        with override(code):
            if _(words) != words or code.startswith("en"):
                texts[code] = _(words)
    source = forum.district.source_language
    return QuestionToAdd(kind, {"prompt": TranslatedText(source, {source: words, **texts})})


@transaction.atomic
def add_presets(actor: Actor, forum: Forum) -> list[SurveyQuestion]:
    """Add the ready questions about school and role that a survey does not ask yet."""
    position = _next_position(_locked(forum))
    kinds = presets_to_add(forum)
    if not kinds:
        raise Refused(_("This survey already asks about school and role."))
    made = [_create(forum, _preset(forum, kind), position + place) for place, kind in enumerate(kinds)]
    record(actor, "add_questions", forum, questions=[question.public_id for question in made])
    count_asked_gaps(forum)
    return made


def as_added(question: SurveyQuestion) -> QuestionToAdd:
    """A question with its choices as it would be added again."""
    choices = [ChoiceToAdd(choice.label, choice.is_other) for choice in question.choices.all()]
    fields = QuestionFields(
        prompt=question.prompt,
        hint=question.hint,
        scale_from=question.scale_from,
        scale_to=question.scale_to,
        scale_low_label=question.scale_low_label,
        scale_high_label=question.scale_high_label,
        is_required=question.is_required,
        is_protected_topic=question.is_protected_topic,
    )
    return QuestionToAdd(question.kind, fields, choices)


@transaction.atomic
def copy_question(actor: Actor, question: SurveyQuestion) -> SurveyQuestion:
    """Put a copy of a question, without its answers, right after it."""
    questions = list(_locked(question.forum))
    place = questions.index(question) + 1
    copy = _create(question.forum, as_added(question), place)
    _put_in_order(SurveyQuestion, [*questions[:place], copy, *questions[place:]])
    record(actor, "copy_question", copy, original=question.public_id)
    count_asked_gaps(copy.forum)
    return copy


def has_answers(question: SurveyQuestion) -> bool:
    return (
        SurveyAnswer.objects.filter(question=question).exists()
        or Voice.objects.filter(question=question).exists()
    )


@transaction.atomic
def edit_question(actor: Actor, question: SurveyQuestion, **fields: Unpack[QuestionFields]) -> SurveyQuestion:
    """Edit a question. The steps of a scale cannot change once somebody has answered on them.

    Whether it is required, or may be declined, can change at any time: answers that were given stay.
    """
    is_answered = has_answers(question)
    steps = (fields.get("scale_from", question.scale_from), fields.get("scale_to", question.scale_to))
    if is_answered and steps != (question.scale_from, question.scale_to):
        raise Refused(_("People have already answered on this scale, so its values can't be changed."))
    for name, value in fields.items():
        setattr(question, name, value)
    _refuse_required(question)
    question.save()
    record(actor, "edit_question", question, is_answered=is_answered)
    count_asked_gaps(question.forum)
    return question


@transaction.atomic
def remove_question(actor: Actor, question: SurveyQuestion) -> None:
    SurveyQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if has_answers(question):
        raise Refused(_("People have already answered this question, so it can't be removed."))
    record(actor, "remove_question", question)
    question.delete()
    count_asked_gaps(question.forum)


# Order


@transaction.atomic
def move_question(actor: Actor, question: SurveyQuestion, *, is_up: bool) -> None:
    """Move a question one place up or down; at either end of the list nothing changes."""
    questions = SurveyQuestion.objects.select_for_update(of=("self",)).filter(forum=question.forum)
    position = swap_with_neighbor(questions, question, is_up=is_up)
    if position is not None:
        record(actor, "move_question", question, position=position)


@transaction.atomic
def order_questions(actor: Actor, forum: Forum, *, order: Sequence[str]) -> None:
    """Put all questions in an order, given by their public ids."""
    _put_in_order(SurveyQuestion, _ordered(list(_locked(forum)), order))
    record(actor, "order_questions", forum, n=len(order))


@transaction.atomic
def move_choice(actor: Actor, choice: SurveyChoice, *, is_up: bool) -> None:
    choices = SurveyChoice.objects.select_for_update(of=("self",)).filter(question=choice.question)
    position = swap_with_neighbor(choices, choice, is_up=is_up)
    if position is not None:
        record(actor, "move_choice", choice, position=position)


@transaction.atomic
def order_choices(actor: Actor, question: SurveyQuestion, *, order: Sequence[str]) -> None:
    SurveyQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    choices = list(SurveyChoice.objects.filter(question=question))
    _put_in_order(SurveyChoice, _ordered(choices, order))
    record(actor, "order_choices", question, n=len(order))


def _ordered(rows: Sequence[Row], order: Sequence[str]) -> list[Row]:
    """The rows in the order of these public ids; refuse if the list is another one by now."""
    by_id = {row.public_id: row for row in rows}
    if sorted(by_id) != sorted(order):
        raise Refused(_("This list has changed since you opened the page. Reload the page, then try again."))
    return [by_id[public_id] for public_id in order]


def _put_in_order(model: type[Row], rows: Sequence[Row]) -> None:
    for position, row in enumerate(rows):
        row.position = position
    model.objects.bulk_update(rows, ["position"])


# Choices


def _refuse_second_other(question: SurveyQuestion) -> None:
    if question.choices.filter(is_other=True).exists():
        raise Refused(_("This question already has a choice with a text box. It can have only one."))


@transaction.atomic
def add_choices(
    actor: Actor, question: SurveyQuestion, *, choices: Sequence[ChoiceToAdd]
) -> list[SurveyChoice]:
    """Add several choices, all or none."""
    SurveyQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    made = [_add_choice(question, choice) for choice in choices]
    record(actor, "add_choices", question, choices=[choice.public_id for choice in made])
    count_asked_gaps(question.forum)
    return made


@transaction.atomic
def add_choice(
    actor: Actor, question: SurveyQuestion, *, label: TranslatedText, is_other: bool = False
) -> SurveyChoice:
    SurveyQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    choice = _add_choice(question, ChoiceToAdd(label, is_other))
    record(actor, "add_choice", choice, question=question.public_id)
    count_asked_gaps(question.forum)
    return choice


def _add_choice(question: SurveyQuestion, to_add: ChoiceToAdd) -> SurveyChoice:
    if to_add.is_other:
        _refuse_second_other(question)
    return SurveyChoice.objects.create(
        question=question,
        label=to_add.label,
        is_other=to_add.is_other,
        position=_next_position(SurveyChoice.objects.filter(question=question)),
    )


@transaction.atomic
def edit_choice(
    actor: Actor, choice: SurveyChoice, *, label: TranslatedText, is_other: bool = False
) -> SurveyChoice:
    """Edit a choice. Its text box stays as long as somebody has written in it."""
    if is_other and not choice.is_other:
        _refuse_second_other(choice.question)
    if choice.is_other and not is_other and Voice.objects.filter(question=choice.question).exists():
        raise Refused(_("People have already written in the text box, so it can't be removed."))
    choice.label, choice.is_other = label, is_other
    choice.save(update_fields=["label", "is_other"])
    is_answered = SurveyAnswer.objects.filter(choices=choice).exists()
    record(actor, "edit_choice", choice, is_answered=is_answered)
    count_asked_gaps(choice.question.forum)
    return choice


@transaction.atomic
def remove_choice(actor: Actor, choice: SurveyChoice) -> None:
    SurveyQuestion.objects.select_for_update(of=("self",)).get(pk=choice.question_id)
    if SurveyAnswer.objects.filter(choices=choice).exists():
        raise Refused(_("Someone has already selected this choice, so it can't be removed."))
    record(actor, "remove_choice", choice)
    choice.delete()
    count_asked_gaps(choice.question.forum)
