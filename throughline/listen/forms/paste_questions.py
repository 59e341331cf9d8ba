"""A whole survey as text: a question on a line, its choices or its scale on the lines below it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.accounts.models import District
from throughline.listen.actions.survey_questions import QuestionFields, QuestionToAdd
from throughline.listen.forms.paste import Line, PasteForm, choices_of
from throughline.listen.models import QuestionKind
from throughline.ui.forms import Posted
from throughline.ui.language import language_name

MAX_QUESTION = 500
TOP = 10
SCALE = re.compile(
    r"(?:(?:from|de|del)\s+)?(\d{1,2})(?:\s*[-–—]\s*|\s+(?:to|through|al?|hasta)\s+)(\d{1,2})"
    r"(?:\s*:?\s+(\S.*?)\s*/\s*(\S.*))?",
    re.IGNORECASE,
)
BOX = re.compile(r"(?:\+|\[\s?\])\s*(\S.*)")
DASH = re.compile(r"[-*•–]\s*(\S.*)")
NUMBER = re.compile(r"\d{1,3}[.)]\s+")
REQUIRED = re.compile(r"\s*\*$")


@dataclass(frozen=True)
class Part:
    """What a line is: a question, a choice of one (`-`) or several (`+` or `[ ]`) answers, or a scale."""

    kind: str
    words: str


@dataclass
class Block:
    """A question with the lines below it."""

    line: Line
    is_required: bool = False
    choices: list[tuple[str, Line]] = field(default_factory=list)
    scales: list[Line] = field(default_factory=list)


def part_of(words: str) -> Part:
    if SCALE.fullmatch(words):
        return Part("scale", words)
    if found := BOX.fullmatch(words):
        return Part("several", found[1])
    if found := DASH.fullmatch(words):
        return Part("one", found[1])
    return Part("question", words)


class PasteQuestionsForm(PasteForm):
    def __init__(self, posted: Posted = None, *, district: District, known: Collection[str] = ()) -> None:
        super().__init__(
            posted,
            district=district,
            label=gettext_lazy("Questions, one on each line, with their choices below"),
            help_text=gettext_lazy(
                "Write each translation on the same line as its original. You can leave out a language."
            ),
            rows=14,
        )
        self.known = known

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if "lines" in cleaned:
            lines = cleaned.pop("lines")
            problems = self._unlike(lines)
            questions: list[QuestionToAdd] = []
            if not problems:
                blocks, problems = self._blocks(lines)
                problems += self.problems_of(
                    [block.line for block in blocks], most=MAX_QUESTION, known=self.known
                )
                questions = [self._question(block, problems) for block in blocks]
            for problem in problems:
                self.add_error("lines", problem)
            cleaned["questions"] = questions
        return cleaned

    def _unlike(self, lines: Sequence[Line]) -> list[str]:
        """The lines that are a question in one language and a choice in another."""
        return [
            _(
                "Line %(n)s isn't the same in %(source)s and %(language)s: a question, a choice or a scale "
                "must be the same in both."
            )
            % {"n": line.number, "source": language_name(self.source), "language": language_name(code)}
            for line in lines
            for code, words in line.texts.items()
            if part_of(words).kind != part_of(line.text(self.source)).kind
        ]

    def _blocks(self, lines: Sequence[Line]) -> tuple[list[Block], list[str]]:
        blocks: list[Block] = []
        problems: list[str] = []
        questions = [line for line in lines if part_of(line.text(self.source)).kind == "question"]
        is_numbered = bool(questions) and all(NUMBER.match(line.text(self.source)) for line in questions)
        for line in lines:
            kind = part_of(line.text(self.source)).kind
            bare = Line(line.number, {code: part_of(words).words for code, words in line.texts.items()})
            if kind == "question":
                blocks.append(self._begun(line, is_numbered))
            elif not blocks:
                problems.append(
                    _("Line %(n)s is a choice or a scale. Write its question on a line above it.")
                    % {"n": line.number}
                )
            elif kind == "scale":
                blocks[-1].scales.append(line)
            else:
                blocks[-1].choices.append((kind, bare))
        return blocks, problems

    def _begun(self, line: Line, is_numbered: bool) -> Block:
        texts = {
            code: REQUIRED.sub("", NUMBER.sub("", words, count=1) if is_numbered else words)
            for code, words in line.texts.items()
        }
        return Block(Line(line.number, texts), bool(REQUIRED.search(line.text(self.source))))

    def _question(self, block: Block, problems: list[str]) -> QuestionToAdd:
        """The question of a block; what is wrong with it is added to `problems`."""
        fields = QuestionFields(prompt=self.translated(block.line.texts), is_required=block.is_required)
        n = block.line.number
        if block.scales:
            if block.choices or len(block.scales) > 1:
                problems.append(
                    _("The question on line %(n)s can have one scale or a list of choices, not both.")
                    % {"n": n}
                )
            fields.update(self._scale(block.scales[0], problems))
            return QuestionToAdd(QuestionKind.SCALE, fields)
        if not block.choices:
            return QuestionToAdd(QuestionKind.TEXT, fields)
        marks = {mark for mark, _line in block.choices}
        if len(marks) > 1:
            problems.append(
                _("Start all choices of the question on line %(n)s with the same mark, “-” or “+”.")
                % {"n": n}
            )
        if len(block.choices) == 1:
            problems.append(_("The question on line %(n)s has only one choice. Add another.") % {"n": n})
        choices, wrong = choices_of(self, [line for _mark, line in block.choices])
        problems += wrong
        kind = QuestionKind.MULTIPLE if "several" in marks else QuestionKind.SINGLE
        return QuestionToAdd(kind, fields, choices)

    def _scale(self, line: Line, problems: list[str]) -> QuestionFields:
        found = {code: SCALE.fullmatch(words) for code, words in line.texts.items()}
        first = found[self.source]
        assert first is not None
        low, high = int(first[1]), int(first[2])
        if any(match and (match[1], match[2]) != (first[1], first[2]) for match in found.values()):
            problems.append(_("Line %(n)s has different scales in two languages.") % {"n": line.number})
        if not low < high <= TOP:
            problems.append(
                _("The scale on line %(n)s must go up, to %(top)s at most.") % {"n": line.number, "top": TOP}
            )
        ends = [
            self.translated({code: match[end] for code, match in found.items() if match and match[end]})
            for end in (3, 4)
        ]
        return QuestionFields(
            scale_from=low, scale_to=high, scale_low_label=ends[0], scale_high_label=ends[1]
        )
