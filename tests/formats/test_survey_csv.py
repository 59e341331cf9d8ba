"""Finished surveys: guesses for columns, and reading by a mapping."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.formats import surveys
from throughline.formats import survey_csv
from throughline.formats.survey_csv import ColumnMapping, Mapping, choices, words
from throughline.formats.survey_csv.dates import orders_that_fit, parse
from throughline.formats.tables import BadFile

Survey = Callable[[str], Path]


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    def write(content: str) -> Path:
        path = tmp_path / "survey.csv"
        path.write_text(content, encoding="utf-8")
        return path

    return write


def guesses(preview: survey_csv.Preview) -> dict[str, str]:
    return {c.name: c.guess for c in preview.columns if c.guess != "ignore"}


def test_google_forms_is_understood(survey: Survey) -> None:
    preview = survey_csv.preview(survey(surveys.GOOGLE))
    assert (preview.source, preview.n_header_rows, preview.n_rows) == ("Google Forms", 1, 6)
    assert guesses(preview) == {
        "Timestamp": "date",
        "Which school?": "school",
        "I am a…": "role",
        "How safe do you feel at school?": "scale",
        "What would help?": "text",
        "Which of these matter to you? (choose all)": "multiple",
        "Preferred language": "language",
    }
    assert [c.name for c in preview.columns if c.is_personal] == ["Email Address"]
    responses, report = survey_csv.read(survey(surveys.GOOGLE), preview.suggested())
    assert report.is_ok
    assert [r.language for r in responses] == ["en", "es", "en", "en", "es", "en"]
    assert responses[0].at == datetime(2026, 3, 1, 14, 1, 33, tzinfo=UTC)
    assert [a.text for a in responses[0].answers if a.kind == "text"] == ["More buses, please\nand earlier"]
    assert [a.choices for a in responses[2].answers if a.kind == "multiple"] == [
        ("Buses", "Lunch", "Yes, but not every day")
    ]
    assert len(responses[5].answers) == 2


def test_microsoft_forms_needs_the_order_of_day_and_month(survey: Survey) -> None:
    path = survey(surveys.MICROSOFT)
    preview = survey_csv.preview(path)
    assert preview.source == "Microsoft Forms"
    column = next(c for c in preview.columns if c.guess == "date")
    assert (column.name, column.date_orders, column.must_say_date_order) == (
        "Completion time",
        ("MDY", "DMY"),
        True,
    )
    assert next(c.separator for c in preview.columns if c.guess == "multiple") == ";"
    suggested = preview.suggested()
    responses, report = survey_csv.read(path, suggested)
    assert responses == ()
    assert [problem.code for problem in report.problems] == ["survey_date_order"]
    expected: dict[survey_csv.DateOrder, int] = {"MDY": 3, "DMY": 5}
    for order, month in expected.items():
        columns = tuple(replace(c, date_order=order) if c.part == "date" else c for c in suggested.columns)
        responses, report = survey_csv.read(path, Mapping(columns))
        assert report.is_ok
        assert responses[0].at is not None
        assert responses[0].at.month == month
    agreement = [[a.number for a in r.answers if a.kind == "scale"] for r in responses]
    assert agreement == [[4], [5], [2], []]


def test_qualtrics_has_three_header_rows_and_rows_of_its_author(survey: Survey) -> None:
    path = survey(surveys.QUALTRICS)
    preview = survey_csv.preview(path)
    assert (preview.source, preview.n_header_rows, preview.n_rows) == ("Qualtrics", 3, 3)
    assert guesses(preview) == {
        "Recorded Date": "date",
        "User Language": "language",
        "In your words, what works?": "text",
        "What do you use? – Bus": "multiple",
        "What do you use? – Bike": "multiple",
        "How often do you read the newsletter?": "scale",
    }
    responses, report = survey_csv.read(path, preview.suggested())
    assert [(note.code, note.row) for note in report.notes] == [("survey_preview_row", 4)]
    assert [r.row for r in responses] == [5, 6]
    assert responses[0].answers[1] == survey_csv.Answer(
        "What do you use?", "multiple", choices=("Bus", "Bike")
    )
    assert [r.answers[-1].number for r in responses] == [3, 5]


def test_surveymonkey_has_two_header_rows_and_a_column_for_each_option(survey: Survey) -> None:
    path = survey(surveys.SURVEYMONKEY)
    preview = survey_csv.preview(path)
    assert (preview.source, preview.n_header_rows) == ("SurveyMonkey", 2)
    assert guesses(preview) == {
        "End Date": "date",
        "What do you value? – Arts": "multiple",
        "What do you value? – Sports": "multiple",
        "What do you value? – Other (please specify)": "text",
        "How are we doing?": "scale",
        "Anything else?": "text",
    }
    responses, report = survey_csv.read(path, preview.suggested())
    assert report.is_ok
    assert [r.answers[0].choices for r in responses] == [("Arts",), ("Arts", "Sports"), ("Sports",)]
    assert responses[2].at == datetime(2026, 2, 13, 21, 15)


def test_other_tools_have_one_header_row(survey: Survey) -> None:
    preview = survey_csv.preview(survey(surveys.THOUGHTEXCHANGE))
    assert preview.source == "ThoughtExchange"
    assert guesses(preview) == {"Thought": "text", "Why is that important?": "text"}
    preview = survey_csv.preview(survey(surveys.PANORAMA))
    assert preview.source == "one header row"
    assert guesses(preview) == {
        "School": "school",
        "Grade": "scale",
        "How much do you belong at your school?": "scale",
        "How often do people listen to you?": "scale",
    }


def test_a_mapping_is_stored_as_json(survey: Survey) -> None:
    mapping = survey_csv.preview(survey(surveys.GOOGLE)).suggested()
    assert Mapping.from_dict(json.loads(json.dumps(mapping.as_dict()))) == mapping
    with pytest.raises(ValueError, match="not a mapping"):
        Mapping.from_dict({"columns": [{"column": "a", "part": "poem"}]})
    with pytest.raises(ValueError, match="not an order"):
        Mapping.from_dict({"columns": [{"column": "a", "part": "date", "date_order": "YDM"}]})


def test_all_problems_are_reported_by_row_and_nothing_is_read(survey: Survey) -> None:
    path = survey(
        "When,Lang,How,Say\n"
        "2026-03-01,en,5,fine\n"
        "yesterday,en,4,\n"
        "2026-03-03,Klingon,4,x\n"
        "2026-03-04,es,often,x\n"
        "2026-03-05,es,4," + "x" * 50 + "\n"
    )
    mapping = Mapping(
        (
            ColumnMapping("When", "date"),
            ColumnMapping("Lang", "language"),
            ColumnMapping("How", "scale"),
            ColumnMapping("Say", "text"),
        ),
        max_text_chars=40,
    )
    responses, report = survey_csv.read(path, mapping)
    assert responses == ()
    assert report.n_responses == 0
    assert not report.is_ok
    assert [(p.row, p.column, p.code) for p in report.problems] == [
        (3, "When", "survey_date"),
        (4, "Lang", "survey_language"),
        (5, "How", "survey_scale"),
        (6, "Say", "survey_long_text"),
    ]
    assert all(p.problem and p.remedy for p in report.problems)
    columns = tuple(
        replace(c, values={"klingon": "en"}) if c.part == "language" else c for c in mapping.columns
    )
    _, report = survey_csv.read(path, Mapping(columns))
    assert [p.row for p in report.problems] == [3, 5]


def test_empty_and_repeated_rows_are_noted(survey: Survey) -> None:
    path = survey("When,Say\n2026-03-01,a\n,\n2026-03-01,a\n2026-03-02,\n\n2026-03-03,b\n")
    mapping = Mapping((ColumnMapping("When", "date", date_order="YMD"), ColumnMapping("Say", "text")))
    responses, report = survey_csv.read(path, mapping)
    assert [r.row for r in responses] == [2, 4, 7]
    assert [(n.row, n.code) for n in report.notes] == [
        (3, "survey_blank_row"),
        (4, "survey_duplicate_row"),
        (5, "survey_no_answer"),
        (6, "survey_blank_row"),
    ]


def test_the_only_order_that_fits_is_used_and_noted(survey: Survey) -> None:
    path = survey("When,Say\n5/3/2026,a\n25/3/2026,b\n")
    mapping = Mapping((ColumnMapping("When", "date"), ColumnMapping("Say", "text")))
    responses, report = survey_csv.read(path, mapping)
    assert [r.at for r in responses] == [datetime(2026, 3, 5), datetime(2026, 3, 25)]
    assert [(n.code, n.params["format"]) for n in report.notes] == [("survey_date_order_found", "DMY")]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ([ColumnMapping("Nope", "text")], "survey_unknown_column"),
        ([ColumnMapping("A", "text"), ColumnMapping("A", "single")], "survey_column_twice"),
        ([ColumnMapping("A", "school"), ColumnMapping("B", "school")], "survey_role_twice"),
        (
            [ColumnMapping("A", "text", question="Q"), ColumnMapping("B", "multiple", question="Q")],
            "survey_parts_differ",
        ),
        ([ColumnMapping("A", "date")], "survey_nothing_mapped"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(
    survey: Survey, columns: list[ColumnMapping], code: str
) -> None:
    with pytest.raises(BadFile) as caught:
        survey_csv.read(survey("A,B\n1,2\n"), Mapping(tuple(columns)))
    assert caught.value.code == code


def test_columns_of_the_same_name_are_distinguished(survey: Survey) -> None:
    path = survey("Why?,Why?,\nbecause,so,x\n")
    preview = survey_csv.preview(path)
    assert [c.name for c in preview.columns] == ["Why?", "Why? (2)", "Column C"]
    assert "survey_duplicate_header" in {note.code for note in preview.notes}
    responses, _ = survey_csv.read(path, Mapping((ColumnMapping("Why? (2)", "text"),)))
    assert responses[0].answers[0].text == "so"


@pytest.mark.parametrize("content", ["A,B\n", "A,B\n,\n"])
def test_a_survey_without_answers_is_refused(survey: Survey, content: str) -> None:
    with pytest.raises(BadFile) as caught:
        survey_csv.preview(survey(content))
    assert caught.value.code == "survey_no_rows"
    with pytest.raises(BadFile):
        survey_csv.read(survey(content), Mapping((ColumnMapping("A", "text"),)))


def test_a_damaged_survey_is_refused(survey: Survey) -> None:
    with pytest.raises(BadFile) as caught:
        survey_csv.preview(survey('A,B\n1,2\n3,"cut'))
    assert (caught.value.code, caught.value.row) == ("unterminated", 3)
    _, report = survey_csv.read(survey("A,B\n1,2\n3\n"), Mapping((ColumnMapping("A", "text"),)))
    assert [(p.code, p.row) for p in report.problems] == [("short_row", 3)]


def test_known_options_are_not_cut_at_their_commas() -> None:
    options = ("Yes, often", "Yes", "No, never, not once")
    assert choices.split("No, never, not once, Yes, Yes, often, other", ",", options) == (
        "No, never, not once",
        "Yes",
        "Yes, often",
        "other",
    )
    assert choices.split("a;b; ;a;", ";") == ("a", "b")


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("3/5/2026 9:12:33", "MDY", datetime(2026, 3, 5, 9, 12, 33)),
        ("3/5/26 21:02", "DMY", datetime(2026, 5, 3, 21, 2)),
        ("05.03.2026", "DMY", datetime(2026, 3, 5)),
        ("2026-03-05T09:12:33.123Z", "YMD", datetime(2026, 3, 5, 9, 12, 33, tzinfo=UTC)),
        ("2026/03/05 12:00:00 a. m. GMT-6", "YMD", datetime(2026, 3, 5, 6, 0, tzinfo=UTC)),
        ("2026-03-05 09:00:00 +05:30", "YMD", datetime(2026, 3, 5, 3, 30, tzinfo=UTC)),
        ("Mar 5, 2026 1:05 PM PST", "MDY", datetime(2026, 3, 5, 21, 5, tzinfo=UTC)),
        ("5 de marzo de 2026", "YMD", datetime(2026, 3, 5)),
        ("Thu, 5 March 2026", "DMY", datetime(2026, 3, 5)),
        ("46086.5", "EXCEL", datetime(2026, 3, 5, 12)),
        ("2/30/2026", "MDY", None),
        ("3/5/2026", "YMD", None),
        ("13/13/2026", "DMY", None),
        ("3/5/2026 25:00", "MDY", None),
        ("3/5/2026 13:00 PM", "MDY", None),
        ("3/5/2026 9:00 XYZ", "MDY", None),
        ("soon", "MDY", None),
        ("5", "EXCEL", None),
    ],
)
def test_dates_are_read(text: str, order: survey_csv.DateOrder, expected: datetime | None) -> None:
    found = parse(text, order)
    assert found == expected
    if expected and expected.tzinfo:
        assert found is not None
        assert found.utcoffset() is not None
        assert abs(found - expected) == timedelta(0)


def test_orders_are_only_those_that_fit_every_cell() -> None:
    assert orders_that_fit(["1/2/2026", "3/4/2026"]) == ("MDY", "DMY")
    assert orders_that_fit(["1/2/2026", "3/14/2026"]) == ("MDY",)
    assert orders_that_fit(["2026-01-02", "Jan 5, 2026"]) == ("YMD",)
    assert orders_that_fit(["1/2/2026", "never"]) == ()


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("EN", "en"),
        ("es-MX", "es"),
        ("Español", "es"),
        ("Haitian Creole", "ht"),
        ("中文", "zh"),
        ("Klingon", None),
    ],
)
def test_languages_are_known_by_code_and_name(cell: str, code: str | None) -> None:
    assert words.language_code(cell) == code


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("4", 4),
        ("5 - Strongly agree", 5),
        ("1 (never)", 1),
        ("4.0", 4),
        ("4.5", None),
        ("3-4 times", None),
        ("x", None),
    ],
)
def test_a_scale_may_have_labels(cell: str, number: int | None) -> None:
    assert words.leading_number(cell) == number
