"""The result of a run in one sentence, and how it was computed."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.measure.models import Run, RunKind, Setting
from throughline.measure.queries.crosstab.panels import COLUMN
from throughline.measure.queries.run_results import patterns_of
from throughline.measure.queries.weights.margins import margin_labels
from throughline.measure.queries.weights.sentences import weights_sentence

INTERNAL_SETTINGS = {"guard", "weights"}
"""Settings that only programs read: the name of the disclosure control, and the id of the run of weights."""


def sentence_of(run: Run, *, is_guarded: bool = False) -> str:
    """A sentence on what a run found, or why it found nothing; guarded, it has no small numbers."""
    if run.kind == RunKind.WEIGHTS:
        return weights_sentence(run, is_guarded=is_guarded)
    if run.kind == RunKind.CROSSTAB:
        table = run.exact_table
        questions = {"rows": table.row_question, "columns": table.column_question}
        return _("“%(rows)s” by “%(columns)s”") % questions
    if run.kind == RunKind.IMPORTED_GROUPS:
        n_groups = len(run.exact_import.groups)
        return (
            ngettext(
                "%(n)s opinion group published by Polis (not tested here).",
                "%(n)s opinion groups published by Polis (not tested here).",
                n_groups,
            )
            % {"n": n_groups}
            if n_groups
            else _("Polis published no groups.")
        )
    found = run.exact_patterns
    values = {"n": len(found.groups), "placed": found.n_placed}
    if found.verdict == "groups":
        return _("%(n)s opinion groups among %(placed)s people who voted on enough statements.") % values
    if found.verdict == "spectrum":
        return (
            _(
                "Opinions range along a line, without separate groups, among %(placed)s people who voted "
                "on enough statements."
            )
            % values
        )
    if found.verdict == "nothing":
        return (
            _("No voting pattern beyond chance among %(placed)s people who voted on enough statements.")
            % values
        )
    return reason_sentence(found.reason)


def n_people_of(run: Run, *, is_guarded: bool = False) -> int | None:
    """The people of a run; guarded, only those who were placed, and none of a run of weights.

    The difference to all who voted would be a few who voted too little. Weights tell of everybody who was
    heard, whom users without access to raw voices see in a kept view.
    """
    if not is_guarded or run.kind == RunKind.CROSSTAB:
        return run.n_people
    if run.kind == RunKind.WEIGHTS:
        return None
    published = patterns_of(run).published
    return None if published is None else published.n_placed


def reason_sentence(reason: str) -> str:
    reasons = {
        "few_people": _("Cannot tell yet: too few people have voted on enough statements to be compared."),
        "small_groups": _("Cannot tell yet: every way to group people leaves a group with too few people."),
        "few_statements": _("Cannot tell yet: at least seven approved statements with votes are needed."),
        "few_draws": _("Cannot tell: too few simulations were run to distinguish a pattern from chance."),
        "no_difference": _("There is nothing to compare: everyone who voted gave the same votes."),
    }
    return reasons.get(reason, _("Cannot tell yet."))


def method_page_of(run: Run) -> str:
    """The name of the method's page in the documentation."""
    names = {RunKind.CROSSTAB: _("Cross-tabulation"), RunKind.WEIGHTS: _("Weighting")}
    return names.get(RunKind(run.kind), _("Opinion groups"))


def _method_label(run: Run) -> str:
    name = _("Published by Polis") if run.kind == RunKind.IMPORTED_GROUPS else method_page_of(run)
    if not run.method_version:
        return name
    return _("%(method)s, version %(version)s") % {"method": name, "version": run.method_version}


def how_computed(run: Run) -> list[tuple[str, str]]:
    """Method, settings, seed, log position and person, each with a label."""
    labels = {
        "minimum_votes": _("Votes a person needs to be grouped"),
        "minimum_group_size": _("Minimum group size"),
        "group_counts": _("Numbers of groups tried"),
        "null_draws": _("Simulations of votes without a pattern"),
        "budget_seconds": _("Time limit for simulations (seconds)"),
        "row_question": _("Rows"),
        "column_question": _("Columns"),
        "split_question": _("Separate tables by"),
        "shares_of": _("Percentages"),
        "weights_model": _("Weighting"),
        "estimates_version": _("Version of the estimation method"),
        "seed_of_shuffles": _("Random seed"),
        "guard_version": _("Version of the privacy check"),
        "agree_sign": _("Value for “agree” in the file"),
        "margins": _("Population targets"),
        "smallest": _("Minimum weight"),
        "largest": _("Maximum weight"),
        "leaves_out_empty": _("Groups with no responses are left out"),
    }
    rows = [(_("Method"), _method_label(run))]
    settings: dict[str, Setting] = dict(run.settings)
    if run.kind == RunKind.WEIGHTS and run.exact_weights.margins:
        settings["margins"] = margin_labels(run)
    for name, value in settings.items():
        between = "; " if name == "margins" else ", "
        text = between.join(str(one) for one in value) if isinstance(value, list) else str(value)
        if isinstance(value, bool):
            text = _("yes") if value else _("no")
        if name == "shares_of":
            text = _("By column") if value == COLUMN else _("By row")
        if name not in INTERNAL_SETTINGS:
            rows.append((labels.get(name, name), text))
    if run.seed is not None:
        rows.append((_("Random seed"), str(run.seed)))
    if run.log_position:
        position = number_format(run.log_position, force_grouping=True)
        rows.append((_("Votes included, through vote number"), position))
    return [*rows, (_("Run by"), run.person.name if run.person else "–")]
