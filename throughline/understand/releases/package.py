"""Findings as a data package: tables with a dictionary, the methods, and the released file."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from throughline.convene.models import Cycle
from throughline.formats.data_package import Column, DataPackage, Table, stream
from throughline.formats.writing import Cell
from throughline.measure.published import (
    PublishedPatterns,
    PublishedShare,
    PublishedTable,
    PublishedTexts,
    PublishedVotes,
    joined,
)
from throughline.understand.models import BasisEntry, Release, ReleasedFinding, basis_from_plain
from throughline.understand.releases.plain import PlainFinding, source_of

# Names of columns and files stay English, as every key of a release does.
ANSWERS = ("agree", "disagree", "not_sure")
README = """{title}

{about}

What is in it

- datapackage.json says what each column of each table holds (Frictionless Tabular Data Package, version 1).
- data/findings.csv: one row a finding, with how many stand behind it.
- data/basis.csv: what each finding rests on, with method, version, settings and seed.
- data/figures.csv: every number under a finding, one row a number.
- data/quotes.csv: quoted words, in each language they may be read in.
- methods.md: the methods and the software, with their versions, and the rules of what may be told.
{files}
What the numbers are not

They tell of those who took part. Unless the kind of data says "random" or "roster", they are no estimate of
everybody. Numbers about few people were counted together with others, or left out; a share told as "less",
"more" or "about" is not told exactly, on purpose. Do not try to work out who said what.

A text in a cell that would run as a formula in a spreadsheet carries an apostrophe before it.
"""


def package_of_release(release: Release) -> Iterator[bytes]:
    """One release: its findings as tables, and exactly the file that was hashed."""
    content = json.loads(release.canonical)
    name = f"{content['district']}-release-{release.number}"
    title = _("Release %(number)s of “%(cycle)s”") % {"number": release.number, "cycle": release.cycle.title}
    about = {"sha256": release.sha256, "version": str(release.number)}
    return package_of(
        name,
        title,
        content["findings"],
        release.released_at,
        guard=content["guard"],
        releases=[release],
        about=about,
    )


def package_of_findings(
    cycle: Cycle, *, name: str, title: str, findings: Sequence[PlainFinding], created: datetime
) -> Iterator[bytes]:
    """Findings as published somewhere, with the releases all of whose findings are current and among them."""
    ids = {one["id"] for one in findings}
    releases = [
        one
        for one in Release.objects.filter(cycle=cycle).order_by("number")
        if {finding["id"] for finding in json.loads(one.canonical)["findings"]} <= ids
        and not ReleasedFinding.objects.filter(release=one, is_superseded=True).exists()
    ]
    latest = Release.objects.filter(cycle=cycle, released_at__lte=created).order_by("-number").first()
    guard = json.loads(latest.canonical)["guard"] if latest is not None else {}
    current = ReleasedFinding.objects.filter(stable_id__in=ids, is_superseded=False)
    counted_in = list(
        Release.objects.filter(cycle=cycle, pk__in=current.values("release")).order_by("number")
    )
    return package_of(name, title, findings, created, guard=guard, releases=releases, counted_in=counted_in)


def package_of(
    name: str,
    title: str,
    findings: Sequence[PlainFinding],
    created: datetime,
    *,
    guard: dict[str, Any],
    releases: Sequence[Release] = (),
    counted_in: Sequence[Release] = (),
    about: dict[str, Any] | None = None,
) -> Iterator[bytes]:
    """Findings in the form of a release, as a zip; `releases` are added as files.

    `counted_in` are the releases the numbers come from, where these are more than the files.
    """
    files = [(f"release-{one.number}.json", one.canonical) for one in releases]
    listed = "".join(
        f"- {path}: the release itself; its SHA-256 is {one.sha256}.\n"
        for (path, _text), one in zip(files, releases, strict=True)
    )
    readme = README.format(title=title, about=_("What people told their school district."), files=listed)
    methods = _methods(findings, guard, counted_in or releases)
    package = DataPackage(
        name=name.lower(),
        title=title,
        description=_("What people told their school district, as it was released."),
        created=created,
        tables=(
            Table("findings", "One finding a row.", FINDINGS, list(_finding_rows(findings)), ("finding",)),
            Table(
                "basis",
                "One thing a finding rests on a row.",
                BASIS,
                list(_basis_rows(findings)),
                ("finding", "entry"),
                (("finding", "findings", "finding"),),
            ),
            Table(
                "figures",
                "One number a row.",
                FIGURES,
                _figure_rows(findings),
                (),
                (
                    ("finding", "findings", "finding"),
                    (("finding", "entry"), "basis", ("finding", "entry")),
                ),
            ),
            Table(
                "quotes",
                "One quote in one language a row.",
                QUOTES,
                list(_quote_rows(findings)),
                ("finding", "quote", "language"),
                (("finding", "findings", "finding"),),
            ),
        ),
        files=(
            *files,
            ("methods.md", methods),
            ("README.txt", readme),
        ),
        about=about or {},
    )
    return stream(package)


FINDING = Column("finding", "The finding's name outside; a correction keeps it.", is_required=True)
N_OF = Column(
    "n_of",
    "What n counts: people, texts whose writers are not known, or both.",
    values=("people", "texts", "both"),
)
DATA_KIND = Column(
    "data_kind",
    "People who chose to take part, a full list, a random sample, or answers collected elsewhere.",
    values=("chose", "roster", "random", "imported"),
)
FINDINGS = (
    FINDING,
    Column("language", "The language the sentence was written in.", is_required=True),
    Column("sentence", "The finding.", is_required=True),
    Column("explanation", "A few words about it."),
    Column("who_is_missing", "Who was not heard enough."),
    Column("n", "How many stand behind it.", "integer"),
    N_OF,
    DATA_KIND,
)
BASIS = (
    FINDING,
    Column("entry", "Number of the entry within the finding, from 1.", "integer", is_required=True),
    Column("kind", "What it is.", values=("code", "statement", "run", "voice"), is_required=True),
    Column("label", "The theme or the statement."),
    Column("n", "How many stand behind it.", "integer"),
    N_OF,
    DATA_KIND,
    Column("method", "How it was computed.", is_required=True),
    Column("version", "Version of the method."),
    Column("settings", "Settings of the method, as JSON."),
    Column("seed", "Seed of the method's chance.", "integer"),
    Column("log_position", "Number of the last vote that was read.", "integer"),
    Column("computed_at", "When.", "datetime"),
)
FIGURES = (
    FINDING,
    Column("entry", "Number of the entry of the basis.", "integer", is_required=True),
    Column("table", "Which table of the entry.", is_required=True),
    Column("row", "What the row is: a group, a statement, an answer."),
    Column("column", "What the column is."),
    Column("n", "How many people the row counts.", "integer"),
    Column("count", "A number of people or texts.", "integer"),
    Column("percent", "A share of the row's people, in whole percent or rounded further.", "number"),
    Column(
        "bound",
        "How to read it: empty for exactly this; less or more than this; about this; or hidden.",
        values=("less", "more", "about", "hidden"),
    ),
    Column("low", "From what percent of everybody on: only where chance chose whom to ask.", "integer"),
    Column("high", "Up to what percent of everybody: Wilson's interval at 95 percent.", "integer"),
)
QUOTES = (
    FINDING,
    Column("quote", "Number of the quote within the finding, from 1.", "integer", is_required=True),
    Column("language", "Language of the words.", is_required=True),
    Column(
        "is_original",
        "yes for the words as they were written, no for a reviewed translation.",
        values=("yes", "no"),
    ),
    Column("words", "The words.", is_required=True),
    Column("speaker", "The role of who said it, where enough people share it."),
)


def _finding_rows(findings: Sequence[PlainFinding]) -> Iterator[Sequence[Cell]]:
    for one in findings:
        yield (
            one["id"],
            one["sentence"]["source"],
            source_of(one["sentence"]),
            source_of(one["explanation"]),
            source_of(one["who_is_missing"]),
            one["n"],
            one["n_of"],
            one["data_kind"],
        )


def _entries(findings: Sequence[PlainFinding]) -> Iterator[tuple[str, int, BasisEntry]]:
    for one in findings:
        for number, entry in enumerate(basis_from_plain(one["basis"]), start=1):
            yield one["id"], number, entry


def _basis_rows(findings: Sequence[PlainFinding]) -> Iterator[Sequence[Cell]]:
    for finding, number, entry in _entries(findings):
        yield (
            finding,
            number,
            entry.kind,
            entry.label.source,
            entry.n,
            entry.n_of,
            entry.data_kind,
            entry.method,
            entry.version,
            json.dumps(entry.settings, sort_keys=True, ensure_ascii=False) if entry.settings else None,
            entry.seed,
            entry.log_position,
            entry.computed_at,
        )


def _figure_rows(findings: Sequence[PlainFinding]) -> Iterator[Sequence[Cell]]:
    for finding, number, entry in _entries(findings):
        for row in _figures(entry):
            yield (finding, number, *row)


def _figures(entry: BasisEntry) -> Iterator[Sequence[Cell]]:
    figures = entry.figures
    if isinstance(figures, PublishedTexts):
        yield _count("texts", "texts_with_code", None, None, figures.texts_with_code)
        yield _count("texts", "texts_read", None, None, figures.texts_read)
    elif isinstance(figures, PublishedVotes):
        for one in figures.answers:
            yield _share("answers", None, one.answer, entry.n, one)
    elif isinstance(figures, PublishedPatterns):
        yield from _of_patterns(figures)
    elif isinstance(figures, PublishedTable):
        yield from _of_table(figures)


def _of_patterns(patterns: PublishedPatterns) -> Iterator[Sequence[Cell]]:
    if patterns.n_unplaced is not None:
        yield _count("people", "not placed", None, None, patterns.n_unplaced)
    for group in patterns.groups:
        yield _count("groups", group.name, None, group.n, group.n)
    for statement in patterns.statements:
        words = "" if statement.words is None else statement.words.source
        for cell in statement.groups:
            for answer, share in zip(ANSWERS, cell.answers, strict=True):
                yield _share("statements by group", f"{words} [{cell.name}]", answer, cell.n, share)


def _of_table(table: PublishedTable) -> Iterator[Sequence[Cell]]:
    columns = [str(joined(labels)) for labels in table.columns]
    for row in table.rows:
        name = str(joined(row.label))
        yield _count("rows", name, None, row.n, row.n)
        for column, share in zip(columns, row.shares or (), strict=False):
            yield _share("cells", name, column, row.n, share)
        for column, count in zip(columns, row.counts or (), strict=False):
            yield _count("cells", name, column, row.n, count)


def _count(table: str, row: str, column: str | None, n: Cell, count: int | None) -> Sequence[Cell]:
    return (table, row, column, n, count, None, "hidden" if count is None else None, None, None)


def _share(table: str, row: str | None, column: str, n: Cell, share: PublishedShare) -> Sequence[Cell]:
    low, high = share.margin or (None, None)
    return (table, row, column, n, None, share.percent, share.bound or None, low, high)


def _quote_rows(findings: Sequence[PlainFinding]) -> Iterator[Sequence[Cell]]:
    for one in findings:
        for number, quote in enumerate(one["quotes"], start=1):
            words = quote["words"]
            for language, text in sorted(words["texts"].items()):
                original = "yes" if language == words["source"] else "no"
                yield (one["id"], number, language, original, text, quote["speaker"] or None)


def _methods(findings: Sequence[PlainFinding], guard: dict[str, Any], releases: Sequence[Release]) -> str:
    """Every method behind a number, the software it ran on, and the rules of disclosure control."""
    used = sorted({(entry.method, entry.version) for _id, _number, entry in _entries(findings)})
    lines = ["# Methods", "", "| method | version |", "|---|---|"]
    lines += [f"| {method} | {version} |" for method, version in used]
    lines += ["", "# Software", "", "What the numbers were counted with when they were released.", ""]
    lines += [
        f"- release {one.number}: "
        + ", ".join(f"{name} {version}" for name, version in sorted(one.software.items()))
        for one in releases
    ]
    lines += ["", "# What may be told", ""]
    lines += [f"- {key}: {value}" for key, value in sorted(guard.items()) if not isinstance(value, dict)]
    if guard.get("audit"):
        lines += ["", "# Audit", ""]
        lines += [f"- {key}: {value}" for key, value in sorted(guard["audit"].items())]
    return "\n".join(lines) + "\n"
