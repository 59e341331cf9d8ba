"""Copying a forum or a cycle."""

from django import forms
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle
from throughline.listen.forms.imports import CycleField
from throughline.ui.fields import TranslatedText
from throughline.ui.forms import Initial, Posted, TranslatedTextFormField


def title_of_copy(title: TranslatedText) -> TranslatedText:
    """“Copy of …” in each language in which the title is written."""
    texts = {}
    for code, text in title.texts.items():
        with override(code):
            texts[code] = gettext("Copy of %(title)s") % {"title": text}
    return TranslatedText(title.source_language, texts)


class CopyCycleForm(forms.Form):
    title = TranslatedTextFormField(label=_("Title of the copy"), rows=1)


class CopyForumForm(CopyCycleForm):
    cycle = CycleField()

    def __init__(self, posted: Posted = None, *, actor: Actor, initial: Initial = None) -> None:
        super().__init__(posted, initial=initial)
        self.cycles: dict[str, Cycle] = self.fields["cycle"].offer(actor)  # type: ignore[attr-defined]

    def clean_cycle(self) -> Cycle:
        return self.cycles[self.cleaned_data["cycle"]]
