"""Answers to a survey, each saved when it is given."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.actions.contributor import lock_contributor
from throughline.listen.actions.voice import check_is_open, receive, rewrite, withdraw_voice
from throughline.listen.models import (
    Contributor,
    SurveyAnswer,
    SurveyQuestion,
    Voice,
    VoiceKind,
    VoiceState,
)
from throughline.listen.queries.question_kinds import Stored, kind_of
from throughline.listen.queries.survey import required_unanswered


@transaction.atomic
def save_survey_answer(
    actor: Actor, question: SurveyQuestion, *, stored: Stored, language: str, token: str
) -> Voice | None:
    """Save the answer to one question; an empty one removes it. Return the voice if there is a text.

    A required question may be emptied too: then the survey cannot be finished, but nothing is kept that
    somebody took back.
    """
    check_is_open(question.forum)
    contributor = lock_contributor(actor, question.forum, token=token, language=language)
    for name, value in kind_of(question).about_contributor(stored).items():
        setattr(contributor, name, value)
        contributor.save(update_fields=[name])
    _save_answer(actor, contributor, question, stored)
    if kind_of(question).may_have_words(question):
        return _save_words(actor, contributor, question, text=stored.text, language=language, token=token)
    return None


def _save_answer(actor: Actor, contributor: Contributor, question: SurveyQuestion, stored: Stored) -> None:
    answer = SurveyAnswer.objects.filter(contributor=contributor, question=question).first()
    if stored.is_only_text:
        if answer is not None:
            answer.delete()
            record(actor, "take_survey_answer_back", contributor, question=question.public_id)
        return
    if answer is None:
        answer = SurveyAnswer(forum=question.forum, contributor=contributor, question=question)
    answer.number, answer.school, answer.word = stored.number, stored.school, stored.word
    answer.is_declined = stored.is_declined
    answer.at = timezone.now()
    answer.save()
    answer.choices.set(stored.choices)
    record(actor, "save_survey_answer", contributor, question=question.public_id)


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
    """Refuse while a required question has no answer; whatever is saved stays saved."""
    check_is_open(forum)
    contributor = lock_contributor(actor, forum, token=token, language=language)
    missing = required_unanswered(forum, contributor)
    if missing:
        raise Refused(
            _("Answer this required question before you submit: %(question)s")
            % {"question": missing[0].prompt}
        )
    if contributor.finished_at is None:
        contributor.finished_at = timezone.now()
        contributor.save(update_fields=["finished_at"])
        record(actor, "finish_survey", contributor)
    return contributor
