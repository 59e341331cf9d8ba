"""The tables of a data package of findings."""

import json
from collections.abc import Iterator, Mapping, Sequence

from throughline.formats.data_package import Column, Table
from throughline.formats.writing import Cell
from throughline.measure.published import (
    PublishedPatterns,
    PublishedShare,
    PublishedTable,
    PublishedTexts,
    PublishedVotes,
    joined,
)
from throughline.ui.fields import TranslatedText
from throughline.understand.models import BasisEntry, basis_from_plain
from throughline.understand.queries.released_words import WordsToShow
from throughline.understand.releases.descriptions.parts import no_longer_shown
from throughline.understand.releases.plain import PlainFinding, WordsReference, source_of
from throughline.understand.releases.released_words import references_in, with_words, words_behind

# Names of columns and files stay English, like the keys of a release.
ANSWERS = ("agree", "disagree", "not_sure")

FINDING = Column(
    "finding", "Permanent ID of the finding. It stays the same in a correction.", is_required=True
)
N_OF = Column(
    "n_of",
    "What n counts: people, texts (comments without a known author), or both.",
    values=("people", "texts", "both"),
)
DATA_KIND = Column(
    "data_kind",
    "How the responses were collected: from people who chose to take part (chose), people invited from a "
    "complete list (roster), a random sample (random), or imported from elsewhere (imported).",
    values=("chose", "roster", "random", "imported"),
)
FINDINGS = (
    FINDING,
    Column("language", "Language the finding was written in.", is_required=True),
    Column("sentence", "The finding, in one sentence.", is_required=True),
    Column("explanation", "What the finding means, and where people disagree."),
    Column("who_is_missing", "Who did not take part, or took part too little."),
    Column("n", "Number of people or comments the finding is based on. See n_of.", "integer"),
    N_OF,
    DATA_KIND,
)
BASIS = (
    FINDING,
    Column(
        "entry",
        "Number of the piece of evidence within the finding, starting at 1.",
        "integer",
        is_required=True,
    ),
    Column(
        "kind",
        "Type of evidence: theme in comments (code), votes on a statement (statement), analysis (run), or "
        "individual comments (voice).",
        values=("code", "statement", "run", "voice"),
        is_required=True,
    ),
    Column("label", "Name of the theme, or text of the statement."),
    Column("n", "Number of people or comments the evidence is based on. See n_of.", "integer"),
    N_OF,
    DATA_KIND,
    Column("method", "Method used to compute the numbers.", is_required=True),
    Column("version", "Version of the method."),
    Column("settings", "Settings of the method, as JSON."),
    Column("seed", "Random seed the method used.", "integer"),
    Column("log_position", "Number of the last vote that was counted.", "integer"),
    Column("computed_at", "Date and time the numbers were computed.", "datetime"),
)
FIGURES = (
    FINDING,
    Column("entry", "Number of the piece of evidence in data/basis.csv.", "integer", is_required=True),
    Column("table", "Table within the piece of evidence.", is_required=True),
    Column("row", "What the row describes: a group, a statement, or an answer."),
    Column("column", "What the column describes."),
    Column("n", "Number of people counted in the row.", "integer"),
    Column("count", "A number of people or comments.", "integer"),
    Column("percent", "Percent of the people in the row, as a whole number or rounded further.", "number"),
    Column(
        "bound",
        "How to read the number: empty means exact; less, more, or about means less than, more than, or "
        "about this number; hidden means hidden to protect privacy.",
        values=("less", "more", "about", "hidden"),
    ),
    Column(
        "low",
        "Low end of the 95 percent margin of error, in percent of everyone. Only for a random sample or "
        "people invited from a complete list.",
        "integer",
    ),
    Column(
        "high",
        "High end of the margin of error (Wilson interval at 95 percent), in percent of everyone.",
        "integer",
    ),
)
LANGUAGE = Column("language", "Language of the words.", is_required=True)
IS_ORIGINAL = Column(
    "is_original",
    "yes for the original words, no for a translation that a person reviewed.",
    values=("yes", "no"),
)
STATE = Column(
    "state",
    "Whether the words are shown, were withdrawn by the person who wrote them, or were hidden by "
    "the district.",
    values=("shown", "withdrawn", "hidden"),
    is_required=True,
)
QUOTES = (
    FINDING,
    Column("quote", "Number of the quote within the finding, starting at 1.", "integer", is_required=True),
    LANGUAGE,
    IS_ORIGINAL,
    Column("words", "The words. Empty if they are no longer shown."),
    Column("speaker", "Role of the person quoted, if enough people have that role."),
    STATE,
    Column("id", "ID of the words in data/words.csv and in the release file.", is_required=True),
)
WORDS = (
    Column("id", "ID that the release file contains in place of the words.", is_required=True),
    LANGUAGE,
    IS_ORIGINAL,
    STATE,
    Column(
        "salt",
        "Random text placed before the words to compute the fingerprint. Empty if the words are not shown.",
    ),
    Column(
        "sha256",
        "Fingerprint (SHA-256) of salt and words, as in the release file, without an apostrophe added here.",
        is_required=True,
    ),
    Column("words", "The words. Empty if they are no longer shown."),
)


def package_tables(referring: Sequence[PlainFinding]) -> tuple[Table, ...]:
    """The tables of findings in the form of a release, which refer to people's words."""
    words = words_behind(referring)
    findings: list[PlainFinding] = with_words(referring, words)
    return (
        Table("findings", "One row per finding.", FINDINGS, list(_finding_rows(findings)), ("finding",)),
        Table(
            "basis",
            "One row per piece of evidence of a finding.",
            BASIS,
            list(_basis_rows(findings)),
            ("finding", "entry"),
            (("finding", "findings", "finding"),),
        ),
        Table(
            "figures",
            "One row per number.",
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
            "One row per quote and language.",
            QUOTES,
            list(_quote_rows(referring, words)),
            ("finding", "quote", "language"),
            (("finding", "findings", "finding"), (("id", "language"), "words", ("id", "language"))),
        ),
        Table(
            "words",
            "One row per comment and language: quotes, and statements whose votes were released.",
            WORDS,
            list(_word_rows(referring, words)),
            ("id", "language"),
        ),
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


def entries_of(findings: Sequence[PlainFinding]) -> Iterator[tuple[str, int, BasisEntry]]:
    for one in findings:
        for number, entry in enumerate(basis_from_plain(one["basis"]), start=1):
            yield one["id"], number, entry


def _basis_rows(findings: Sequence[PlainFinding]) -> Iterator[Sequence[Cell]]:
    for finding, number, entry in entries_of(findings):
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
    for finding, number, entry in entries_of(findings):
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
        words = statement.words.source if statement.words else no_longer_shown()
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


def _quote_rows(
    findings: Sequence[PlainFinding], words: Mapping[str, WordsToShow]
) -> Iterator[Sequence[Cell]]:
    for one in findings:
        for number, quote in enumerate(one["quotes"], start=1):
            for reference in references_in([{"basis": [], "quotes": [quote]}]):
                for language, is_original, shown in _in_each_language(reference, words):
                    text = shown.text.texts.get(language)
                    speaker = quote["speaker"] or None
                    yield (
                        one["id"],
                        number,
                        language,
                        is_original,
                        text,
                        speaker,
                        shown.state,
                        reference["words"],
                    )


def _word_rows(
    findings: Sequence[PlainFinding], words: Mapping[str, WordsToShow]
) -> Iterator[Sequence[Cell]]:
    for reference in {one["words"]: one for one in references_in(findings)}.values():
        for language, is_original, shown in _in_each_language(reference, words):
            text, sha256 = shown.text.texts.get(language), reference["sha256"][language]
            yield reference["words"], language, is_original, shown.state, shown.salt or None, sha256, text


def _in_each_language(
    reference: WordsReference, words: Mapping[str, WordsToShow]
) -> Iterator[tuple[str, str, WordsToShow]]:
    gone = WordsToShow("withdrawn", TranslatedText(reference["source"]), "", reference["sha256"])
    for language in sorted(reference["sha256"]):
        is_original = "yes" if language == reference["source"] else "no"
        yield language, is_original, words.get(reference["words"], gone)
