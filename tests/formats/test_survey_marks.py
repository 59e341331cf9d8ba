"""Marks, codes and words that mean "not chosen" or "no answer", in the spellings of several tools."""

from collections import Counter
from pathlib import Path

import pytest

from throughline.formats import marks, survey_csv

N = 40


def survey(folder: Path, header: str, rows: list[str]) -> Path:
    path = folder / "survey.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def read_as_suggested(path: Path) -> tuple[dict[tuple[str, str], Counter[object]], set[str]]:
    """What was answered to each question, by its kind, and the codes of the notes."""
    responses, report = survey_csv.read(path, survey_csv.preview(path).suggested())
    assert report.is_ok, report.problems
    found: dict[tuple[str, str], Counter[object]] = {}
    for one in responses:
        for answer in one.answers:
            values = answer.choices or ((answer.number,) if answer.number is not None else (answer.text,))
            found.setdefault((answer.question, answer.kind), Counter()).update(values)
    return found, {note.code for note in report.notes}


@pytest.mark.parametrize(
    ("ticked", "unticked"),
    [
        ("✓", "✗"),
        ("✔", "✘"),
        ("✔️", "✖"),
        ("✅", "❌"),
        ("✓", "x"),
        ("☑", "☒"),
        ("☒", "☐"),
        ("[x]", "[ ]"),
        ("1.0", "0.0"),
        ("100%", "0%"),
        ("Selected", "Deselected"),
        ("Mentioned", "Not mentioned"),
        ("Mencionado", "No mencionado"),
        ("Verdadero", "Falso"),
        ("Seleccionada", "No seleccionada"),
        ("Checked", "Unchecked"),
        ("x", "—"),
    ],
)
@pytest.mark.parametrize(
    "header",
    ["Help? [{}]", "Help? (choice={})", "Help?/{}", "Help? - {}", "Help?: {}", "{}:Help?", "Help? >> {}"],
)
def test_columns_of_marks_are_one_question(tmp_path: Path, ticked: str, unticked: str, header: str) -> None:
    rows = [
        ",".join([ticked if i % 2 else unticked, unticked if i % 4 else ticked, "words"]) for i in range(N)
    ]
    names = ",".join(header.format(choice) for choice in ("Bus", "Food"))
    found, codes = read_as_suggested(survey(tmp_path, f"{names},What else?", rows))
    assert found["Help?", "multiple"] == {"Bus": N // 2, "Food": N // 4}
    assert "survey_not_chosen" in codes


def test_a_cross_alone_is_a_mark_of_choice(tmp_path: Path) -> None:
    found, _codes = read_as_suggested(
        survey(tmp_path, "Help? [Bus],Help? [Food],Why?", ["✗,,a", ",✗,b", "✗,✗,c"])
    )
    assert found["Help?", "multiple"] == {"Bus": 2, "Food": 2}


def test_questions_answered_with_yes_and_no_are_not_joined(tmp_path: Path) -> None:
    header = "Home - Do you have a computer?,Home - Do you have internet?"
    found, _codes = read_as_suggested(survey(tmp_path, header, ["Yes,No", "No,No", "Yes,Yes"]))
    assert found["Home - Do you have a computer?", "single"] == {"Yes": 2, "No": 1}
    assert found["Home - Do you have internet?", "single"] == {"Yes": 1, "No": 2}


MISSING = (
    *(
        "-99",
        "-999",
        "99",
        "999",
        "98",
        "-9",
        "-8",
        "-7",
        "88",
        "888",
        "-97",
        "-88",
        "-77",
        "77",
        "97",
        "9999",
    ),
    *(
        "-99.0",
        "99.00",
        "SEEN BUT NOT ANSWERED",
        "(blank)",
        "#NULL!",
        "#¡NULO!",
        "#DIV/0!",
        ".",
        "..",
        "NA",
        "n/a",
    ),
    *(
        "No answer",
        "(no answer)",
        "Skipped",
        "-",
        "--",
        "?",
        "*",
        "missing",
        "Not answered",
        "Unanswered",
        "NR",
    ),
    *(
        "Refused",
        "Don't know",
        "No sé",
        "NS/NC",
        "No contestó",
        "Sin respuesta",
        "(en blanco)",
        "vacío",
        "blank",
    ),
    *("Question not asked", "Not displayed", "Prefer not to say", "\\N", "<NA>", "undefined"),
)


@pytest.mark.parametrize("missing", MISSING)
def test_no_answer_is_no_step_of_a_scale(tmp_path: Path, missing: str) -> None:
    rows = [f"{i % 5 + 1 if i % 4 else missing},words {i}" for i in range(N)]
    found, codes = read_as_suggested(survey(tmp_path, "How safe?,What else?", rows))
    assert found["How safe?", "scale"] == Counter(i % 5 + 1 for i in range(N) if i % 4)
    assert "survey_no_answer_code" in codes


@pytest.mark.parametrize(
    "missing",
    [
        "-99",
        "999",
        "99",
        "-9",
        "(blank)",
        "#NULL!",
        ".",
        "SEEN BUT NOT ANSWERED",
        "-",
        "No answer",
        "Sin respuesta",
    ],
)
def test_no_answer_is_no_choice(tmp_path: Path, missing: str) -> None:
    rows = [f"{('Bus', 'Walk', 'Car')[i % 3] if i % 4 else missing},words {i}" for i in range(N)]
    found, codes = read_as_suggested(survey(tmp_path, "How do you come?,What else?", rows))
    assert found["How do you come?", "single"] == {"Bus": 10, "Walk": 10, "Car": 10}
    assert "survey_no_answer_code" in codes


def test_what_people_choose_or_write_is_kept(tmp_path: Path) -> None:
    rows = [f"{('Red', '99', '12', 'Prefer not to say')[i % 4]},Skipped" for i in range(N)]
    found, _codes = read_as_suggested(survey(tmp_path, "Which bus?,What do you say?", rows))
    assert found["Which bus?", "single"] == {"Red": 10, "99": 10, "12": 10, "Prefer not to say": 10}


@pytest.mark.parametrize(
    "sentinel",
    [
        *(
            "1900-01-01",
            "1899-12-30",
            "1970-01-01 00:00:00",
            "9999-12-31",
            "0000-00-00",
            "0001-01-01T00:00:00",
        ),
        *("2099-12-31", "1980-01-01 00:00:00", "1904-01-01", "1900-01-00", "-", "N/A"),
    ],
)
def test_a_sentinel_is_no_date(tmp_path: Path, sentinel: str) -> None:
    rows = [f"{sentinel if i % 4 == 0 else f'2026-09-{i % 28 + 1:02} 10:00'},Bus" for i in range(N)]
    path = survey(tmp_path, "Submitted,How do you come?", rows)
    responses, report = survey_csv.read(path, survey_csv.preview(path).suggested())
    assert report.is_ok
    assert sum(one.at is None for one in responses) == N // 4


@pytest.mark.parametrize(
    ("numbers", "missing", "doubtful"),
    [
        ((7, 8, 9, 10, 66, 77), set(), {66, 77}),
        ((2, 5, 77, 88), set(), {77, 88}),
        ((1, 2, 4, 5, 97, 98), {97, 98}, set()),
        ((1, 2, 4, 5, 66, 98), set(), {66, 98}),
        ((*range(11), 88), set(), {88}),
        ((*range(11), 88, 99), {88, 99}, set()),
        ((7, 8, 9, 10, 99), set(), {99}),
        ((2, 5, 7, 99), {99}, set()),
        ((2, 5, 7, 77, 99), {77, 99}, set()),
        ((77, 88), set(), set()),
        ((-1, 1, 2), set(), {-1}),
        ((-2, 1, 2), set(), {-2}),
        ((-1, 1, 2, 3, 4, 5), {-1}, set()),
    ],
)
def test_a_number_that_may_be_an_answer_is_doubtful(
    numbers: tuple[int, ...], missing: set[int], doubtful: set[int]
) -> None:
    assert marks.missing_codes(numbers) == marks.Codes(frozenset(missing), frozenset(doubtful))


@pytest.mark.parametrize(
    "header",
    [
        *("Age", "Number of books at home", "How many children?", "Percent of time", "% of time", "Grade"),
        *("Years here", "Hours a week", "Points", "Edad", "¿Cuántos hijos tiene?", "Porcentaje del tiempo"),
    ],
)
@pytest.mark.parametrize("code", ["66", "88", "98", "99"])
def test_what_is_counted_is_never_set_aside_without_asking(tmp_path: Path, header: str, code: str) -> None:
    rows = [f"{i % 5 + 1 if i % 4 else code},words {i}" for i in range(N)]
    path = survey(tmp_path, f"{header},What else?", rows)
    column = survey_csv.preview(path).columns[0]
    assert (column.no_answers, column.guess in {"scale", "single"}) == ((), True)
    assert column.guess == "single" or column.doubtful_codes == (int(code),)
    single = survey_csv.ColumnMapping(header, "single")
    responses, _report = survey_csv.read(path, survey_csv.Mapping((single,)))
    assert Counter(one.answers[0].choices for one in responses)[code,] == N // 4


@pytest.mark.parametrize("cell", ["77", "77.0", "77 - Left open"])
def test_a_doubtful_code_that_is_listed_is_set_aside_however_it_is_written(tmp_path: Path, cell: str) -> None:
    path = survey(tmp_path, "How?", ["2", "5", cell])
    scale = survey_csv.ColumnMapping("How?", "scale")
    stopped = survey_csv.read(path, survey_csv.Mapping((scale,)))[1]
    assert [problem.code for problem in stopped.problems] == ["survey_doubtful_code"]
    listed = survey_csv.ColumnMapping("How?", "scale", no_answers=("77",))
    responses, report = survey_csv.read(path, survey_csv.Mapping((listed,)))
    assert report.is_ok
    assert [answer.number for one in responses for answer in one.answers] == [2, 5]


def test_a_choice_named_by_a_number_is_kept(tmp_path: Path) -> None:
    rows = [f"{('77', 'Route A', 'Route B')[i % 3]},words {i}" for i in range(N)]
    found, _codes = read_as_suggested(survey(tmp_path, "Which bus?,What else?", rows))
    assert found["Which bus?", "single"] == {"77": 14, "Route A": 13, "Route B": 13}
