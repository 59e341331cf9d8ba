"""The files of `sample`: the demo district's texts, in both languages, and its numbers."""

import json
from importlib.resources import files
from typing import Any, NotRequired, TypedDict

from throughline.ui.fields import TranslatedText


class InBoth(TypedDict):
    en: str
    es: str


class Statement(InBoth):
    agree: list[float]


class Answer(TypedDict):
    text: str
    language: str
    role: str
    codes: list[str]
    quote: NotRequired[bool]
    translation: NotRequired[str]


class School(TypedDict):
    name: str
    level: str
    state_id: str
    students: int
    latitude: float
    longitude: float


class Person(TypedDict):
    name: str
    email: str
    role: str
    language: NotRequired[str]
    school: NotRequired[str]


class District(TypedDict):
    """`sample/district.json`."""

    slug: str
    name: str
    state: str
    nces_id: str
    state_id: str
    contact: str
    schools: list[School]
    people: list[Person]


class Cycle(TypedDict):
    title: InBoth
    decision: InBoth
    decider: InBoth
    decided_when: InBoth
    already_fixed: InBoth
    asked_of_people: InBoth
    promise: str
    staff_hours_a_week: str


class Step(TypedDict):
    title: InBoth
    when: InBoth
    is_done: bool


class Question(TypedDict):
    kind: str
    prompt: InBoth
    choices: NotRequired[list[InBoth]]


class Table(TypedDict):
    label: str
    language: str


class Meeting(TypedDict):
    """When and where a meeting takes place; the times are 24-hour times on the district's clock."""

    in_days: int
    starts: str
    ends: str
    place: InBoth


class Forum(TypedDict):
    """A meeting has `meets`; every other forum is open from `opens_in_days` through `closes_in_days`."""

    title: InBoth
    opens_in_days: int
    closes_in_days: NotRequired[int]
    meets: NotRequired[Meeting]
    introduction: NotRequired[InBoth]
    ready_question: NotRequired[str]
    questions: NotRequired[list[Question]]
    tables: NotRequired[list[Table]]


class Finding(TypedDict):
    """`statements` are indices in the forum's list; answers with the code `quotes` are quoted."""

    sentence: InBoth
    explanation: InBoth
    statements: NotRequired[list[int]]
    codes: NotRequired[list[str]]
    quotes: str
    runs: NotRequired[list[str]]


class Response(TypedDict):
    kind: str
    vote: str
    reason: InBoth
    changes: NotRequired[InBoth]


class Directive(TypedDict):
    sentence: InBoth
    response: Response


class Progress(TypedDict):
    days_ago: int
    status: str
    value: int
    sentence: InBoth


class Action(TypedDict):
    title: InBoth
    owner: str
    due_in_days: int
    measure: InBoth
    target: int
    progress: list[Progress]


class Initiative(TypedDict):
    """`directives` are indices in the list of directives; `level` is that of the schools it is for."""

    title: InBoth
    state: str
    owner: str
    description: NotRequired[InBoth]
    directives: NotRequired[list[int]]
    level: NotRequired[str]
    pilot_question: NotRequired[InBoth]
    pilot_ends_in_days: NotRequired[int]
    required_by: NotRequired[str]
    is_public: NotRequired[bool]
    actions: NotRequired[list[Action]]


class FinishedCycle(TypedDict):
    cycle: Cycle
    steps: list[Step]
    forums: dict[str, Forum]
    who_is_missing: InBoth
    findings: list[Finding]
    decided_by: InBoth
    directives: list[Directive]
    initiatives: list[Initiative]
    end_note: InBoth


class Waiting(TypedDict):
    text: str
    language: str


class OpenCycle(TypedDict):
    cycle: Cycle
    forums: dict[str, Forum]
    waiting: list[Waiting]


class Stories(TypedDict):
    """`sample/story.json`."""

    finished: FinishedCycle
    half_way: OpenCycle


def read(name: str) -> Any:
    return json.loads(files("sample").joinpath(f"{name}.json").read_text(encoding="utf-8"))


def translated(texts: InBoth) -> TranslatedText:
    return TranslatedText("en", {"en": texts["en"], "es": texts["es"]}, {"en": True, "es": True})


def translated_or_none(texts: InBoth | None) -> TranslatedText | None:
    return None if texts is None else translated(texts)
