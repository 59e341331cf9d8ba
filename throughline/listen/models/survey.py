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


ABOUT_THE_PERSON = (QuestionKind.SCHOOL.value, QuestionKind.ROLE.value, QuestionKind.LANGUAGE.value)
"""Kinds of question about who answers. They are never required."""


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
    is_required = models.BooleanField(default=False)
    is_protected_topic = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scale_to__gt=models.F("scale_from")), name="survey_scale_goes_up"
            ),
            models.CheckConstraint(
                condition=models.Q(is_required=False)
                | (models.Q(is_protected_topic=False) & ~models.Q(kind__in=ABOUT_THE_PERSON)),
                name="survey_never_required_about_people",
            ),
        ]

    @property
    def is_about_the_person(self) -> bool:
        return self.kind in ABOUT_THE_PERSON

    @property
    def may_be_declined(self) -> bool:
        """Whether "Prefer not to say" is among the answers; then the question is never required."""
        return self.is_protected_topic or self.is_about_the_person


class SurveyChoice(PublicIdMixin, DistrictRow):
    question = models.ForeignKey(SurveyQuestion, on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField(default=0)
    label = TranslatedTextField()
    is_other = models.BooleanField(default=False)
    """Whoever selects it may write something, which is a voice of the question."""

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["question"], condition=models.Q(is_other=True), name="survey_one_other_choice"
            ),
        ]


class SurveyAnswer(DistrictRow):
    """One contributor's answer to one question; a written answer is a Voice instead.

    If they prefer not to say, it holds nothing else, and no table counts it.
    """

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
    is_declined = models.BooleanField(default=False)

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
