"""Groups, the ends of a spectrum and people who are not placed, for a page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from throughline.listen.models import ContributorRole
from throughline.measure.models import Run, RunMember
from throughline.measure.models.results import End, ExactPatterns, PublishedPatterns, WhichEnd
from throughline.measure.queries.guard import Rules, n_shown, share_of
from throughline.measure.queries.shares import share_label
from throughline.ui.fields import TranslatedText
from throughline.ui.language import language_name


@dataclass(frozen=True)
class RepresentativeRow:
    words: TranslatedText
    is_agree: bool
    n_of: int | None = None
    n_seen: int | None = None
    percent: int | None = None
    percent_of_rest: int | None = None
    voice: str = ""


@dataclass(frozen=True)
class GroupRow:
    name: str
    n: int
    stands_for: Sequence[RepresentativeRow] = ()


@dataclass(frozen=True)
class MirroredRow:
    """A statement that sets two groups, or two ends, apart: the first of them agrees, or disagrees."""

    words: TranslatedText
    is_agree: bool
    first: RepresentativeRow
    second: RepresentativeRow


@dataclass(frozen=True)
class Unplaced:
    """The share, guarded, of one kind of people who voted too little to be placed."""

    label: str
    n: int
    share: str


def exact_group_rows(exact: ExactPatterns, words: Mapping[str, TranslatedText]) -> list[GroupRow]:
    return [
        GroupRow(
            group.name,
            group.n,
            [
                RepresentativeRow(
                    words[one.voice],
                    one.direction == "agree",
                    one.n,
                    one.n_seen,
                    None if one.share is None else round(100 * one.share),
                    None if one.share_of_rest is None else round(100 * one.share_of_rest),
                    one.voice,
                )
                for one in of_group
                if one.voice in words
            ],
        )
        for group, of_group in zip(exact.groups, exact.representative, strict=True)
    ]


def published_group_rows(published: PublishedPatterns, words: Mapping[str, TranslatedText]) -> list[GroupRow]:
    return [
        GroupRow(
            group.name,
            group.n,
            [
                RepresentativeRow(words[row.voice], stance.direction == "agree", voice=row.voice)
                for row in published.statements
                for stance in row.stands_for
                if stance.name == group.name and row.voice in words
            ],
        )
        for group in published.groups
    ]


def exact_end(end: Sequence[End], words: Mapping[str, TranslatedText]) -> list[RepresentativeRow]:
    return [
        RepresentativeRow(words[one.voice], one.direction == "agree", voice=one.voice)
        for one in end
        if one.voice in words
    ]


def published_end(
    published: PublishedPatterns, end: WhichEnd, words: Mapping[str, TranslatedText]
) -> list[RepresentativeRow]:
    return [
        RepresentativeRow(words[row.voice], one.direction == "agree", voice=row.voice)
        for row in published.statements
        for one in row.ends
        if one.end == end and row.voice in words
    ]


def mirrored_rows(
    first: Sequence[RepresentativeRow], second: Sequence[RepresentativeRow]
) -> list[MirroredRow]:
    """The statements of two lists on which one side agrees and the other disagrees."""
    by_voice = {row.voice: row for row in second}
    return [
        MirroredRow(row.words, row.is_agree, row, other)
        for row in first
        if (other := by_voice.get(row.voice)) is not None and other.is_agree != row.is_agree
    ]


def without_mirrored(
    rows: Sequence[RepresentativeRow], mirrored: Sequence[MirroredRow]
) -> list[RepresentativeRow]:
    voices = {row.first.voice for row in mirrored}
    return [row for row in rows if row.voice not in voices]


def unplaced_people(run: Run, rules: Rules) -> Iterator[Unplaced]:
    """Shares of people who are not placed, by role, school and language, where enough took part."""
    members = RunMember.objects.filter(run=run).order_by()
    labels: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("contributor__role", lambda role: str(dict(ContributorRole.choices).get(role, role))),
        ("contributor__school__name", str),
        ("contributor__language", language_name),
    )
    for field, label_of in labels:
        counted = members.values(field).annotate(n=Count("pk"), n_out=Count("pk", filter=Q(x__isnull=True)))
        for row in counted.order_by(field):
            if row[field] and n_shown(row["n"], rules) is not None:
                share = share_label(share_of(row["n_out"], row["n"], rules))
                yield Unplaced(label_of(row[field]), row["n"], share)
