"""Import of a finished survey: read it by its mapping, match its schools, write all of it or nothing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.accounts.actions import JobRefused, RunningJob, remove_upload
from throughline.accounts.models import District, ReportLine, Upload
from throughline.accounts.queries import report_rows
from throughline.convene.models import ForumKind
from throughline.formats import survey_csv
from throughline.formats.problems import BadFile
from throughline.formats.tables import Limits
from throughline.listen.actions.arrival import arriving_forum
from throughline.listen.actions.imported_survey import (
    ImportedSurvey,
    PersonToWrite,
    QuestionToWrite,
    record_personal_columns,
    write_survey,
)
from throughline.listen.models import ContributorRole, QuestionKind
from throughline.listen.queries.imports import cycle_of_upload
from throughline.listen.queries.known_words import SchoolNames, guess_role
from throughline.listen.workflows.alerts import alert_responders

LIMITS: Final = Limits(max_bytes=20_000_000, max_rows=100_000, max_columns=500)
MOST_CHOICES: Final = 200
MOST_UNKNOWN_SCHOOLS: Final = 100
FIRST_ROWS: Final = 5
WIDEST_SCALE: Final = 100


def preview(upload: Upload) -> survey_csv.Preview:
    """Preview a file as the tool that a person stated, or as it seems to be."""
    source = upload.choices.get("tool")
    return survey_csv.preview(upload.file, limits=LIMITS, encoding=upload.encoding, source=source)


def import_survey(job: RunningJob, upload: Upload, *, mapping: Mapping[str, object]) -> None:
    """Import everything or nothing. On a problem the report lists each row, and file and mapping are kept."""
    district, columns = job.actor.district, survey_csv.Mapping.from_dict(mapping)
    job.advance(0, 3, lambda: _("Reading the file."))
    responses, report = survey_csv.read(upload.file, columns, limits=LIMITS, encoding=upload.encoding)
    if not report.is_ok:
        raise BadFile(report.problems, report.n_problems)
    job.advance(1, 3, lambda: _("Matching schools and choices."))
    questions, people, notes = shape(district, columns, responses, report.file)
    job.advance(2, 3, lambda: _("Saving the answers of %(n)s people.") % {"n": len(people)})
    times = [one.at for one in people if one.at is not None]
    with arriving_forum(
        job.actor,
        cycle_of_upload(upload),
        kind=ForumKind.SURVEY,
        title=upload.title or Path(report.file).stem,
        first_at=min(times, default=None),
        last_at=max(times, default=None),
        after_turn=lambda: job.advance(2, 3),
    ) as arrival:
        written = write_survey(arrival, questions, people)
        with job.last_step():
            written.reveal(arrival)
            reasons = {column.column: column.reason for column in columns.columns if column.reason}
            record_personal_columns(job.actor, written.forum, reasons)
            remove_upload(job.actor, upload)
            job.finish_at(district.url("forum", forum_id=written.forum.public_id))
            job.set_result(lambda: result_message(written), lambda: [*notes(), *report_rows(report.notes)])
    if written.n_held:
        alert_responders(district)


def result_message(written: ImportedSurvey) -> str:
    n_people, n_questions, n_answers, n_texts = (
        written.n_people,
        written.n_questions,
        written.n_answers,
        written.n_texts,
    )
    counts = [
        ngettext("%(n)s person", "%(n)s people", n_people) % {"n": n_people},
        ngettext("%(n)s question", "%(n)s questions", n_questions) % {"n": n_questions},
        ngettext("%(n)s answer", "%(n)s answers", n_answers) % {"n": n_answers},
        ngettext("%(n)s written answer", "%(n)s written answers", n_texts) % {"n": n_texts},
    ]
    title = written.forum.title.source
    sentences = [_("Imported “%(title)s”: %(counts)s.") % {"title": title, "counts": ", ".join(counts)}]
    if n_texts:
        sentences.append(_("The written answers need review."))
    if written.n_held:
        held = ngettext(
            "%(n)s of them is on hold as an urgent message.",
            "%(n)s of them are on hold as urgent messages.",
            written.n_held,
        )
        sentences.append(held % {"n": written.n_held})
    return " ".join(sentences)


def shape(
    district: District, mapping: survey_csv.Mapping, responses: Sequence[survey_csv.Response], file: str
) -> tuple[list[QuestionToWrite], list[PersonToWrite], Callable[[], list[ReportLine]]]:
    """Questions with choices in column order, people by row, and how to report unknown schools."""
    titles: dict[str, str] = {}
    for column in mapping.columns:
        if column.part in {"single", "multiple", "scale", "text"}:
            titles.setdefault(column.title, column.part)
    questions = [_question(title, kind, mapping, responses, file) for title, kind in titles.items()]
    number = {title: i for i, title in enumerate(titles)}
    choice_at = [{label: n for n, label in enumerate(question.choices)} for question in questions]
    for part, kind in (("school", QuestionKind.SCHOOL), ("role", QuestionKind.ROLE)):
        column_of_part = next((c for c in mapping.columns if c.part == part), None)
        if column_of_part is not None:
            questions.append(QuestionToWrite(column_of_part.title, kind))
    names = SchoolNames()
    people: list[PersonToWrite] = []
    rows_of_unknown: dict[str, list[int]] = {}
    for one in responses:
        school = names.find(one.school) if one.school else None
        if one.school and school is None:
            rows_of_unknown.setdefault(one.school, []).append(one.row)
        answers = {number[answer.question]: answer for answer in one.answers}
        people.append(
            PersonToWrite(
                row=one.row,
                at=_moment(district, one.at),
                language=(one.language or "")[:10],
                role=_role(one.role),
                school_id=school.pk if school else None,
                texts={i: a.text for i, a in answers.items() if a.kind == "text"},
                chosen={
                    i: [choice_at[i][label] for label in a.choices]
                    for i, a in answers.items()
                    if a.kind in {"single", "multiple"}
                },
                numbers={i: a.number for i, a in answers.items() if a.number is not None},
            )
        )
    return questions, people, lambda: _unknown_schools(file, rows_of_unknown)


def _role(written: str | None) -> str:
    if not written:
        return ""
    return written if written in ContributorRole.values else guess_role(written)


def _moment(district: District, at: datetime | None) -> datetime | None:
    """Convert to UTC; a time without a zone is in the district's time zone."""
    if at is None:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=district.zone)).astimezone(UTC)


def _unknown_schools(file: str, rows_of: Mapping[str, Sequence[int]]) -> list[ReportLine]:
    """A report line for each spelling, the most frequent first, with the first rows that have it."""
    often = sorted(rows_of.items(), key=lambda one: (-len(one[1]), one[1][0]))
    lines = [_unknown_school(file, written, rows) for written, rows in often[:MOST_UNKNOWN_SCHOOLS]]
    left = often[MOST_UNKNOWN_SCHOOLS:]
    if left:
        n_rows = sum(len(rows) for _written, rows in left)
        found = _(
            "Other names that don't match a school in this district: %(n)s. Rows with these names: "
            "%(n_rows)s."
        )
        lines.append(_line(file, "", found % {"n": len(left), "n_rows": n_rows}))
    return lines


def _unknown_school(file: str, written: str, rows: Sequence[int]) -> ReportLine:
    found = ngettext(
        "“%(school)s” isn't a school in this district. %(n)s row was imported without a school.",
        "“%(school)s” isn't a school in this district. %(n)s rows were imported without a school.",
        len(rows),
    )
    row_numbers = ", ".join(str(row) for row in rows[:FIRST_ROWS]) + (", …" if len(rows) > FIRST_ROWS else "")
    return _line(file, row_numbers, found % {"school": written[:60], "n": len(rows)})


def _line(file: str, rows: str, found: str) -> ReportLine:
    return {
        _("File"): file,
        _("Row"): rows,
        _("Column"): "",
        _("Details"): found,
        _("What to do"): _("Add the school, or use its name from the list of schools."),
    }


def _question(
    title: str,
    kind: str,
    mapping: survey_csv.Mapping,
    responses: Sequence[survey_csv.Response],
    file: str,
) -> QuestionToWrite:
    answers = [a for one in responses for a in one.answers if a.question == title]
    columns = [c for c in mapping.columns if c.title == title]
    if kind in {"single", "multiple"}:
        first = [label for c in columns for label in ((c.option,) if c.option else c.options) if label]
        given = {label: None for a in answers for label in a.choices}
        labels = [label for label in dict.fromkeys(first) if label in given or kind == "multiple"]
        labels += [label for label in given if label not in labels]
        if len(labels) > MOST_CHOICES:
            raise JobRefused(lambda: _too_many_choices(file, title, len(labels)))
        return QuestionToWrite(title, kind, choices=labels)
    if kind == "scale":
        return _scale(title, columns[0].labels, [cast(int, a.number) for a in answers], file)
    return QuestionToWrite(title, kind)


def _scale(title: str, labels: Sequence[str], numbers: Sequence[int], file: str) -> QuestionToWrite:
    if labels:
        ends = tuple(label.split("|")[0].strip() for label in (labels[0], labels[-1]))
        return QuestionToWrite(
            title, QuestionKind.SCALE, scale=(1, max(2, len(labels))), scale_labels=(ends[0], ends[1])
        )
    low, high = min(numbers, default=1), max(numbers, default=5)
    if low < -WIDEST_SCALE or high > WIDEST_SCALE:
        raise JobRefused(lambda: _too_wide_scale(file, title, low, high))
    top = next(step for step in (5, 7, 10, WIDEST_SCALE) if high <= step)
    return QuestionToWrite(title, QuestionKind.SCALE, scale=(min(low, 1), top))


def _too_many_choices(file: str, column: str, n: int) -> str:
    return _(
        "%(file)s, column “%(column)s”: the cells contain %(n)s different choices, which is too many. Import "
        "the column as a written answer, or choose the separator between choices. Nothing was imported."
    ) % {"file": file, "column": column, "n": n}


def _too_wide_scale(file: str, column: str, low: int, high: int) -> str:
    return _(
        "%(file)s, column “%(column)s”: the numbers go from %(low)s to %(high)s, which is too wide for a "
        "scale. Import the column as a written answer, or don't import it. Nothing was imported."
    ) % {"file": file, "column": column, "low": low, "high": high}
