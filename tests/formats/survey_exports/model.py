"""A survey, people's answers, and what a reader must find in an export of them, in no tool's terms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

Kind = Literal["text", "single", "multiple", "scale"]
State = Literal["complete", "incomplete", "preview"]

# The choices of several, one choice or a text, a number of a scale. None: not answered.
Value = tuple[str, ...] | str | int | None


@dataclass(frozen=True)
class Choice:
    """An answer to choose; `code` is its name where a tool exports names (no spaces)."""

    text: str
    code: str


@dataclass(frozen=True)
class Question:
    """A question. A scale has either `rows` (a matrix, whose columns are `choices`) or numbers from 0 to 10.

    `other` is the label of the choice that lets people type, `group` the section of the form (a name without
    spaces), `code` the name of the question where a tool exports names.
    """

    code: str
    kind: Kind
    wording: str
    choices: tuple[Choice, ...] = ()
    other: str = ""
    rows: tuple[Choice, ...] = ()
    group: str = ""

    @property
    def is_yes_no(self) -> bool:
        return [choice.code for choice in self.choices] == ["yes", "no"]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(choice.text for choice in self.choices)


@dataclass(frozen=True)
class Survey:
    title: str
    questions: tuple[Question, ...]
    group_labels: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """The answer to one question; which fields count depends on its kind. `rows` is by code of the row."""

    chosen: tuple[str, ...] = ()
    other: str = ""
    number: int = 0
    text: str = ""
    rows: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Person:
    """Somebody's answers by the code of the question; a question without one was not answered.

    `finished_at` is when a person who did not complete the survey (`is_complete`) did the last thing in it.
    """

    number: int
    started_at: datetime
    finished_at: datetime
    language: str
    answers: Mapping[str, Answer]
    is_complete: bool = True

    @property
    def email(self) -> str:
        return f"person{self.number}@example.org"

    @property
    def ip_address(self) -> str:
        return f"192.0.2.{self.number}"

    def has_seen(self, survey: Survey, question: Question) -> bool:
        """Whether the person came as far as the question: those who left saw up to their last answer."""
        codes = [each.code for each in survey.questions]
        last = max((codes.index(code) for code in self.answers), default=-1)
        return self.is_complete or codes.index(question.code) <= last


@dataclass(frozen=True)
class ExpectedQuestion:
    """A question as a reader must find it.

    Parameters
    ----------
    wording
        The question as the file shows it, without what the tool adds; empty where the file does not carry it.
    headers
        The cells of the header rows over its first column, as they stand in the file.
    columns
        Indexes of its columns from 0, in the order of the file.
    choices
        Labels that the file itself names (columns of choices); empty where only answers name them.
    is_ambiguous
        The answers cannot be split with certainty by the file alone: a choice contains the separator.
    """

    wording: str
    headers: tuple[str, ...]
    kind: Kind
    columns: tuple[int, ...]
    choices: tuple[str, ...] = ()
    is_ambiguous: bool = False


@dataclass(frozen=True)
class ExpectedPerson:
    """One row of people.

    `answers` are parallel to the questions; `other` is what was typed in a column of its own, by the index of
    the question. A question with several choices of which none was chosen is None: few files tell whether it
    was seen. `finished_at` is naive where the file carries no zone, None where it carries no date.
    """

    finished_at: datetime | None
    answers: tuple[Value, ...]
    other: Mapping[int, str]
    state: State = "complete"


@dataclass(frozen=True)
class Expected:
    """What a perfect reader finds; `own_columns` are all that are no questions, personal ones included."""

    tool: str
    header_rows: int
    finished_column: str
    questions: tuple[ExpectedQuestion, ...]
    people: tuple[ExpectedPerson, ...]
    own_columns: tuple[str, ...]
    personal_columns: tuple[str, ...]

    def by_wording(self, index: int) -> dict[str, Value]:
        """The answers of the person in a row by the wording of the question; without wording, none."""
        pairs = zip(self.questions, self.people[index].answers, strict=True)
        return {question.wording: value for question, value in pairs if question.wording}


AGREEMENT = (
    Choice("Strongly disagree", "1"),
    Choice("Disagree", "2"),
    Choice("Neutral", "3"),
    Choice("Agree", "4"),
    Choice("Strongly agree", "5"),
)

SURVEY = Survey(
    title="Community survey 2026",
    group_labels={"about": "About you", "views": "Your views"},
    questions=(
        Question(
            "role",
            "single",
            "Which describes you best, in relation to the district?",
            (
                Choice("Parent or guardian", "parent"),
                Choice("Student", "student"),
                Choice("Staff member", "staff"),
                Choice("Neighbor, no children in school", "neighbor"),
            ),
            other="Other",
            group="about",
        ),
        Question(
            "priorities",
            "multiple",
            'What matters most for "good" schools? (Choose all that apply)',
            (
                Choice("Smaller classes", "classes"),
                Choice("Arts, music, and theater", "arts"),
                Choice("Safe routes to school (walking & biking)", "routes"),
                Choice("Language classes: español / English", "languages"),
                Choice("Later start times", "later"),
            ),
            other="Other",
            group="views",
        ),
        Question(
            "event",
            "single",
            "Did you attend a school event this year?",
            (Choice("Yes", "yes"), Choice("No", "no")),
            group="about",
        ),
        Question(
            "recommend", "scale", "How likely are you to recommend our schools (0 to 10)?", group="views"
        ),
        Question(
            "agree",
            "scale",
            "How much do you agree?",
            AGREEMENT,
            rows=(
                Choice("I feel welcome at school", "welcome"),
                Choice("I know whom to ask, when something is wrong", "ask"),
            ),
            group="views",
        ),
        Question(
            "contact",
            "multiple",
            "¿En qué idiomas prefiere recibir información?",
            (
                Choice("Español", "es"),
                Choice("English", "en"),
                Choice("Tiếng Việt", "vi"),
                Choice("العربية", "ar"),
            ),
        ),
        Question("comment", "text", "Is there anything else?\nPlease do not write names."),
        Question("word", "text", "One word for our schools"),
    ),
)

ROLES = {choice.code: choice.text for choice in SURVEY.questions[0].choices}
PRIORITIES = {choice.code: choice.text for choice in SURVEY.questions[1].choices}
CONTACT = {choice.code: choice.text for choice in SURVEY.questions[5].choices}
LABELS = {choice.code: choice.text for choice in AGREEMENT}


def answers(
    role: str = "",
    priorities: str = "",
    event: str = "",
    recommend: int | None = None,
    agree: str = "",
    contact: str = "",
    comment: str = "",
    word: str = "",
    typed_role: str = "",
    typed_priority: str = "",
) -> dict[str, Answer]:
    """Answers from codes: `priorities` and `contact` are codes joined by spaces, `agree` two digits or -."""
    given: dict[str, Answer] = {}
    if role or typed_role:
        given["role"] = Answer(chosen=(ROLES[role],) if role else (), other=typed_role)
    if priorities or typed_priority:
        chosen = tuple(PRIORITIES[code] for code in priorities.split())
        given["priorities"] = Answer(chosen=chosen, other=typed_priority)
    if event:
        given["event"] = Answer(chosen=(event,))
    if recommend is not None:
        given["recommend"] = Answer(number=recommend)
    if agree:
        rows = {
            row: LABELS[digit] for row, digit in zip(("welcome", "ask"), agree, strict=True) if digit != "-"
        }
        given["agree"] = Answer(rows=rows)
    if contact:
        given["contact"] = Answer(chosen=tuple(CONTACT[code] for code in contact.split()))
    if comment:
        given["comment"] = Answer(text=comment)
    if word:
        given["word"] = Answer(text=word)
    return given


def person(
    number: int, finished_at: str, language: str, given: dict[str, Answer], left: bool = False
) -> Person:
    """A person who took some minutes and finished (or left) at a moment in UTC."""
    finished = datetime.fromisoformat(finished_at).replace(tzinfo=UTC)
    started = finished - timedelta(minutes=2 + number, seconds=7 * number)
    return Person(number, started, finished, language, given, is_complete=not left)


# Nobody chose "Later start times"; person 2 chose all others; person 4 answered nothing; person 9 left.
# In Denver the clocks were put forward on March 8, 2026.
PEOPLE = (
    person(1, "2026-03-06T16:05:07", "en", answers("parent", "arts", "Yes", 9, "45", "en", word="Caring")),
    person(
        2,
        "2026-03-06T19:30:00",
        "es",
        answers(
            "parent",
            "classes arts routes languages",
            "No",
            10,
            "54",
            "es en vi ar",
            'Me gusta "mucho" la escuela.\nGracias, señora Núñez.\n\nAdiós; hasta pronto',
            "Bienvenidos",
            typed_priority="Comida, más sana",
        ),
    ),
    person(
        3, "2026-03-07T06:59:59", "en", answers("student", "arts routes", "No", 0, "1-", "en", "-", "N/A")
    ),
    person(4, "2026-03-08T08:30:00", "en", {}),
    person(5, "2026-03-08T09:30:00", "en", answers("neighbor", "classes", "Yes", 5, "33", "", "No", "0")),
    person(
        6,
        "2026-03-09T18:00:00",
        "en",
        answers(typed_role="Grandmother, retired", typed_priority="Buses", event="Yes", recommend=8),
    ),
    person(
        7, "2026-03-12T12:15:30", "vi", answers("staff", "languages", "No", 7, "22", "vi", "Cảm ơn", "Tốt")
    ),
    person(
        8, "2026-03-13T23:45:01", "ar", answers("parent", "routes", "Yes", 6, "55", "ar en", "شكرا", "جيد")
    ),
    person(9, "2026-03-14T01:02:03", "en", answers("parent", "classes", "No"), left=True),
    person(10, "2026-03-14T19:07:08", "en", answers("staff", "classes routes", "No", 10, "-2", "en es")),
    person(11, "2026-03-25T00:00:00", "en", answers(recommend=0, comment="None", word="+1 for later buses")),
    person(
        12, "2026-03-31T05:59:00", "es", answers("parent", "arts", "Yes", 10, "44", "es", "¡Sí!", "Corazón ❤")
    ),
)
