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
LANGUAGE = Column("language", "Language of the words.", is_required=True)
IS_ORIGINAL = Column(
    "is_original",
    "yes for the words as they were written, no for a reviewed translation.",
    values=("yes", "no"),
)
STATE = Column(
    "state",
    "Whether the words are shown, were withdrawn by who wrote them, or are hidden by the district.",
    values=("shown", "withdrawn", "hidden"),
    is_required=True,
)
QUOTES = (
    FINDING,
    Column("quote", "Number of the quote within the finding, from 1.", "integer", is_required=True),
    LANGUAGE,
    IS_ORIGINAL,
    Column("words", "The words; empty if they are no longer shown."),
    Column("speaker", "The role of who said it, where enough people share it."),
    STATE,
    Column("id", "The words in data/words.csv and in the file of the release.", is_required=True),
)
WORDS = (
    Column("id", "What the file of the release has in their place.", is_required=True),
    LANGUAGE,
    IS_ORIGINAL,
    STATE,
    Column("salt", "Stands before the words in the text that is hashed; empty if they are not shown."),
    Column(
        "sha256",
        "SHA-256 of salt and words, without an apostrophe added here; as in the file of the release.",
        is_required=True,
    ),
    Column("words", "The words; empty if they are no longer shown."),
)


def package_tables(referring: Sequence[PlainFinding]) -> tuple[Table, ...]:
    """The tables of findings in the form of a release, which refer to people's words."""
    words = words_behind(referring)
    findings: list[PlainFinding] = with_words(referring, words)
    return (
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
            list(_quote_rows(referring, words)),
            ("finding", "quote", "language"),
            (("finding", "findings", "finding"), (("id", "language"), "words", ("id", "language"))),
        ),
        Table(
            "words",
            "Words of one person in one language a row: quotes, and statements whose votes were released.",
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
