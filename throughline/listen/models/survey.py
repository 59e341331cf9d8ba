from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin
from throughline.ui.fields import TranslatedTextField


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("Multiple choice (one answer)")
    MULTIPLE = "multiple", _("Checkboxes (several answers)")
    SCALE = "scale", _("Scale")
    TEXT = "text", _("Written answer")
    SCHOOL = "school", _("School")
    ROLE = "role", _("Role (such as parent or student)")
    LANGUAGE = "language", _("Language spoken at home")


class SurveyQuestion(PublicIdMixin, DistrictRow):
    """A question of a short survey, or the one question of an open-question forum."""

    forum = models.ForeignKey("convene.Forum", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=QuestionKind)
    prompt = TranslatedTextField()
    hint = TranslatedTextField(blank=True)
    scale_from = models.SmallIntegerField(default=1)
    scale_to = models.SmallIntegerField(default=5)
    scale_low_label = TranslatedTextField(blank=True)
    scale_high_label = TranslatedTextField(blank=True)
    foreign_name = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scale_to__gt=models.F("scale_from")), name="survey_scale_goes_up"
            ),
        ]


class SurveyChoice(PublicIdMixin, DistrictRow):
    question = models.ForeignKey(SurveyQuestion, on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField(default=0)
    label = TranslatedTextField()

    class Meta:
        ordering = ["position", "id"]


class SurveyAnswer(DistrictRow):
    """One contributor's answer to one question; a written answer is a Voice instead."""

    forum = models.ForeignKey("convene.Forum", on_delete=models.CASCADE, related_name="+")
    contributor = models.ForeignKey("listen.Contributor", on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(SurveyQuestion, on_delete=models.CASCADE, related_name="answers")
    choices: "models.ManyToManyField[SurveyChoice, AnswerChoice]" = models.ManyToManyField(
        SurveyChoice, through="AnswerChoice", blank=True, related_name="+"
    )
    number = models.SmallIntegerField(null=True, blank=True)
    school = models.ForeignKey(
        "accounts.School", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    word = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contributor", "question"], name="survey_answer_once_a_question"),
        ]


class AnswerChoice(DistrictRow):
    """A choice that was selected in an answer."""

    answer = models.ForeignKey(SurveyAnswer, on_delete=models.CASCADE, related_name="+")
    choice = models.ForeignKey(SurveyChoice, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "choice"], name="answer_choice_once")]
