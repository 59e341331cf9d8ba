"""Runs as their pages show them: to analysts in full, to others as they may be published."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.listen.models import Voice
from throughline.ui.charts import OpinionMap, opinion_map
from throughline.ui.fields import TranslatedText
from throughline.understand.models import Run, RunKind, RunMember
from throughline.understand.queries.patterns import patterns_of
from throughline.understand.queries.shares import joined, said_share, text_of
from throughline.understand.queries.weights import weights_sentence
from throughline.understand.queries.words import words_of

N_SHARED = 5


def sentence_of(run: Run, *, is_guarded: bool = False) -> str:
    """What a run found, or why it cannot tell, in one plain sentence; guarded, without small numbers."""
    if run.kind == RunKind.WEIGHTS:
        return weights_sentence(run, is_guarded=is_guarded)
    if run.kind == RunKind.CROSSTAB:
        return _("“%(rows)s” beside “%(columns)s”") % {
            "rows": text_of(run.result["row_question"]),
            "columns": text_of(run.result["column_question"]),
        }
    n_groups = len(run.result.get("groups", []))
    if run.kind == RunKind.IMPORTED_GROUPS:
        return (
            ngettext("%(n)s group, as published.", "%(n)s groups, as published.", n_groups) % {"n": n_groups}
            if n_groups
            else _("No groups were published.")
        )
    if run.result.get("verdict") == "groups":
        return _("Answers fell into %(n)s patterns, among %(placed)s people who voted often enough.") % {
            "n": n_groups,
            "placed": run.result["n_placed"],
        }
    return reason_said(run.result.get("reason", ""))


def reason_said(reason: str) -> str:
    reasons = {
        "few_people": _("Cannot tell yet: too few people have voted on enough statements to be compared."),
        "small_groups": _("Cannot tell yet: every way to group people leaves a group of very few."),
        "few_statements": _("Cannot tell yet: at least two approved statements with votes are needed."),
        "no_difference": _("There is nothing to tell apart: everyone who voted, voted alike."),
    }
    return reasons.get(reason, _("Cannot tell yet."))


def how_computed(run: Run) -> list[tuple[str, str]]:
    """Method, settings, seed and who, each with its name."""
    labels = {
        "minimum_votes": _("Votes needed to be placed"),
        "minimum_group_size": _("Smallest group"),
        "group_counts": _("Numbers of groups tried"),
        "row_question": _("In rows"),
        "column_question": _("In columns"),
        "split_question": _("A table for each"),
        "shares_of": _("Shares of each"),
        "weights": _("Run of the weights"),
        "weights_model": _("Weights"),
        "estimates_version": _("Version of the estimates"),
        "seed_of_shuffles": _("Seed of the shuffles"),
        "guard": _("Guarded by"),
        "guard_version": _("Version of the guard"),
        "agree_sign": _("Sign of agreement in the file"),
        "margins": _("Weighted by"),
        "smallest": _("Smallest weight allowed"),
        "largest": _("Largest weight allowed"),
        "leaves_out_empty": _("Groups from which nobody answered are left out"),
    }
    rows = [(_("Method"), f"{run.method} {run.method_version}".strip())]
    for name, value in run.settings.items():
        said = ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
        if isinstance(value, bool):
            said = _("yes") if value else _("no")
        rows.append((labels.get(name, name), said))
    if run.seed is not None:
        rows.append((_("Seed"), str(run.seed)))
    if run.log_position:
        rows.append((_("Votes read up to number"), str(run.log_position)))
    return [*rows, (_("By"), run.person.name if run.person else "–")]


@dataclass(frozen=True)
class GroupCell:
    """How one group voted on one statement; without people there is nothing to say."""

    name: str
    n: int
    agree: str = ""
    disagree: str = ""
    not_sure: str = ""


@dataclass(frozen=True)
class StatementRow:
    words: TranslatedText
    cells: Sequence[GroupCell]
    consensus: float | None
    is_representative: bool = False


@dataclass(frozen=True)
class Representative:
    words: TranslatedText
    is_agree: bool
    n_of: int | None
    n_seen: int | None


@dataclass(frozen=True)
class GroupRow:
    name: str
    n: int
    stands_for: Sequence[Representative] = ()


@dataclass(frozen=True)
class PatternsPage:
    is_found: bool
    is_guarded: bool
    n_people: int
    n_placed: int
    n_votes: int
    n_statements: int
    groups: Sequence[GroupRow] = ()
    rows: Sequence[StatementRow] = ()
    shared: Sequence[StatementRow] = ()
    chart: OpinionMap | None = None
    minimum_n: int | None = None
    published_groups: Sequence[tuple[str, int]] = ()
    merged: Sequence[str] = field(default_factory=list)


def patterns_page(run: Run, *, is_guarded: bool) -> PatternsPage:
    result = patterns_of(run)
    published: dict[str, Any] = result.get("published") or {}
    sizes = {
        "n_people": result.get("n_people", run.n_people),
        "n_placed": result.get("n_placed", 0),
        "n_votes": result.get("n_votes", 0),
        "n_statements": result.get("n_statements", 0),
    }
    if result.get("verdict") != "groups" or (is_guarded and not published):
        return PatternsPage(is_found=False, is_guarded=is_guarded, **sizes)
    statements = published["statements"] if is_guarded else result["statements"]
    words = _words(run, [row["voice"] for row in statements])
    rows = _guarded_rows(published, words) if is_guarded else _full_rows(result, words)
    known = [row for row in rows if row.consensus is not None]
    told = published.get("groups", [])
    return PatternsPage(
        is_found=True,
        is_guarded=is_guarded,
        **sizes,
        groups=_guarded_groups(published, words) if is_guarded else _full_groups(result, words),
        rows=sorted(rows, key=lambda row: -(row.consensus or 0.0)),
        shared=sorted(known, key=lambda row: -(row.consensus or 0.0))[:N_SHARED],
        chart=None if is_guarded else _map(run, result),
        minimum_n=published.get("minimum_n"),
        published_groups=[(group["name"], group["n"]) for group in told],
        merged=[_merged_said(group["made_of"]) for group in told if len(group["made_of"]) > 1],
    )


def _merged_said(names: Sequence[str]) -> str:
    return _("Groups %(names)s are shown together, so that nobody can be recognised.") % {
        "names": ", ".join(names)
    }


def _words(run: Run, public_ids: Sequence[str]) -> dict[str, TranslatedText]:
    """The words of statements that may still be shown."""
    voices = Voice.objects.filter(forum=run.forum, public_id__in=public_ids).select_related("district")
    return {voice.public_id: words_of(voice) for voice in voices if voice.is_usable}


def _full_rows(result: dict[str, Any], words: dict[str, TranslatedText]) -> list[StatementRow]:
    listed = {one["voice"] for of_group in result["representative"] for one in of_group}
    rows = []
    for row in result["statements"]:
        if row["voice"] not in words:
            continue
        cells = []
        for number, group in enumerate(result["groups"]):
            agree, disagree, unsure = (row[name][number] for name in ("agree", "disagree", "not_sure"))
            n = agree + disagree + unsure
            shares = [_share(count, n) for count in (agree, disagree, unsure)]
            cells.append(GroupCell(group["name"], n, *shares))
        rows.append(StatementRow(words[row["voice"]], cells, row["consensus"], row["voice"] in listed))
    return rows


def _share(count: int, n: int) -> str:
    return _("%(percent)s %%") % {"percent": round(100 * count / n)} if n else ""


def _full_groups(result: dict[str, Any], words: dict[str, TranslatedText]) -> list[GroupRow]:
    rows = {row["voice"]: row for row in result["statements"]}
    groups = []
    for number, group in enumerate(result["groups"]):
        stands_for = []
        for one in result["representative"][number]:
            if one["voice"] not in words or one["voice"] not in rows:
                continue
            row = rows[one["voice"]]
            seen = sum(row[name][number] for name in ("agree", "disagree", "not_sure"))
            stands_for.append(
                Representative(
                    words[one["voice"]], one["direction"] == "agree", row[one["direction"]][number], seen
                )
            )
        groups.append(GroupRow(group["name"], group["n"], stands_for))
    return groups


def _guarded_rows(published: dict[str, Any], words: dict[str, TranslatedText]) -> list[StatementRow]:
    return [
        StatementRow(
            words[row["voice"]],
            [
                GroupCell(group["name"], group["n"], *(said_share(share) for share in group["answers"]))
                for group in row["groups"]
            ],
            row["consensus"],
            bool(row["stands_for"]),
        )
        for row in published["statements"]
        if row["voice"] in words
    ]


def _guarded_groups(published: dict[str, Any], words: dict[str, TranslatedText]) -> list[GroupRow]:
    return [
        GroupRow(
            group["name"],
            group["n"],
            [
                Representative(words[row["voice"]], stands["direction"] == "agree", None, None)
                for row in published["statements"]
                for stands in row["stands_for"]
                if stands["name"] == group["name"] and row["voice"] in words
            ],
        )
        for group in published["groups"]
    ]


def _map(run: Run, result: dict[str, Any]) -> OpinionMap:
    members = RunMember.objects.filter(run=run).order_by("contributor_id").values_list("x", "y", "group")
    placed = [
        (x, y, group) for x, y, group in members if x is not None and y is not None and group is not None
    ]
    return opinion_map(
        [(x, y) for x, y, _group in placed],
        [group for _x, _y, group in placed],
        [group["name"] for group in result["groups"]],
    )


@dataclass(frozen=True)
class CrosstabRow:
    label: TranslatedText
    n: int | None
    cells: Sequence[str]


@dataclass(frozen=True)
class CrosstabPage:
    """A table as it may be read: `rows` hold counts with shares, or what may be published of them."""

    row_question: TranslatedText
    column_question: TranslatedText
    columns: Sequence[TranslatedText]
    rows: Sequence[CrosstabRow]
    n_people: int
    n_one_only: int
    is_guarded: bool
    is_multiple: bool
    merged: Sequence[str]
    n_hidden: int
    minimum_n: int | None
    absent: Sequence[TranslatedText] = ()
    published: "CrosstabPage | None" = None

    @property
    def is_empty(self) -> bool:
        return not self.rows


def crosstab_page(result: dict[str, Any], *, is_guarded: bool) -> CrosstabPage:
    guarded = _guarded_crosstab(result)
    if is_guarded:
        return guarded
    columns = [text_of(label) for label in result["columns"]]
    rows = []
    for label, n, counts in zip(result["rows"], result["row_n"], result["counts"], strict=True):
        cells = [_counted(count, n) for count in counts]
        rows.append(CrosstabRow(text_of(label), n, cells))
    return CrosstabPage(
        row_question=text_of(result["row_question"]),
        column_question=text_of(result["column_question"]),
        columns=columns,
        rows=rows if result["n_people"] else [],
        n_people=result["n_people"],
        n_one_only=result["n_one_only"],
        is_guarded=False,
        is_multiple=result["is_multiple"],
        merged=[],
        n_hidden=0,
        minimum_n=guarded.minimum_n,
        absent=guarded.absent,
        published=guarded,
    )


def _counted(count: int, n: int) -> str:
    return _("%(count)s (%(percent)s %%)") % {"count": count, "percent": round(100 * count / n)} if n else "0"


def _guarded_crosstab(result: dict[str, Any]) -> CrosstabPage:
    published: dict[str, Any] = result.get("published") or {}
    rows = [
        CrosstabRow(joined([text_of(label) for label in row["label"]]), row["n"], _cells(row))
        for row in published.get("rows", [])
    ]
    parts = [row["label"] for row in published.get("rows", [])] + published.get("columns", [])
    return CrosstabPage(
        row_question=text_of(result["row_question"]),
        column_question=text_of(result["column_question"]),
        columns=[joined([text_of(label) for label in labels]) for labels in published.get("columns", [])],
        rows=rows,
        n_people=result["n_people"],
        n_one_only=result["n_one_only"],
        is_guarded=True,
        is_multiple=result["is_multiple"],
        merged=[together_said([text_of(label) for label in part]) for part in parts if len(part) > 1],
        n_hidden=published.get("n_hidden", 0),
        minimum_n=published.get("minimum_n"),
        absent=[text_of(label) for label in result.get("absent", [])],
    )


def together_said(labels: Sequence[TranslatedText]) -> str:
    return _("%(names)s are shown together, so that nobody can be recognised.") % {
        "names": ", ".join(str(label) for label in labels)
    }


def _cells(row: dict[str, Any]) -> list[str]:
    if "shares" in row:
        return [said_share(share) for share in row["shares"]]
    return [_("hidden") if count is None else str(count) for count in row["counts"]]
