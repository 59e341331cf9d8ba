"""What people wrote, in a table of its own, and days without a time."""

from datetime import UTC, datetime
from pathlib import Path

from throughline.formats import survey_csv
from throughline.formats.survey_csv import Answer, QuestionToExport, Response

WHY = QuestionToExport("Why?", "text")
ELSE = QuestionToExport("What else?", "text")
HOW = QuestionToExport("How?", "single", ("By bus", "On foot"))


def test_texts_stand_alone_and_come_back_one_by_one(tmp_path: Path) -> None:
    texts = [("What else?", "=1+1"), ("Why?", "It is far."), ("What else?", "Two\nlines, and a comma")]
    path = tmp_path / "written-answers.csv"
    path.write_text("".join(survey_csv.lines_of_texts([WHY, ELSE], texts)), encoding="utf-8")
    assert path.read_text(encoding="utf-8").splitlines()[0] == "Row (Throughline),Why?,What else?"
    assert survey_csv.preview(path).source == "Throughline"
    found, report = survey_csv.read(path, survey_csv.mapping_of_texts([WHY, ELSE]))
    assert report.is_ok, report.problems
    assert [(answer.question, answer.text) for one in found for answer in one.answers] == texts
    assert {len(one.answers) for one in found} == {1}


def test_midnight_without_a_zone_is_written_as_the_day_and_read_as_it(tmp_path: Path) -> None:
    moments = (datetime(2026, 10, 14), datetime(2026, 10, 14, tzinfo=UTC), datetime(2026, 10, 14, 9, 30))
    people = [
        Response(row, at, None, None, None, (Answer("How?", "single", choices=("By bus",)),))
        for row, at in enumerate(moments, start=2)
    ]
    lines = list(survey_csv.lines_of_survey([HOW], people))
    assert [line.split(",")[0] for line in lines[1:]] == [
        "2026-10-14",
        "2026-10-14 00:00:00+00:00",
        "2026-10-14 09:30:00",
    ]
    path = tmp_path / "answers.csv"
    path.write_text("".join(lines[:2]), encoding="utf-8")
    (found,), report = survey_csv.read(path, survey_csv.mapping_of([HOW]))
    assert report.is_ok, report.problems
    assert found.at == moments[0]
