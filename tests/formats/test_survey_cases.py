"""Survey files once read wrongly without a word: marks, codes, header rows, time zones, personal data."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.shared import shared
from throughline.formats import marks, survey_csv
from throughline.formats.survey_csv import ColumnMapping, Mapping
from throughline.formats.survey_csv.personal import personal_by_header
from throughline.formats.survey_csv.personal_cells import personal_by_cells


def case(*parts: str) -> Path:
    return shared("cases", *parts)


def counted(path: Path, mapping: Mapping) -> tuple[Counter[str], set[str]]:
    """How often each choice was chosen, and the codes of the notes."""
    responses, report = survey_csv.read(path, mapping)
    assert report.is_ok
    chosen = Counter(choice for one in responses for answer in one.answers for choice in answer.choices)
    return chosen, {note.code for note in report.notes}


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("kobo", {"bus": 21, "walk": 20, "car": 16}),
        ("truefalse", {"Bus": 2, "On foot": 2, "By car": 1}),
        ("limesurvey-yes-no", {"Bus": 2, "On foot": 2}),
        ("limesurvey-y-n", {"bus": 2, "foot": 2}),
    ],
)
def test_a_mark_of_not_chosen_is_no_choice(name: str, chosen: dict[str, int]) -> None:
    path = case("survey-unticked-columns", f"{name}.csv")
    stated = Mapping.from_dict(json.loads(path.with_suffix(".mapping.json").read_text()))
    found, codes = counted(path, stated)
    assert found == chosen
    assert "survey_not_chosen" in codes
    guessed = survey_csv.preview(path).suggested()
    found, codes = counted(path, guessed)
    assert {choice: found[choice] for choice in chosen} == chosen
    questions = {column.question for column in guessed.columns if column.option in chosen}
    assert len(questions) == 1, "the columns are choices of one question"


def test_a_question_with_several_choices_in_columns_is_not_asked_twice() -> None:
    preview = survey_csv.preview(case("survey-unticked-columns", "kobo.csv"))
    (joined,) = [note.column for note in preview.notes if note.code == "survey_joined_choices"]
    assert joined == "needs/ways"
    assert {column.name: column.guess for column in preview.columns}["about/school"] == "school"


def test_codes_for_missing_values_are_no_step_of_a_scale() -> None:
    folder = case("survey-missing-value-codes")
    stated = Mapping.from_dict(json.loads((folder / "scale.mapping.json").read_text()))
    for mapping in (stated, survey_csv.preview(folder / "qualtrics.csv").suggested()):
        responses, report = survey_csv.read(folder / "qualtrics.csv", mapping)
        numbers = Counter(
            answer.number for one in responses for answer in one.answers if answer.kind == "scale"
        )
        assert numbers == {1: 3, 2: 4, 3: 9, 4: 7, 5: 7}
        (note,) = [note for note in report.notes if note.code == "survey_no_answer_code"]
        assert note.params == {"value": "-99", "n": 10}


@pytest.mark.parametrize(("name", "n"), [("old-names.csv", 3), ("respondent-only.csv", 4)])
def test_old_exports_of_surveymonkey_have_two_header_rows(name: str, n: int) -> None:
    path = case("survey-old-surveymonkey", name)
    preview = survey_csv.preview(path)
    assert (preview.source, preview.n_header_rows, preview.n_rows) == ("SurveyMonkey", 2, n)
    several = {column.option: column.question for column in preview.columns if column.guess == "multiple"}
    assert list(several) == ["Child care", "Food", "A ride"]
    assert len(set(several.values())) == 1
    guesses = {column.name: column.guess for column in preview.columns}
    assert guesses["RespondentID"] == guesses.get("CollectorID", "ignore") == "ignore"
    responses, _report = survey_csv.read(path, preview.suggested())
    answered = {answer.text for one in responses for answer in one.answers}
    assert len(responses) == n
    assert not answered & {"Response", "Open-Ended Response"}


def test_personal_data_is_left_out_with_a_note() -> None:
    preview = survey_csv.preview(case("survey-personal-columns", "meta.csv"))
    used = {column.name: column.guess for column in preview.columns if column.guess != "ignore"}
    assert used == {"How safe is the way to school?": "scale", "What should change?": "text"}
    noted = {note.column for note in preview.notes if note.code.startswith("survey_personal_")}
    assert noted == {column.name for column in preview.columns} - used.keys()


def test_the_time_zone_that_a_file_states_is_used() -> None:
    denver = ZoneInfo("America/Denver")
    path = case("survey-times-in-utc", "qualtrics-utc.csv")
    responses, report = survey_csv.read(path, survey_csv.preview(path).suggested())
    assert responses[0].at == datetime(2026, 9, 1, 0, 3, tzinfo=UTC)
    assert responses[0].at.astimezone(denver).replace(tzinfo=None) == datetime(2026, 8, 31, 18, 3)
    assert "survey_zone" in {note.code for note in report.notes}
    path = case("survey-times-in-utc", "typeform.csv")
    responses, _report = survey_csv.read(path, survey_csv.preview(path).suggested())
    assert responses[0].at == datetime(2026, 9, 1, 8, 3, tzinfo=UTC), "submitted, not started"


def test_a_title_of_several_lines_becomes_one_line() -> None:
    preview = survey_csv.preview(case("survey-title-line-break", "google-form.csv"))
    (column,) = [column for column in preview.columns if column.guess == "multiple"]
    assert column.name == column.question == "What should we work on first? (Choose up to three)"
    assert set(column.options) == {
        "Buses",
        "Lunch",
        "Reading, writing, and math",
        "Safety, health, and wellbeing",
    }


def survey(folder: Path, content: str) -> Path:
    path = folder / "survey.csv"
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("ticked", "unticked"),
    [
        ("1", "0"),
        ("Y", "N"),
        ("yes", "no"),
        ("TRUE", "FALSE"),
        ("X", "-"),
        ("Selected", "Not selected"),
        ("Checked", "Unchecked"),
        ("Sí", "No"),
        ("VERDADERO", "FALSO"),
        ("Seleccionado", "No seleccionado"),
        ("Marcada", "Sin marcar"),
        ("☑", "☐"),
        ("Bus", "Not chosen"),
        ("1", "NULL"),
        ("1", "-99"),
    ],
)
@pytest.mark.parametrize("header", ["Ways/{}", "Ways [{}]", "Ways - {}"])
def test_marks_are_known_in_both_languages(tmp_path: Path, ticked: str, unticked: str, header: str) -> None:
    names = [header.format(choice) for choice in ("Bus", "Walk")]
    other = "Walk" if ticked == "Bus" else ticked
    path = survey(
        tmp_path,
        f"When,{names[0]},{names[1]},Say\n2026-01-01,{ticked},{unticked},a\n"
        f"2026-01-02,{unticked},{unticked},b\n2026-01-03,{ticked},{other},c\n",
    )
    preview = survey_csv.preview(path)
    assert [(c.guess, c.question, c.option) for c in preview.columns[1:3]] == [
        ("multiple", "Ways", "Bus"),
        ("multiple", "Ways", "Walk"),
    ]
    chosen, codes = counted(path, preview.suggested())
    assert chosen == {"Bus": 2, "Walk": 1}
    assert codes & {"survey_not_chosen", "survey_no_answer_code"}


def test_the_number_of_a_choice_is_its_mark_only_if_each_column_has_its_own(tmp_path: Path) -> None:
    mapping = Mapping(
        tuple(ColumnMapping(name, "multiple", "Q", option=name) for name in ("Bus", "Walk", "Car"))
    )
    own = survey(tmp_path, "Bus,Walk,Car\n1,,\n1,2,\n,,3\n")
    assert counted(own, mapping)[0] == {"Bus": 2, "Walk": 1, "Car": 1}
    one_and_two = survey(tmp_path, "Bus,Walk,Car\n1,2,2\n2,2,2\n1,1,2\n")
    chosen, codes = counted(one_and_two, mapping)
    assert (chosen["Bus"], chosen["Walk"], chosen["Car"]) == (2, 1, 0)
    assert "survey_other_mark" in codes, "a 2 is kept as written, and said"


def test_a_matrix_of_agreement_is_not_taken_for_choices(tmp_path: Path) -> None:
    path = survey(tmp_path, "How good? [Bus],How good? [Lunch]\n1,5\n0,4\n1,3\n")
    assert [column.guess for column in survey_csv.preview(path).columns] == ["scale", "scale"]


@pytest.mark.parametrize(
    ("numbers", "missing", "doubtful"),
    [
        ((1, 2, 3, 4, 5, -99), {-99}, set()),
        ((1, 2, 3, 4, 5, -9, -8, -7, -1), {-9, -8, -7, -1}, set()),
        ((*range(11), -1), {-1}, set()),
        ((1, 5, 99, 98), {98, 99}, set()),
        ((0, 40, 99, 100), set(), set()),
        ((0, 40, 999, 100), {999}, set()),
        ((-2, -1, 0, 1, 2), set(), set()),
        ((-3, -2, -1, 1, 2, 3), set(), set()),
        ((-99, -2, -1, 0, 1, 2), {-99}, set()),
        ((-2, -1, 0, 1), set(), {-2, -1}),
        ((-1, 0, 1), set(), {-1}),
        ((-40, 0, 40), set(), set()),
    ],
)
def test_codes_are_told_from_steps(numbers: tuple[int, ...], missing: set[int], doubtful: set[int]) -> None:
    assert marks.missing_codes(numbers) == marks.Codes(frozenset(missing), frozenset(doubtful))


def test_a_number_that_may_be_a_code_stops_the_import_until_a_person_decides(tmp_path: Path) -> None:
    path = survey(tmp_path, "How?\n-1\n0\n1\n2\n2\n")
    column = survey_csv.preview(path).columns[0]
    assert (column.guess, column.doubtful_codes) == ("scale", (-1,))
    responses, report = survey_csv.read(path, Mapping((ColumnMapping("How?", "scale"),)))
    assert (responses, [problem.code for problem in report.problems]) == ((), ["survey_doubtful_code"])
    code = Mapping((ColumnMapping("How?", "scale", no_answers=("-1",)),))
    assert [one.answers[0].number for one in survey_csv.read(path, code)[0]] == [0, 1, 2, 2]
    step = Mapping((ColumnMapping("How?", "scale", labels=("-2", "-1", "0", "1", "2")),))
    assert [one.answers[0].number for one in survey_csv.read(path, step)[0]] == [2, 3, 4, 5, 5]


def test_a_placeholder_is_no_date(tmp_path: Path) -> None:
    path = survey(tmp_path, "Date,Say\n1980-01-01 00:00:00,a\n0000-00-00 00:00:00,b\n2026-03-01 10:00:00,c\n")
    responses, report = survey_csv.read(path, survey_csv.preview(path).suggested())
    assert [one.at for one in responses] == [None, None, datetime(2026, 3, 1, 10)]
    assert sum(note.code == "survey_placeholder_date" for note in report.notes) == 2


def test_a_zone_is_read_from_the_header_or_stated_by_a_person(tmp_path: Path) -> None:
    path = survey(tmp_path, "Date (America/New_York),Say\n2026-07-01 10:00,a\n2026-07-01 10:00 UTC,b\n")
    for zone, hours in (("", 14), ("America/Denver", 16), ("GMT-6", 16), ("UTC", 10)):
        mapping = Mapping(
            (ColumnMapping("Date (America/New_York)", "date", zone=zone), ColumnMapping("Say", "text"))
        )
        first, second = survey_csv.read(path, mapping)[0]
        assert first.at == datetime(2026, 7, 1, hours, tzinfo=UTC)
        assert second.at == datetime(2026, 7, 1, 10, tzinfo=UTC), "a cell's own zone goes first"
    local = Mapping(
        (ColumnMapping("Date (America/New_York)", "date", zone="local"), ColumnMapping("Say", "text"))
    )
    assert survey_csv.read(path, local)[0][0].at == datetime(2026, 7, 1, 10)


@pytest.mark.parametrize(
    "header",
    [
        *(
            "FirstName",
            "last_name",
            "Student Name",
            "Parent/Guardian Name",
            "Child’s name",
            "Nombre del alumno",
        ),
        *("Apellidos", "E-mail", "Correo electrónico", "phonenumber", "Cell number", "Teléfono celular"),
        *(
            "Home address",
            "Domicilio",
            "Dirección",
            "DOB",
            "Date of birth",
            "Fecha de nacimiento",
            "IPAddress",
        ),
        *("deviceid", "Student ID", "Número de estudiante", "_gps_latitude", "What is your name?"),
        *("¿Cuál es su nombre?", "Please enter your child's full name", "Your phone number (optional)"),
    ],
)
def test_a_header_that_asks_for_personal_data_is_known(header: str) -> None:
    assert personal_by_header(header) is not None


@pytest.mark.parametrize(
    "header",
    [
        *("Should cell phones be banned at school?", "How should the district address bullying?"),
        *("School name", "Nombre de la escuela", "Name three things that work", "Which school?", "Grade"),
        *("What is the best way to share information with your family?", "Text message", "Start Date"),
        *("What is your school's name?", "Do you have a phone at home?"),
    ],
)
def test_a_question_about_something_else_is_not(header: str) -> None:
    assert personal_by_header(header) is None


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["192.0.2.1", "2001:db8::1", "192.0.2.7"], "device"),
        (["719-555-0000", "(719) 555-0001", "+1 719 555 0002"], "phone"),
        (["39.1 -104.2 0 0", "39.2, -104.3"], "place"),
        (["12 Example Street", "7 Main St Apt 4"], "address"),
        (["A-1001", "A-1002", "B-2001", "B-2002"], "id"),
        (["uuid:0f1a2b3c-4d5e-6f70-8a9b-0c1d2e3f4a5b"], "id"),
        (["Buses", "Lights on the path", "Lunch", "More"], None),
        (["12", "25", "7", "40"], None),
        (["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"], None),
    ],
)
def test_cells_of_personal_data_are_known(cells: list[str], kind: str | None) -> None:
    assert personal_by_cells(cells, len(cells), is_question=False) == kind
