"""Codes, codings and findings as tables. For staff only: disclosure control is not applied."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from throughline.accounts.models import District
from throughline.accounts.queries.export import (
    day_of,
    rows_in_pieces,
    shuffled_rows,
    translated_cells,
    translated_columns,
)
from throughline.convene.models import Cycle
from throughline.formats.writing import Cell
from throughline.listen.models import VoiceState
from throughline.understand.models import Coding, Finding
from throughline.understand.queries.codes import CodeCount
from throughline.understand.queries.findings import finding_row


def codes_header(languages: Sequence[str]) -> list[str]:
    return [
        "code_id",
        *translated_columns("code", languages),
        "definition",
        "n_texts",
        "n_people_known",
        "n_texts_of_unknown_writers",
        "n_texts_read",
        "n_texts_by_coder",
    ]


def codes_rows(counts: Sequence[CodeCount], languages: Sequence[str]) -> Iterator[list[Cell]]:
    for row in counts:
        yield [
            row.code.public_id,
            *translated_cells(row.code.name, languages),
            row.code.definition,
            row.n_texts,
            row.n_people,
            row.n_unsigned,
            row.n_read,
            "; ".join(f"{name or '–'}={n}" for name, n in row.coders),
        ]


def codings_of_cycle(cycle: Cycle) -> QuerySet[Coding]:
    """The codings that the counts of codes include."""
    return Coding.objects.filter(
        code__cycle=cycle,
        removed_at__isnull=True,
        voice__state=VoiceState.APPROVED,
        voice__is_held=False,
        voice__is_seed=False,
    ).select_related("code", "voice__forum", "coder")


def codings_header(languages: Sequence[str]) -> list[str]:
    return [
        "code_id",
        *translated_columns("code", languages),
        "text_id",
        "forum_id",
        "kind",
        "language",
        "start",
        "end",
        "words",
        "coder",
        "day",
    ]


def codings_rows(district: District, codings: QuerySet[Coding]) -> Iterator[list[Cell]]:
    """One row per coding with its words, the whole text if it has no span. Writers are not named."""

    def cells(coding: Coding) -> Iterator[list[Cell]]:
        voice = coding.voice
        yield [
            coding.code.public_id,
            *translated_cells(coding.code.name, district.languages),
            voice.public_id,
            voice.forum.public_id,
            voice.kind,
            voice.language,
            coding.start,
            coding.end,
            voice.text if coding.start is None else voice.text[coding.start : coding.end],
            coding.coder.name if coding.coder else "",
            day_of(coding.at, district).isoformat(),
        ]

    return shuffled_rows(district, codings, cells)


def findings_header(languages: Sequence[str]) -> list[str]:
    return [
        "finding_id",
        *translated_columns("sentence", languages),
        *translated_columns("explanation", languages),
        *translated_columns("who_is_missing", languages),
        "state",
        "n",
        "n_of",
        "data_kind",
        "n_evidence",
        "minimum_n",
        "author",
        "written_on",
        "released_on",
    ]


def findings_rows(district: District, findings: QuerySet[Finding]) -> Iterator[list[Cell]]:
    def cells(finding: Finding) -> Iterator[list[Cell]]:
        row = finding_row(finding)
        released = finding.released_as.release.released_at if finding.released_as else None
        yield [
            finding.public_id,
            *translated_cells(finding.sentence, district.languages),
            *translated_cells(finding.explanation, district.languages),
            *translated_cells(finding.who_is_missing, district.languages),
            finding.state,
            row.participants.n,
            row.participants.n_of.value,
            row.participants.data_kind.value if row.evidence else "",
            len(row.evidence),
            row.minimum_n,
            finding.author.name if finding.author else "",
            day_of(finding.created_at, district).isoformat(),
            day_of(released, district).isoformat() if released else "",
        ]

    return rows_in_pieces(district, findings, cells)
