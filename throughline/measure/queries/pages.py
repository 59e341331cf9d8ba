"""Runs as their pages show them: to analysts in full, to others as they may be published."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.measure.models import Run, RunKind, Setting
from throughline.measure.models.results import ExactTable, PublishedRow, PublishedTable
from throughline.measure.queries.run_results import Table
from throughline.measure.queries.shares import joined, share_label
from throughline.measure.queries.weights import margin_labels, weights_sentence
from throughline.ui.fields import TranslatedText

N_SHARED = 5


def sentence_of(run: Run, *, is_guarded: bool = False) -> str:
    """What a run found, or why it cannot tell, in one plain sentence; guarded, without small numbers."""
    if run.kind == RunKind.WEIGHTS:
        return weights_sentence(run, is_guarded=is_guarded)
    if run.kind == RunKind.CROSSTAB:
        table = run.exact_table
        said_of_table = {"rows": table.row_question, "columns": table.column_question}
        return _("“%(rows)s” beside “%(columns)s”") % said_of_table
    if run.kind == RunKind.IMPORTED_GROUPS:
        n_groups = len(run.exact_import.groups)
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
    found = run.exact_patterns
    said = {"n": len(found.groups), "placed": found.n_placed}
    if found.verdict == "groups":
        return _("Answers fell into %(n)s patterns, among %(placed)s people who voted often enough.") % said
    if found.verdict == "spectrum":
        return (
            _(
                "Answers spread along a line, without falling into groups, among %(placed)s people who voted "
                "often enough."
            )
            % said
        )
    if found.verdict == "nothing":
        return _("No pattern beyond chance, among %(placed)s people who voted often enough.") % said
    return reason_sentence(found.reason)


def reason_sentence(reason: str) -> str:
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
    settings: dict[str, Setting] = dict(run.settings)
    if run.kind == RunKind.WEIGHTS and run.exact_weights.margins:
        settings["margins"] = margin_labels(run)
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


def crosstab_page(found: Table, *, is_guarded: bool) -> CrosstabPage:
    """The table in full, or as those see it who may not read everything.

    They see who was heard by school, language and role: beside those counts, what is hidden in a table of two
    such questions could be worked out, so they get none of it.
    """
    exact = found.exact
    guarded = _guarded_crosstab(exact, None if is_guarded and exact.is_of_people_alone else found.published)
    if is_guarded:
        return guarded
    rows = [
        CrosstabRow(label, n, [_counted(count, n) for count in counts])
        for label, n, counts in zip(exact.rows, exact.row_n, exact.counts, strict=True)
    ]
    return CrosstabPage(
        row_question=exact.row_question,
        column_question=exact.column_question,
        columns=exact.columns,
        rows=rows if exact.n_people else [],
        n_people=exact.n_people,
        n_one_only=exact.n_one_only,
        is_guarded=False,
        is_multiple=exact.is_multiple,
        merged=[],
        n_hidden=0,
        minimum_n=guarded.minimum_n,
        absent=guarded.absent,
        published=guarded,
    )


def _counted(count: int, n: int) -> str:
    return _("%(count)s (%(percent)s %%)") % {"count": count, "percent": round(100 * count / n)} if n else "0"


def _guarded_crosstab(exact: ExactTable, published: PublishedTable | None) -> CrosstabPage:
    """What may be told of a table, with the words and totals that are no answers."""
    columns = () if published is None else published.columns
    rows = () if published is None else published.rows
    parts = [*(row.label for row in rows), *columns]
    return CrosstabPage(
        row_question=exact.row_question,
        column_question=exact.column_question,
        columns=[joined(labels) for labels in columns],
        rows=[CrosstabRow(joined(row.label), row.n, _cells(row)) for row in rows],
        n_people=exact.n_people,
        n_one_only=0,
        is_guarded=True,
        is_multiple=exact.is_multiple,
        merged=[merged_sentence(part) for part in parts if len(part) > 1],
        n_hidden=0 if published is None else published.n_hidden,
        minimum_n=None if published is None else published.minimum_n,
        absent=exact.absent,
    )


def merged_sentence(labels: Sequence[TranslatedText]) -> str:
    return _("%(names)s are shown together, so that nobody can be recognized.") % {
        "names": ", ".join(str(label) for label in labels)
    }


def _cells(row: PublishedRow) -> list[str]:
    if row.shares is not None:
        return [share_label(share) for share in row.shares]
    return [_("hidden") if count is None else str(count) for count in row.counts or ()]
