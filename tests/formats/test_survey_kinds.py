"""Columns as the tools write them: their own, choices in columns, typed "other", rankings, scales, times."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from throughline.formats import survey_csv

N = 24
MONKEY = ("Respondent ID", "Collector ID", "Start Date", "End Date")
MONKEY_ES = ("ID del encuestado", "ID del recopilador", "Fecha de inicio", "Fecha de finalización")


def survey(folder: Path, rows: Sequence[Sequence[object]]) -> Path:
    path = folder / "survey.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def guesses(path: Path) -> dict[str, str]:
    return {column.name: column.guess for column in survey_csv.preview(path).columns}


def answered(path: Path) -> dict[tuple[str, str], Counter[object]]:
    """What was answered to each question, by its kind."""
    responses, report = survey_csv.read(path, survey_csv.preview(path).suggested())
    assert report.is_ok, report.problems
    found: dict[tuple[str, str], Counter[object]] = {}
    for one in responses:
        for answer in one.answers:
            values = answer.choices or ((answer.number,) if answer.number is not None else (answer.text,))
            found.setdefault((answer.question, answer.kind), Counter()).update(values)
    return found


def monkey_row(i: int, *cells: object) -> tuple[object, ...]:
    return (114_000 + i, 4412, f"09/{i + 13}/2026 05:00:00 PM", f"09/{i + 13}/2026 05:04:00 PM", *cells)


def test_numbers_of_choices_in_columns_are_choices(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [
        (*MONKEY, "What would help?", "", "", "Agree?", ""),
        ("", "", "", "", "Child care", "Food", "A ride", "Safe", "Heard"),
        *(
            monkey_row(
                i, 1 if i % 2 else "", 2 if i % 3 == 0 else "", 3 if i % 4 == 0 else "", i % 5 + 1, i % 4 + 1
            )
            for i in range(16)
        ),
    ]
    found = answered(survey(tmp_path, rows))
    assert found["What would help?", "multiple"] == {"Child care": 8, "Food": 6, "A ride": 4}
    assert found["Agree? – Safe", "scale"][5] == 3


def test_a_typed_choice_counts_as_other(tmp_path: Path) -> None:
    rows = [
        (*MONKEY, "How?", "", "What would help?", "", ""),
        ("", "", "", "", "Response", "Other (please specify)", "Food", "A ride", "Other (please specify)"),
        *(
            monkey_row(
                i, ("Bus", "Walk", "")[i % 3], "skates" if i % 3 == 2 else "", "Food", "", "toys" if i else ""
            )
            for i in range(12)
        ),
    ]
    path = survey(tmp_path, rows)
    found = answered(path)
    assert found["How?", "single"] == {"Bus": 4, "Walk": 4, "Other (please specify)": 4}
    assert found["What would help?", "multiple"] == {"Food": 12}
    assert found["How? – Other (please specify)", "text"] == {"skates": 4}
    mapping = survey_csv.preview(path).suggested()
    assert survey_csv.Mapping.from_dict(mapping.as_dict()) == mapping
    stated = tuple(replace(one, choice_of="What would help? – Food") for one in mapping.columns[-1:])
    responses, report = survey_csv.read(path, survey_csv.Mapping((*mapping.columns[:-1], *stated)))
    noted = [note.params["n"] for note in report.notes if note.code == "survey_typed_choice"]
    assert sorted(map(int, noted)) == [4, 11], "a person can have it counted beside several choices"
    assert [len(answer.choices) for answer in responses[1].answers if answer.kind == "multiple"] == [2]


def test_other_beside_choices_without_their_question_belongs_to_them(tmp_path: Path) -> None:
    rows = [
        ("#", "Bus", "Walk", "Other", "Food", "Toys", "Other", "Submit Date (UTC)", "Network ID"),
        *(
            (
                f"h{i}",
                "Bus" if i % 2 else "",
                "" if i % 3 else "Walk",
                "train" if i == 5 else "",
                "Food",
                "",
                "care" if i == 7 else "",
                "2026-09-14 17:07:11",
                f"n{i}a",
            )
            for i in range(12)
        ),
    ]
    rows[1] = (*rows[1][:5], "Toys", *rows[1][6:])
    path = survey(tmp_path, rows)
    found = answered(path)
    assert found["Bus / Walk", "multiple"] == {"Bus": 6, "Walk": 4}
    assert found["Food / Toys", "multiple"] == {"Food": 12, "Toys": 1}
    typed = {column.name: column.choice_of for column in survey_csv.preview(path).columns if column.choice_of}
    assert typed == {"Other": "Bus", "Other (2)": "Food"}


def test_surveymonkey_is_known_in_spanish(tmp_path: Path) -> None:
    rows = [
        (*MONKEY_ES, "¿Cómo viene?", "¿Qué ayudaría?", ""),
        ("", "", "", "", "Response", "Cuidado de niños", "Comida"),
        *(
            monkey_row(i, "A pie", "Cuidado de niños" if i % 2 else "", "" if i % 3 else "Comida")
            for i in range(12)
        ),
    ]
    path = survey(tmp_path, rows)
    preview = survey_csv.preview(path)
    assert (preview.source, preview.n_header_rows) == ("SurveyMonkey", 2)
    assert set(guesses(path)) - {name for name, guess in guesses(path).items() if guess == "ignore"} == {
        "Fecha de finalización",
        "¿Cómo viene?",
        "¿Qué ayudaría? – Cuidado de niños",
        "¿Qué ayudaría? – Comida",
    }


def test_qualtrics_orders_and_typed_choices(tmp_path: Path) -> None:
    codes = ("StartDate", "RecordedDate", "ResponseId", "Q1", "Q1_4_TEXT", "Q1_DO", "FL_12_DO", "Q2_DO_1")
    wordings = (
        "Start Date",
        "Recorded Date",
        "Response ID",
        "How?",
        "How? - Other - Text",
        "How? - Display Order",
    )
    rows = [
        (*codes, "EndDate"),
        (*wordings, "FL_12 - Block Randomizer - Display Order", "Rate - Display Order - Bus", "End Date"),
        tuple(f'{{"ImportId":"{i}"}}' for i in range(9)),
        *(
            (
                "2026-09-01",
                "2026-09-01 10:00:00",
                f"R_{i}",
                ("Bus", "Other")[i % 2],
                "" if i % 2 == 0 else "skates",
                *("1|2", "A|B", "1", "2026-09-01"),
            )
            for i in range(N)
        ),
    ]
    found = answered(survey(tmp_path, rows))
    assert found == {
        ("How?", "single"): {"Bus": 12, "Other": 12},
        ("How? - Other - Text", "text"): {"skates": 12},
    }


def test_kobo_columns_of_true_and_false_and_its_own(tmp_path: Path) -> None:
    head = (
        "end",
        "How?",
        "How?/By bus",
        "How?/On foot, or by bike",
        "_gps_altitude",
        "_gps_precision",
        "meta/rootUuid",
    )
    rows = [
        (*head, "_id", "_uuid", "_submission_time"),
        *(
            (
                f"2026-09-{i + 1:02}T08:00:00.000-06:00",
                "By bus On foot, or by bike",
                str(i % 2 == 1).upper(),
                "TRUE",
                "0",
                "4",
                "uuid:x",
                i,
                f"u{i}",
                "2026-09-15T00:00:00",
            )
            for i in range(N)
        ),
    ]
    found = answered(survey(tmp_path, rows))
    assert found == {("How?", "multiple"): {"By bus": 12, "On foot, or by bike": 24}}


def test_a_table_of_a_repeated_group_is_known_and_said(tmp_path: Path) -> None:
    head = ("likes", "_index", "_parent_table_name", "_parent_index", "_submission__id", "_submission__uuid")
    rows = [
        (*head, "_submission__submission_time", "_submission__status"),
        *((f"Say {i}", i, "Survey", i // 2, 700, f"u{i}", "2026-09-15T00:00:00", "sent") for i in range(N)),
    ]
    path = survey(tmp_path, rows)
    preview = survey_csv.preview(path)
    assert preview.source == "KoboToolbox"
    assert "survey_repeated_group" in {note.code for note in preview.notes}
    assert {name for name, guess in guesses(path).items() if guess != "ignore"} == {
        "likes",
        "_submission__submission_time",
    }


def test_own_columns_of_other_tools_are_left_out(tmp_path: Path) -> None:
    head = (
        "ObjectID",
        "GlobalID",
        "How?",
        "CreationDate",
        "Creator",
        "EditDate",
        "Editor",
        "x",
        "y",
        "utm_source",
    )
    rows = [
        head,
        *(
            (
                i,
                f"{i:08}-1b2c-4d3e-8f90-a1b2c3d4e5f6",
                ("bus", "walk")[i % 2],
                f"9/{i + 1}/2026 5:05:11 PM",
                "ana",
                f"9/{i + 1}/2026 5:06:11 PM",
                "ana",
                f"-104.{i}221",
                f"39.{i}331",
                "mail",
            )
            for i in range(N)
        ),
    ]
    path = survey(tmp_path, rows)
    used = {name: guess for name, guess in guesses(path).items() if guess != "ignore"}
    assert used == {"How?": "single", "CreationDate": "date"}


def test_names_that_some_tools_give_to_own_columns_are_questions_elsewhere(tmp_path: Path) -> None:
    names = (
        *("Which topics?", "Most important topics", "Feedback on lunch", "Points of pride", "Score"),
        *("Status", "Progress", "Complete", "Creator", "Score?", "¿Status?", "Finished"),
        "Duration of the way here",
    )
    rows = [names, *(tuple(("bus", "walk", "car")[i % 3] for _ in names) for i in range(N))]
    assert guesses(survey(tmp_path, rows)) == dict.fromkeys(names, "single")


@pytest.mark.parametrize(
    "head",
    [
        ("ResponseId", "RecordedDate", "Status", "Progress", "Finished", "Which topics?", "Q1 - Topics"),
        ("Start time", "Completion time", "Total points", "Lunch?", "Points - Lunch?", "Feedback - Lunch?"),
        ("ObjectID", "GlobalID", "Creator", "Editor", "Status"),
        ("Record ID", "Survey Identifier", "Complete", "Status?"),
        ("Timestamp", "Score", "Status", "utm_source"),
        ("Submission date", "Entry date", "Status"),
    ],
)
def test_no_column_is_left_out_without_a_word(tmp_path: Path, head: tuple[str, ...]) -> None:
    questions = {"Which topics?", "Lunch?", "Status?"} | (set() if "ResponseId" in head else {"Status"})
    rows = [
        head,
        *(
            tuple(
                f"2026-09-{i % 9 + 1:02} 10:00" if "ate" in name or "time" in name.lower() else "ab"[i % 2]
                for name in head
            )
            for i in range(N)
        ),
    ]
    preview = survey_csv.preview(survey(tmp_path, rows))
    left_out = {column.name for column in preview.columns if column.guess == "ignore"}
    said = " ".join(f"{note.column} {note.params}" for note in preview.notes)
    assert left_out
    assert all(name in said for name in left_out)
    assert not left_out & questions


def test_a_ranking_is_not_counted_as_choices(tmp_path: Path) -> None:
    orders = ("Safety;Food;Art;", "Food;Safety;Art;", "Art;Food;Safety;")
    path = survey(tmp_path, [("Rank these", "Say"), *((orders[i % 3], f"Say {i}") for i in range(N))])
    preview = survey_csv.preview(path)
    assert (preview.columns[0].guess, preview.columns[0].is_ranking) == ("ignore", True)
    assert "survey_ranking" in {note.code for note in preview.notes}


def test_a_scale_has_a_middle_only_if_somebody_could_choose_it(tmp_path: Path) -> None:
    four = ("Strongly disagree", "Disagree", "Agree", "Strongly agree")
    path = survey(tmp_path, [("The school is safe",), *((four[i % 4],) for i in range(N))])
    assert answered(path) == {("The school is safe", "scale"): {1: 6, 2: 6, 3: 6, 4: 6}}
    rows = [("Safe", "Heard"), *((four[i % 4], (*four, "Neutral")[i % 5]) for i in range(20))]
    assert answered(survey(tmp_path, rows))["Safe", "scale"] == {1: 5, 2: 5, 4: 5, 5: 5}


@pytest.mark.parametrize(
    ("header", "cells", "guess"),
    [
        ("Grade Level", ("3", "4", "5"), "single"),
        ("What grade is your child in?", ("K", "1", "2"), "single"),
        ("What grade would you give the school, from 1 to 10?", ("3", "4", "5"), "scale"),
        ("Do you have children here?", ("0", "1"), "single"),
        ("Are you a parent?", ("0", "1"), "single"),
        ("How do you come?", ("Bus\nWalk", "Bus", "Car"), "multiple"),
        ("How do you come?", ("Bus|Walk", "Bus", "Car"), "multiple"),
        ("How do you come? [other]", ("scooter", "skates"), "text"),
        ("Other (please specify)", ("scooter", "skates"), "text"),
        ("Submitted", ("2026-09-01", "2026-09-02", "2026-09-03", "2026-09-04", "2026-09-05", "soon"), "date"),
    ],
)
def test_guesses(tmp_path: Path, header: str, cells: tuple[str, ...], guess: str) -> None:
    path = survey(tmp_path, [(header, "Say"), *((cells[i % len(cells)], f"Say {i}") for i in range(N))])
    assert survey_csv.preview(path).columns[0].guess == guess


MOMENT = datetime(2026, 9, 14, 17, 5, 11)
DENVER = MOMENT.replace(tzinfo=ZoneInfo("America/Denver"))
MINUS_SIX = MOMENT.replace(tzinfo=timezone(timedelta(hours=-6)))


@pytest.mark.parametrize(
    ("header", "cell", "moment"),
    [
        *(
            (header, "2026-09-14 17:05:11", MOMENT.replace(tzinfo=UTC))
            for header in (
                "Submitted (GMT)",
                "submitted_at_utc",
                "Submitted UTC",
                "Fecha (hora UTC)",
                "Submitted [Z]",
            )
        ),
        ("Submitted (UTC-06:00)", "2026-09-14 17:05:11", MINUS_SIX),
        ("Date Submitted (Mountain Time)", "2026-09-14 17:05:11", DENVER),
        ("Date Submitted (US/Mountain)", "2026-09-14 17:05:11", DENVER),
        ("Submitted (MT)", "2026-09-14 17:05:11", DENVER),
        ("Submitted (MDT)", "2026-09-14 17:05:11", MINUS_SIX),
        ("Fecha de envío (hora de la montaña)", "2026-09-14 17:05:11", DENVER),
        (
            "Submitted (Eastern Time (US & Canada))",
            "2026-09-14 17:05:11",
            MOMENT.replace(tzinfo=ZoneInfo("America/New_York")),
        ),
        ("Submitted", "2026-09-14 17:05:11 +0000 UTC", MOMENT.replace(tzinfo=UTC)),
        ("Submitted", "2026-09-14 17:05:11 Etc/GMT", MOMENT.replace(tzinfo=UTC)),
        ("Submitted", "2026-09-14 17:05:11 America/Denver", DENVER),
        ("Submitted", "Mon Sep 14 2026 17:05:11 GMT-0600 (Mountain Daylight Time)", MINUS_SIX),
        ("Submitted", "September 14, 2026 at 5:05 PM", MOMENT.replace(second=0)),
        ("Timestamp (mm/dd/yyyy)", "03/05/2026 17:05", datetime(2026, 3, 5, 17, 5)),
        ("Fecha (dd/mm/aaaa)", "03/05/2026 17:05", datetime(2026, 5, 3, 17, 5)),
    ],
)
def test_the_zone_and_the_order_that_a_file_states_are_used(
    tmp_path: Path, header: str, cell: str, moment: datetime
) -> None:
    path = survey(tmp_path, [(header, "How?"), *((cell, ("Bus", "Walk")[i % 2]) for i in range(N))])
    responses, _report = survey_csv.read(path, survey_csv.preview(path).suggested())
    assert responses[0].at == moment
    assert responses[0].at is not None
    assert responses[0].at.utcoffset() == moment.utcoffset()
