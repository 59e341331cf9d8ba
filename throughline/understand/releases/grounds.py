"""What stands under a released finding, in words and numbers: the same for every page that opens a claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.convene.models import DataKind
from throughline.measure.published import (
    PublishedPatterns,
    PublishedRow,
    PublishedStatement,
    PublishedTable,
    PublishedTexts,
    PublishedVotes,
    RunKind,
    chance_sentence,
    joined,
    share_label,
    unseen_groups_sentence,
)
from throughline.ui.fields import TranslatedText
from throughline.understand.models import BasisEntry, NumberOf


@dataclass(frozen=True)
class GroundTable:
    """Numbers under a claim: a caption, a header and rows whose first cell names the row."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Part:
    """Sentences under a heading of their own, one for each thing that people hold."""

    heading: str
    said: Sequence[str]


@dataclass(frozen=True)
class GroupOnMap:
    """A released group on the map: its centre, from -100 to 100 either way. Nobody's own place is in it."""

    name: str
    n: int
    x: int
    y: int


@dataclass(frozen=True)
class Ground:
    """One thing a claim rests on. `said` are whole sentences; `how` names method, version and settings.

    Of patterns `shared` comes before all else, and `apart` after what was found.
    """

    kind: str
    kind_label: str
    label: TranslatedText
    forums: Sequence[TranslatedText]
    n: int | None
    n_of: str
    n_said: str
    data_kind: str
    said: Sequence[str]
    tables: Sequence[GroundTable]
    how: str
    computed_at: datetime | None
    shared: Part | None = None
    apart: Sequence[Part] = ()
    places: Sequence[GroupOnMap] = ()


def grounds_of(basis: Sequence[BasisEntry]) -> list[Ground]:
    """Read the basis of a released finding."""
    return [_ground(entry) for entry in basis]


def n_said(n: int | None, n_of: str) -> str:
    if n is None:
        return _("not counted")
    if n_of == NumberOf.TEXTS:
        sentence = ngettext("%(n)s text, its writer not known", "%(n)s texts, their writers not known", n)
        return sentence % {"n": n}
    if n_of == NumberOf.BOTH:
        return _("%(n)s in all: people, and texts whose writers are not known") % {"n": n}
    return ngettext("%(n)s person", "%(n)s people", n) % {"n": n}


def _ground(entry: BasisEntry) -> Ground:
    said, tables = _figures(entry)
    patterns = entry.figures if isinstance(entry.figures, PublishedPatterns) else None
    return Ground(
        kind=entry.kind,
        kind_label=_kind_label(entry.kind, entry.run_kind),
        label=entry.label,
        forums=entry.forums,
        n=entry.n,
        n_of=entry.n_of,
        n_said=n_said(entry.n, entry.n_of),
        data_kind=_data_kind_said(entry.data_kind),
        said=said,
        tables=tables,
        how=_how(entry),
        computed_at=None if entry.computed_at is None else parse_datetime(entry.computed_at),
        shared=None if patterns is None else _shared(patterns),
        apart=() if patterns is None else _apart(patterns),
        places=() if patterns is None else _places(patterns),
    )


def _data_kind_said(data_kind: str) -> str:
    return str(DataKind(data_kind).label) if data_kind in DataKind.values else data_kind


def _kind_label(kind: str, run_kind: str) -> str:
    if kind == "run":
        return str(RunKind(run_kind).label) if run_kind in RunKind.values else _("A computation")
    return {
        "code": _("What people wrote about"),
        "statement": _("Votes on a statement"),
        "voice": _("In people's own words"),
    }.get(kind, "")


def _how(entry: BasisEntry) -> str:
    parts = [f"{entry.method} {entry.version}".strip()]
    if entry.seed is not None:
        parts.append(_("seed %(seed)s") % {"seed": entry.seed})
    if entry.log_position:
        parts.append(_("votes read up to number %(position)s") % {"position": entry.log_position})
    return ", ".join(part for part in parts if part)


Said = tuple[list[str], list[GroundTable]]


def _figures(entry: BasisEntry) -> Said:
    figures = entry.figures
    if isinstance(figures, PublishedTexts):
        return [
            _("%(n)s of the %(of)s texts that were read speak of this.")
            % {"n": figures.texts_with_code, "of": figures.texts_read}
        ], []
    if isinstance(figures, PublishedVotes):
        return _of_statement(figures, entry.n)
    if isinstance(figures, PublishedTable):
        return _of_crosstab(figures)
    return _of_patterns(figures) if isinstance(figures, PublishedPatterns) else ([], [])


def answer_labels() -> dict[str, str]:
    return {"agree": _("Agree"), "disagree": _("Disagree"), "not_sure": _("Not sure")}


def _of_statement(votes: PublishedVotes, n: int) -> Said:
    labels = answer_labels()
    rows = [[labels.get(one.answer, one.answer), share_label(one)] for one in votes.answers]
    caption = _("Of the %(n)s who voted on it") % {"n": n}
    return [], [GroundTable(caption, [_("Answer"), _("Share")], rows)] if rows else []


def _of_patterns(patterns: PublishedPatterns) -> Said:
    groups = patterns.groups
    said = [*_verdict_said(patterns), *_unseen_said(patterns), *_unplaced_said(patterns)]
    said += [
        _("Groups %(names)s are shown together, so that nobody can be recognized.")
        % {"names": ", ".join(group.made_of)}
        for group in groups
        if len(group.made_of) > 1
    ]
    if patterns.n_left_out:
        said.append(
            ngettext(
                "%(n)s statement is left out here: beside other numbers it would tell of very few people.",
                "%(n)s statements are left out here: beside others they would tell of very few people.",
                patterns.n_left_out,
            )
            % {"n": patterns.n_left_out}
        )
    has_groups = _has_groups(patterns)
    caption = _("Groups of people who voted alike") if has_groups else _("People who were compared")
    names = {group.name: group.name if has_groups else _("All") for group in groups}
    tables = [
        GroundTable(
            caption,
            [_("Group"), _("People")],
            [[names[group.name], str(group.n)] for group in groups],
        )
    ]
    rows = []
    for statement in patterns.statements:
        for cell in statement.groups:
            shares = [share_label(share) for share in cell.answers]
            name = names.get(cell.name, cell.name)
            rows.append([words_said(statement), name, str(cell.n), *shares])
    if rows:
        header = [_("Statement"), _("Group"), _("People"), *answer_labels().values()]
        title = _("How each group voted") if has_groups else _("How people voted")
        tables.append(GroundTable(title, header, rows))
    return said, tables


def words_said(statement: PublishedStatement) -> str:
    return str(statement.words or "")


def _has_groups(patterns: PublishedPatterns) -> bool:
    return patterns.verdict in ("groups", "imported")


def _shared(patterns: PublishedPatterns) -> Part:
    """What every group holds, agreeing or refusing."""
    forms = {"agreement": _("Agree: “%(words)s”"), "rejection": _("Disagree: “%(words)s”")}
    held = [forms[row.area] % {"words": words_said(row)} for row in patterns.statements if row.area in forms]
    heading = _("What all groups share") if _has_groups(patterns) else _("What most people share")
    return Part(heading, held or [_("No statement of which the votes show that all hold the same.")])


def _apart(patterns: PublishedPatterns) -> list[Part]:
    """What sets each group apart; of one group alone there is nothing to say."""
    groups = patterns.groups
    if not _has_groups(patterns) or len(groups) < 2:
        return []
    more = {
        "agree": _("Agrees more than the others: “%(words)s”"),
        "disagree": _("Disagrees more than the others: “%(words)s”"),
    }
    parts = []
    for group in groups:
        said = [
            more[stands.direction] % {"words": words_said(row)}
            for row in patterns.statements
            for stands in row.stands_for
            if stands.name == group.name
        ]
        heading = ngettext(
            "What sets group %(name)s apart (%(n)s person)",
            "What sets group %(name)s apart (%(n)s people)",
            group.n,
        ) % {"name": group.name, "n": group.n}
        parts.append(Part(heading, said or [_("Nothing that can be told sets it apart clearly.")]))
    return parts


def _places(patterns: PublishedPatterns) -> list[GroupOnMap]:
    placed = [GroupOnMap(group.name, group.n, *group.at) for group in patterns.groups if group.at is not None]
    return placed if len(placed) > 1 and len(placed) == len(patterns.groups) else []


def _unseen_said(patterns: PublishedPatterns) -> list[str]:
    """Where no groups showed: on how many draws that rests, and how small a group could be there unseen."""
    grounds, verdict = patterns.grounds, patterns.verdict
    if grounds is None or verdict not in ("nothing", "spectrum"):
        return []
    said = [chance_sentence(grounds.n_draws)] if verdict == "nothing" else []
    percent = grounds.smallest_visible_percent
    return [*said, unseen_groups_sentence(None if percent is None else percent / 100)]


def _unplaced_said(patterns: PublishedPatterns) -> list[str]:
    n = patterns.n_unplaced
    if n is None:
        few = _("Fewer than %(minimum)s people, or none, voted on too few statements to be compared.")
        return [few % {"minimum": patterns.minimum_n}]
    return [
        ngettext(
            "%(n)s person more voted on too few statements to be compared.",
            "%(n)s people more voted on too few statements to be compared.",
            n,
        )
        % {"n": n}
    ]


def _verdict_said(patterns: PublishedPatterns) -> list[str]:
    verdict, n_groups = patterns.verdict, len(patterns.groups)
    if verdict == "imported":
        return [
            ngettext(
                "%(n)s group as published by Polis, not tested here.",
                "%(n)s groups as published by Polis, not tested here.",
                n_groups,
            )
            % {"n": n_groups}
        ]
    if verdict == "nothing":
        return [_("No pattern beyond chance.")]
    if verdict == "spectrum":
        ends = _ends_said(patterns.statements)
        if len(ends) < 2:
            return [_("Answers spread along a line, without falling into groups.")]
        return [
            _("Answers spread along a line from %(low)s to %(high)s.")
            % {"low": ends["low"], "high": ends["high"]}
        ]
    said = [
        ngettext(
            "Answers did not fall into patterns that can be shown.",
            "Answers fell into %(n)s patterns.",
            n_groups,
        )
        % {"n": n_groups}
    ]
    if n_groups > 1 and patterns.steadiness in ("loose", "unsteady"):
        said.append(_("With other people or other statements, some would stand in another pattern."))
    return said


def _ends_said(statements: Sequence[PublishedStatement]) -> dict[str, str]:
    """What people at either end of a line say, the first statement of each."""
    said: dict[str, str] = {}
    for statement in statements:
        for one in statement.ends:
            form = (
                _("agreeing with “%(words)s”")
                if one.direction == "agree"
                else _("disagreeing with “%(words)s”")
            )
            said.setdefault(one.end, form % {"words": words_said(statement)})
    return said


def _of_crosstab(table: PublishedTable) -> Said:
    if not table.rows:
        return [], []
    columns = [str(joined(labels)) for labels in table.columns]
    rows, said = [], []
    for row in table.rows:
        cells = (
            [share_label(share) for share in row.shares]
            if row.shares is not None
            else [_("hidden") if count is None else str(count) for count in row.counts or ()]
        )
        rows.append([str(joined(row.label)), "" if row.n is None else str(row.n), *cells])
        if len(row.label) > 1:
            said += _together_said(row, columns)
    if table.n_hidden:
        said.append(
            _("A few numbers are left out: they tell of so few people that somebody might be recognized.")
        )
    caption = _("“%(rows)s” beside “%(columns)s”") % {
        "rows": table.row_question,
        "columns": table.column_question,
    }
    return said, [GroundTable(caption, ["", _("People"), *columns], rows)]


def _together_said(row: PublishedRow, columns: Sequence[str]) -> list[str]:
    """Why some are counted together, and what they say together: each of their answers counts."""
    names = get_text_list([str(label) for label in row.label], _("and"))
    said = [
        _(
            "Few people answered from each of these: %(names)s. They are counted together. That way nobody "
            "can be picked out, and every answer counts."
        )
        % {"names": names}
    ]
    told = [
        (share.percent, place)
        for place, share in enumerate(row.shares or ())
        if share.percent is not None and share.bound != "less"
    ]
    if told and row.n is not None and row.shares is not None:
        _percent, place = max(told, key=lambda one: (one[0], -one[1]))
        said.append(
            _("Together %(n)s people answered; the most common answer is “%(answer)s” (%(share)s).")
            % {"n": row.n, "answer": columns[place], "share": share_label(row.shares[place])}
        )
    return said
