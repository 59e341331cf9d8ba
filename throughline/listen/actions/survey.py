"""Answers to a survey, each saved when it is given, and the questions that staff edit."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record, swap_with_neighbor
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.actions.contributor import lock_contributor
from throughline.listen.actions.voice import check_is_open, receive, rewrite, withdraw_voice
from throughline.listen.models import (
    Contributor,
    SurveyAnswer,
    SurveyChoice,
    SurveyQuestion,
    Voice,
    VoiceKind,
    VoiceState,
)
from throughline.listen.queries.question_kinds import Stored, kind_of
from throughline.ui.fields import TranslatedText


@transaction.atomic
def save_survey_answer(
    actor: Actor, question: SurveyQuestion, *, stored: Stored, language: str, token: str
) -> Voice | None:
    """Save the answer to one question; an empty one removes it. Return the voice if it is a text."""
    check_is_open(question.forum)
    contributor = lock_contributor(actor, question.forum, token=token, language=language)
    if kind_of(question).is_in_words:
        return _save_words(actor, contributor, question, text=stored.text, language=language, token=token)
    for name, value in kind_of(question).about_contributor(stored).items():
        setattr(contributor, name, value)
        contributor.save(update_fields=[name])
    answer = SurveyAnswer.objects.filter(contributor=contributor, question=question).first()
    if stored.is_nothing:
        if answer is not None:
            answer.delete()
            record(actor, "take_survey_answer_back", contributor, question=question.public_id)
        return None
    if answer is None:
        answer = SurveyAnswer(forum=question.forum, contributor=contributor, question=question)
    answer.number, answer.school, answer.word = stored.number, stored.school, stored.word
    answer.at = timezone.now()
    answer.save()
    answer.choices.set(stored.choices)
    record(actor, "save_survey_answer", contributor, question=question.public_id)
    return None


def _save_words(
    actor: Actor, contributor: Contributor, question: SurveyQuestion, *, text: str, language: str, token: str
) -> Voice | None:
    voice = (
        Voice.objects.select_related("forum__cycle")
        .filter(contributor=contributor, question=question)
        .first()
    )
    if voice is not None:
        if text:
            return rewrite(actor, voice, "save_survey_answer", text=text, language=language)
        if voice.state != VoiceState.WITHDRAWN:
            withdraw_voice(actor, voice)
        return None
    if not text:
        return None
    return receive(
        actor,
        question.forum,
        "save_survey_answer",
        kind=VoiceKind.SURVEY_TEXT,
        text=text,
        language=language,
        contributor=contributor,
        secret=token,
        question=question,
    )


@transaction.atomic
def finish_survey(actor: Actor, forum: Forum, *, token: str, language: str = "") -> Contributor:
    check_is_open(forum)
    contributor = lock_contributor(actor, forum, token=token, language=language)
    if contributor.finished_at is None:
        contributor.finished_at = timezone.now()
        contributor.save(update_fields=["finished_at"])
        record(actor, "finish_survey", contributor)
    return contributor


# Questions


@transaction.atomic
def add_question(
    actor: Actor,
    forum: Forum,
    *,
    kind: str,
    prompt: TranslatedText,
    hint: TranslatedText | None = None,
    scale_from: int = 1,
    scale_to: int = 5,
    scale_low_label: TranslatedText | None = None,
    scale_high_label: TranslatedText | None = None,
) -> SurveyQuestion:
    last = SurveyQuestion.objects.filter(forum=forum).aggregate(last=Max("position"))["last"]
    question = SurveyQuestion.objects.create(
        forum=forum,
        position=0 if last is None else last + 1,
        kind=kind,
        prompt=prompt,
        hint=hint or TranslatedText(),
        scale_from=scale_from,
        scale_to=scale_to,
        scale_low_label=scale_low_label or TranslatedText(),
        scale_high_label=scale_high_label or TranslatedText(),
    )
    record(actor, "add_question", question, forum=forum.public_id, kind=kind)
    return question


def has_answers(question: SurveyQuestion) -> bool:
    return (
        SurveyAnswer.objects.filter(question=question).exists()
        or Voice.objects.filter(question=question).exists()
    )


@transaction.atomic
def edit_question(
    actor: Actor,
    question: SurveyQuestion,
    *,
    prompt: TranslatedText,
    hint: TranslatedText | None = None,
    scale_from: int | None = None,
    scale_to: int | None = None,
    scale_low_label: TranslatedText | None = None,
    scale_high_label: TranslatedText | None = None,
) -> SurveyQuestion:
    """Edit a question's texts. The steps of a scale cannot change once somebody has answered on them."""
    is_answered = has_answers(question)
    steps = (
        question.scale_from if scale_from is None else scale_from,
        question.scale_to if scale_to is None else scale_to,
    )
    if is_answered and steps != (question.scale_from, question.scale_to):
        raise Refused(_("People have already answered on this scale, so its values can't be changed."))
    question.scale_from, question.scale_to = steps
    question.prompt = prompt
    question.hint = hint or TranslatedText()
    question.scale_low_label = scale_low_label or TranslatedText()
    question.scale_high_label = scale_high_label or TranslatedText()
    question.save()
    record(actor, "edit_question", question, is_answered=is_answered)
    return question


@transaction.atomic
def move_question(actor: Actor, question: SurveyQuestion, *, is_up: bool) -> None:
    """Move a question one place up or down; at either end of the list nothing changes."""
    questions = SurveyQuestion.objects.select_for_update(of=("self",)).filter(forum=question.forum)
    position = swap_with_neighbor(questions, question, is_up=is_up)
    if position is not None:
        record(actor, "move_question", question, position=position)


@transaction.atomic
def remove_question(actor: Actor, question: SurveyQuestion) -> None:
    SurveyQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if has_answers(question):
        raise Refused(_("People have already answered this question, so it can't be removed."))
    record(actor, "remove_question", question)
    question.delete()


@transaction.atomic
def add_choice(actor: Actor, question: SurveyQuestion, *, label: TranslatedText) -> SurveyChoice:
    last = question.choices.aggregate(last=Max("position"))["last"]
    choice = SurveyChoice.objects.create(
        question=question, label=label, position=0 if last is None else last + 1
    )
    record(actor, "add_choice", choice, question=question.public_id)
    return choice


@transaction.atomic
def edit_choice(actor: Actor, choice: SurveyChoice, *, label: TranslatedText) -> SurveyChoice:
    choice.label = label
    choice.save(update_fields=["label"])
    is_answered = SurveyAnswer.objects.filter(choices=choice).exists()
    record(actor, "edit_choice", choice, is_answered=is_answered)
    return choice


@transaction.atomic
def remove_choice(actor: Actor, choice: SurveyChoice) -> None:
    SurveyQuestion.objects.select_for_update(of=("self",)).get(pk=choice.question_id)
    if SurveyAnswer.objects.filter(choices=choice).exists():
        raise Refused(_("Someone has already selected this choice, so it can't be removed."))
    record(actor, "remove_choice", choice)
    choice.delete()
