"""Many statements, choices or questions at once: a line each, in every language of the district."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.accounts.models import District
from throughline.listen.actions.survey_questions import ChoiceToAdd
from throughline.listen.actions.voice import MAX_LENGTH
from throughline.listen.forms.words import new_submission
from throughline.ui.fields import TranslatedText
from throughline.ui.forms import Posted, TranslatedTextFormField, Words
from throughline.ui.language import language_name

MOST_LINES = 200
MAX_CHOICE = 200
MARK = re.compile(r"(?:[-*•–·]|\d{1,3}[.)])\s+")
"""A bullet or a number that a list brings with it from another program."""
ELLIPSIS = ("…", "...")
"""The end of a choice with a text box."""


@dataclass(frozen=True)
class Line:
    """One line in each language in which it is written; it is named by its number in the first language."""

    number: int
    texts: Mapping[str, str]

    def text(self, language: str) -> str:
        return self.texts.get(language, "")


class PasteForm(forms.Form):
    """A box for each language. Line by line, the texts belong together; empty lines are left out.

    Nothing is added unless every line is fine, and every line that is not is named.
    """

    def __init__(
        self, posted: Posted = None, *, district: District, label: Words, help_text: Words = "", rows: int = 8
    ) -> None:
        super().__init__(posted, auto_id="paste_%s")
        self.languages = list(district.languages)
        self.source = self.languages[0]
        self.fields["lines"] = TranslatedTextFormField(
            label=label, help_text=help_text, languages=self.languages, rows=rows
        )

    def clean_lines(self) -> list[Line]:
        text: TranslatedText = self.cleaned_data["lines"]
        numbered = {code: _numbered(words) for code, words in text.texts.items() if words.strip()}
        counts = {code: len(lines) for code, lines in numbered.items()}
        if len(set(counts.values())) > 1:
            named = ", ".join(f"{language_name(code)} {n}" for code, n in counts.items())
            raise forms.ValidationError(
                _("Give each line and its translation the same place. Number of lines: %(counts)s.")
                % {"counts": named}
            )
        first = numbered[self.source]
        if len(first) > MOST_LINES:
            raise forms.ValidationError(
                _("These are %(n)s lines. Add %(most)s or fewer at a time.")
                % {"n": len(first), "most": MOST_LINES}
            )
        return [
            Line(number, {code: lines[place][1] for code, lines in numbered.items()})
            for place, (number, _words) in enumerate(first)
        ]

    def translated(self, texts: Mapping[str, str]) -> TranslatedText:
        return TranslatedText(self.source, dict(texts))

    def without_marks(self, lines: Sequence[Line]) -> list[Line]:
        """The lines without bullets or numbers, if every line in a language has one."""
        marked = (
            {code for code in lines[0].texts if all(MARK.match(line.text(code)) for line in lines)}
            if lines
            else set()
        )
        return [
            Line(
                line.number,
                {
                    code: MARK.sub("", words, count=1) if code in marked else words
                    for code, words in line.texts.items()
                },
            )
            for line in lines
        ]

    def problems_of(self, lines: Iterable[Line], *, most: int, known: Collection[str] = ()) -> list[str]:
        """What is wrong with lines that must differ: too long, no words, twice or already in the list."""
        problems, first_on = [], dict[str, int]()
        taken = {_comparable(text) for text in known}
        for line in lines:
            for code, words in line.texts.items():
                if len(words) > most:
                    problems.append(
                        _(
                            "Line %(n)s in %(language)s is too long. Shorten it to %(most)s characters or "
                            "fewer."
                        )
                        % {"n": line.number, "language": language_name(code), "most": most}
                    )
                if not any(sign.isalnum() for sign in words):
                    problems.append(
                        _("Line %(n)s in %(language)s has no words. Write something or remove the line.")
                        % {"n": line.number, "language": language_name(code)}
                    )
            words = _comparable(line.text(self.source))
            if words in first_on:
                problems.append(
                    _("Line %(n)s is the same as line %(first)s. Remove one of them.")
                    % {"n": line.number, "first": first_on[words]}
                )
            elif words in taken:
                problems.append(_("Line %(n)s is already in the list. Remove it.") % {"n": line.number})
            first_on.setdefault(words, line.number)
        return problems


def _numbered(words: str) -> list[tuple[int, str]]:
    """The lines with something on them, by their numbers."""
    lines = ((number, line.strip()) for number, line in enumerate(words.splitlines(), 1))
    return [(number, line) for number, line in lines if line]


def _comparable(words: str) -> str:
    return " ".join(words.casefold().split())


class PasteStatementsForm(PasteForm):
    submission = forms.CharField(
        required=False, max_length=24, initial=new_submission, widget=forms.HiddenInput
    )

    def __init__(self, posted: Posted = None, *, district: District, known: Collection[str] = ()) -> None:
        super().__init__(
            posted,
            district=district,
            label=gettext_lazy("Statements, one on each line"),
            help_text=gettext_lazy(
                "Write each translation on the same line as its original. You can leave out a language."
            ),
        )
        self.known = known

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if "lines" in cleaned:
            lines = self.without_marks(cleaned.pop("lines"))
            for problem in self.problems_of(lines, most=MAX_LENGTH["statement"], known=self.known):
                self.add_error("lines", problem)
            cleaned["statements"] = [self.translated(line.texts) for line in lines]
        return cleaned


class PasteChoicesForm(PasteForm):
    def __init__(
        self, posted: Posted = None, *, district: District, known: Collection[str] = (), has_box: bool = False
    ) -> None:
        super().__init__(
            posted,
            district=district,
            label=gettext_lazy("Choices, one on each line"),
            help_text=gettext_lazy(
                "Write each translation on the same line as its original. End a choice with “…” to add a "
                "text box."
            ),
            rows=6,
        )
        self.known, self.has_box = known, has_box

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if "lines" in cleaned:
            choices, problems = choices_of(self, self.without_marks(cleaned.pop("lines")), self.known)
            if self.has_box and any(choice.is_other for choice in choices):
                problems.append(
                    _("This question already has a choice with a text box. It can have only one.")
                )
            for problem in problems:
                self.add_error("lines", problem)
            cleaned["choices"] = choices
        return cleaned


def choices_of(
    form: PasteForm, lines: Sequence[Line], known: Collection[str] = ()
) -> tuple[list[ChoiceToAdd], list[str]]:
    """The choices on some lines, and what is wrong with them. Dots at the end of one mean a text box."""
    bare, choices = [], []
    for line in lines:
        is_other = line.text(form.source).endswith(ELLIPSIS)
        texts = {
            code: words.rstrip("….").rstrip() if is_other else words for code, words in line.texts.items()
        }
        bare.append(Line(line.number, texts))
        choices.append(ChoiceToAdd(form.translated(texts), is_other))
    problems = form.problems_of(bare, most=MAX_CHOICE, known=known)
    boxes = [line for line, choice in zip(lines, choices, strict=True) if choice.is_other]
    problems += [
        _("Line %(n)s is a second choice with a text box. A question can have only one.") % {"n": line.number}
        for line in boxes[1:]
    ]
    return choices, problems
