"""What stands under a released finding, in words and numbers: the same for every page that opens a claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.convene.models import DataKind
from throughline.measure.models import RunKind
from throughline.measure.queries.patterns_page import chance_said, unseen_said
from throughline.measure.queries.shares import joined, said_share, text_of
from throughline.ui.fields import TranslatedText
from throughline.understand.models import NumberOf


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


def grounds_of(basis: Sequence[dict[str, Any]]) -> list[Ground]:
    """Read the `basis` of a released finding; what an entry lacks is left out."""
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


def _ground(entry: dict[str, Any]) -> Ground:
    kind = str(entry.get("kind", ""))
    figures = entry.get("figures") or {}
    said, tables = _figures(kind, str(entry.get("run_kind", "")), figures, entry)
    is_of_patterns = bool(kind == "run" and figures.get("groups"))
    data_kind = str(entry.get("data_kind", ""))
    computed_at = entry.get("computed_at")
    return Ground(
        kind=kind,
        kind_label=_kind_label(kind, str(entry.get("run_kind", ""))),
        label=text_of(entry.get("label") or {}),
        forums=[text_of(title) for title in entry.get("forums", [])],
        n=entry.get("n"),
        n_of=str(entry.get("n_of", NumberOf.PEOPLE)),
        n_said=n_said(entry.get("n"), str(entry.get("n_of", NumberOf.PEOPLE))),
        data_kind=str(DataKind(data_kind).label) if data_kind in DataKind.values else data_kind,
        said=said,
        tables=tables,
        how=_how(entry),
        computed_at=parse_datetime(computed_at) if isinstance(computed_at, str) else computed_at,
        shared=_shared(figures) if is_of_patterns else None,
        apart=_apart(figures) if is_of_patterns else (),
        places=_places(figures) if is_of_patterns else (),
    )


def _kind_label(kind: str, run_kind: str) -> str:
    if kind == "run":
        return str(RunKind(run_kind).label) if run_kind in RunKind.values else _("A computation")
    return {
        "code": _("What people wrote about"),
        "statement": _("Votes on a statement"),
        "voice": _("In people's own words"),
    }.get(kind, "")


def _how(entry: dict[str, Any]) -> str:
    parts = [f"{entry.get('method', '')} {entry.get('version', '')}".strip()]
    if entry.get("seed") is not None:
        parts.append(_("seed %(seed)s") % {"seed": entry["seed"]})
    if entry.get("log_position"):
        parts.append(_("votes read up to number %(position)s") % {"position": entry["log_position"]})
    return ", ".join(part for part in parts if part)


Figures = tuple[list[str], list[GroundTable]]


def _figures(kind: str, run_kind: str, figures: dict[str, Any], entry: dict[str, Any]) -> Figures:
    if kind == "code":
        return [
            _("%(n)s of the %(of)s texts that were read speak of this.")
            % {"n": figures.get("texts_with_code"), "of": figures.get("texts_read")}
        ], []
    if kind == "statement":
        return _of_statement(figures, entry)
    if run_kind == RunKind.CROSSTAB:
        return _of_crosstab(figures)
    return _of_patterns(figures) if kind == "run" else ([], [])


def answer_labels() -> dict[str, str]:
    return {"agree": _("Agree"), "disagree": _("Disagree"), "not_sure": _("Not sure")}


def _of_statement(figures: dict[str, Any], entry: dict[str, Any]) -> Figures:
    labels = answer_labels()
    rows = [[labels.get(row["answer"], row["answer"]), said_share(row)] for row in figures.get("answers", [])]
    caption = _("Of the %(n)s who voted on it") % {"n": entry.get("n")}
    return [], [GroundTable(caption, [_("Answer"), _("Share")], rows)] if rows else []


def _of_patterns(figures: dict[str, Any]) -> Figures:
    groups, statements = figures.get("groups", []), figures.get("statements", [])
    said = [*_verdict_said(figures, len(groups)), *_unseen_said(figures), *_unplaced_said(figures)]
    said += [
        _("Groups %(names)s are shown together, so that nobody can be recognized.")
        % {"names": ", ".join(group["made_of"])}
        for group in groups
        if len(group.get("made_of", [])) > 1
    ]
    if figures.get("n_left_out"):
        said.append(
            ngettext(
                "%(n)s statement is left out here: beside other numbers it would tell of very few people.",
                "%(n)s statements are left out here: beside others they would tell of very few people.",
                figures["n_left_out"],
            )
            % {"n": figures["n_left_out"]}
        )
    # Releases from before there were verdicts held groups and nothing else.
    has_groups = _has_groups(figures)
    caption = _("Groups of people who voted alike") if has_groups else _("People who were compared")
    names = {group["name"]: group["name"] if has_groups else _("All") for group in groups}
    tables = [
        GroundTable(
            caption,
            [_("Group"), _("People")],
            [[names[group["name"]], str(group["n"])] for group in groups],
        )
    ]
    rows = []
    for statement in statements:
        words = str(text_of(statement["words"]))
        for group in statement["groups"]:
            shares = [said_share(share) for share in group["answers"]]
            name = names.get(group["name"], group["name"])
            rows.append([words, name, str(group["n"]), *shares])
    if rows:
        header = [_("Statement"), _("Group"), _("People"), *answer_labels().values()]
        title = _("How each group voted") if has_groups else _("How people voted")
        tables.append(GroundTable(title, header, rows))
    return said, tables


def _has_groups(figures: dict[str, Any]) -> bool:
    return figures.get("verdict", "groups") in ("groups", "imported")


def _shared(figures: dict[str, Any]) -> Part:
    """What every group holds, agreeing or refusing."""
    forms = {"agreement": _("Agree: “%(words)s”"), "rejection": _("Disagree: “%(words)s”")}
    held = [
        forms[row["area"]] % {"words": text_of(row["words"])}
        for row in figures.get("statements", [])
        if row.get("area") in forms
    ]
    heading = _("What all groups share") if _has_groups(figures) else _("What most people share")
    return Part(heading, held or [_("No statement of which the votes show that all hold the same.")])


def _apart(figures: dict[str, Any]) -> list[Part]:
    """What sets each group apart; of one group alone there is nothing to say."""
    groups = figures.get("groups", [])
    if not _has_groups(figures) or len(groups) < 2:
        return []
    more = {
        "agree": _("Agrees more than the others: “%(words)s”"),
        "disagree": _("Disagrees more than the others: “%(words)s”"),
    }
    parts = []
    for group in groups:
        said = [
            more[stands["direction"]] % {"words": text_of(row["words"])}
            for row in figures.get("statements", [])
            for stands in row.get("stands_for", [])
            if stands["name"] == group["name"]
        ]
        heading = ngettext(
            "What sets group %(name)s apart (%(n)s person)",
            "What sets group %(name)s apart (%(n)s people)",
            group["n"],
        ) % {"name": group["name"], "n": group["n"]}
        parts.append(Part(heading, said or [_("Nothing that can be told sets it apart clearly.")]))
    return parts


def _places(figures: dict[str, Any]) -> list[GroupOnMap]:
    groups = figures.get("groups", [])
    if len(groups) < 2 or any(group.get("at") is None for group in groups):
        return []
    return [GroupOnMap(group["name"], group["n"], *group["at"]) for group in groups]


def _unseen_said(figures: dict[str, Any]) -> list[str]:
    """Where no groups showed: on how many draws that rests, and how small a group could be there unseen."""
    grounds, verdict = figures.get("grounds"), figures.get("verdict")
    if not grounds or verdict not in ("nothing", "spectrum"):
        return []
    said = [chance_said(grounds["n_draws"])] if verdict == "nothing" else []
    percent = grounds.get("smallest_visible_percent")
    return [*said, unseen_said(None if percent is None else percent / 100)]


def _unplaced_said(figures: dict[str, Any]) -> list[str]:
    if "n_unplaced" not in figures:
        return []
    n = figures["n_unplaced"]
    if n is None:
        few = _("Fewer than %(minimum)s people, or none, voted on too few statements to be compared.")
        return [few % {"minimum": figures["minimum_n"]}]
    return [
        ngettext(
            "%(n)s person more voted on too few statements to be compared.",
            "%(n)s people more voted on too few statements to be compared.",
            n,
        )
        % {"n": n}
    ]


def _verdict_said(figures: dict[str, Any], n_groups: int) -> list[str]:
    verdict = figures.get("verdict", "groups")
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
        ends = _ends_said(figures.get("statements", []))
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
    if n_groups > 1 and figures.get("steadiness") in ("loose", "unsteady"):
        said.append(_("With other people or other statements, some would stand in another pattern."))
    return said


def _ends_said(statements: Sequence[dict[str, Any]]) -> dict[str, str]:
    """What people at either end of a line say, the first statement of each."""
    said: dict[str, str] = {}
    for statement in statements:
        for one in statement.get("ends", []):
            form = (
                _("agreeing with “%(words)s”")
                if one["direction"] == "agree"
                else _("disagreeing with “%(words)s”")
            )
            said.setdefault(one["end"], form % {"words": text_of(statement["words"])})
    return said


def _of_crosstab(figures: dict[str, Any]) -> Figures:
    if not figures.get("rows"):
        return [], []
    columns = [str(joined([text_of(label) for label in labels])) for labels in figures["columns"]]
    rows, said = [], []
    for row in figures["rows"]:
        labels = [text_of(label) for label in row["label"]]
        cells = (
            [said_share(share) for share in row["shares"]]
            if "shares" in row
            else [_("hidden") if count is None else str(count) for count in row["counts"]]
        )
        rows.append([str(joined(labels)), "" if row["n"] is None else str(row["n"]), *cells])
        if len(labels) > 1:
            said += _together_said(labels, row, columns)
    if figures.get("n_hidden"):
        said.append(
            _("A few numbers are left out: they tell of so few people that somebody might be recognized.")
        )
    caption = _("“%(rows)s” beside “%(columns)s”") % {
        "rows": text_of(figures["row_question"]),
        "columns": text_of(figures["column_question"]),
    }
    return said, [GroundTable(caption, ["", _("People"), *columns], rows)]


def _together_said(
    labels: Sequence[TranslatedText], row: dict[str, Any], columns: Sequence[str]
) -> list[str]:
    """Why some are counted together, and what they say together: each of their answers counts."""
    names = get_text_list([str(label) for label in labels], _("and"))
    said = [
        _(
            "Few people answered from each of these: %(names)s. They are counted together. That way nobody "
            "can be picked out, and every answer counts."
        )
        % {"names": names}
    ]
    told = [
        (share["percent"], place)
        for place, share in enumerate(row.get("shares", []))
        if share["percent"] is not None and share["bound"] != "less"
    ]
    if told and row["n"] is not None:
        _percent, place = max(told, key=lambda one: (one[0], -one[1]))
        said.append(
            _("Together %(n)s people answered; the most common answer is “%(answer)s” (%(share)s).")
            % {"n": row["n"], "answer": columns[place], "share": said_share(row["shares"][place])}
        )
    return said
