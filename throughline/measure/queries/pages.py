"""Runs as their pages show them: to analysts in full, to others as they may be published."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.measure.models import Run, RunKind
from throughline.measure.queries.shares import joined, said_share, text_of
from throughline.measure.queries.weights import margins_said, weights_sentence
from throughline.ui.fields import TranslatedText

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
            ngettext(
                "%(n)s group as published by Polis, not tested here.",
                "%(n)s groups as published by Polis, not tested here.",
                n_groups,
            )
            % {"n": n_groups}
            if n_groups
            else _("No groups were published.")
        )
    said = {"n": n_groups, "placed": run.result.get("n_placed", 0)}
    verdict = run.result.get("verdict")
    if verdict == "groups":
        return _("Answers fell into %(n)s patterns, among %(placed)s people who voted often enough.") % said
    if verdict == "spectrum":
        return (
            _(
                "Answers spread along a line, without falling into groups, among %(placed)s people who voted "
                "often enough."
            )
            % said
        )
    if verdict == "nothing":
        return _("No pattern beyond chance, among %(placed)s people who voted often enough.") % said
    return reason_said(run.result.get("reason", ""))


def reason_said(reason: str) -> str:
    reasons = {
        "few_people": _("Cannot tell yet: too few people have voted on enough statements to be compared."),
        "small_groups": _("Cannot tell yet: every way to group people leaves a group of very few."),
        "few_statements": _("Cannot tell yet: at least seven approved statements with votes are needed."),
        "few_draws": _("Cannot tell: too few draws were made to tell a pattern from chance."),
        "no_difference": _("There is nothing to tell apart: everyone who voted, voted alike."),
    }
    return reasons.get(reason, _("Cannot tell yet."))


def how_computed(run: Run) -> list[tuple[str, str]]:
    """Method, settings, seed and who, each with its name."""
    labels = {
        "minimum_votes": _("Votes needed to be placed"),
        "minimum_group_size": _("Smallest group"),
        "group_counts": _("Numbers of groups tried"),
        "null_draws": _("Draws of votes without a pattern"),
        "budget_seconds": _("Seconds allowed for drawing"),
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
    settings: dict[str, Any] = dict(run.settings)
    if run.kind == RunKind.WEIGHTS and run.result["margins"]:
        settings["margins"] = margins_said(run)
    for name, value in settings.items():
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
    """The table in full, or as those see it who may not read everything.

    They see who was heard by school, language and role: beside those counts, what is hidden in a table of two
    such questions could be worked out, so they get none of it.
    """
    if is_guarded and result.get("is_of_people_alone"):
        result = {**result, "published": None}
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
        n_one_only=0,
        is_guarded=True,
        is_multiple=result["is_multiple"],
        merged=[together_said([text_of(label) for label in part]) for part in parts if len(part) > 1],
        n_hidden=published.get("n_hidden", 0),
        minimum_n=published.get("minimum_n"),
        absent=[text_of(label) for label in result.get("absent", [])],
    )


def together_said(labels: Sequence[TranslatedText]) -> str:
    return _("%(names)s are shown together, so that nobody can be recognized.") % {
        "names": ", ".join(str(label) for label in labels)
    }


def _cells(row: dict[str, Any]) -> list[str]:
    if "shares" in row:
        return [said_share(share) for share in row["shares"]]
    return [_("hidden") if count is None else str(count) for count in row["counts"]]
