"""Marks, codes and words that mean "not chosen" or "no answer", in the spellings of several tools."""

from collections import Counter
from pathlib import Path

import pytest

from throughline.formats import survey_csv

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
