from django import forms
from django.utils.translation import gettext_lazy

from throughline.convene.models import StorylineStep
from throughline.ui.forms import TranslatedTextFormField


class StorylineForm(forms.Form):
    title = TranslatedTextFormField(label=gettext_lazy("What happens"), rows=1)
    when = TranslatedTextFormField(
        label=gettext_lazy("When"),
        help_text=gettext_lazy(
            "For example: “spring” or “after the holidays.” This doesn't open or close any forum."
        ),
        rows=1,
        required=False,
    )

    @staticmethod
    def initial_of(step: StorylineStep) -> dict[str, object]:
        return {"title": step.title, "when": step.when}
