from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from throughline.listen.models import Voice
from throughline.ui.forms import Initial, Posted


class SpanForm(forms.Form):
    """Finds the span of some exact words in a text. `span` is None for the whole text."""

    words = forms.CharField(
        label=_("Exact words"),
        help_text=_("Copy the words exactly. To use the whole comment, leave this empty."),
        widget=forms.Textarea(attrs={"rows": 2, "data-span-words": ""}),
        required=False,
        strip=False,
        max_length=20_000,
    )
    start = forms.IntegerField(widget=forms.HiddenInput(attrs={"data-span-start": ""}), required=False)

    def __init__(self, posted: Posted = None, *, voice: Voice, initial: Initial = None) -> None:
        super().__init__(posted, initial=initial)
        self.voice = voice
        self.span: tuple[int, int] | None = None

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        self.span = self._find(_with_plain_line_ends(cleaned.get("words") or ""), cleaned.get("start"))
        return cleaned

    @property
    def start_and_end(self) -> tuple[int, int] | tuple[None, None]:
        return self.span or (None, None)

    def _find(self, words: str, start: int | None) -> tuple[int, int] | None:
        text = self.voice.text
        if not words.strip() or words.strip() == text.strip():
            return None
        if start is not None and text[start : start + len(words)] == words:
            return start, start + len(words)
        words = words.strip()
        n_found = text.count(words)
        if n_found == 1:
            return text.index(words), text.index(words) + len(words)
        if n_found == 0:
            self.add_error("words", _("These words aren't in the comment. Copy them exactly."))
        else:
            sentence = ngettext(
                "These words appear %(n)s time in the comment. Include a few more of the words around them.",
                "These words appear %(n)s times in the comment. Include a few more of the words around them.",
                n_found,
            )
            self.add_error("words", sentence % {"n": n_found})
        return None


def _with_plain_line_ends(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n")
