"""The result of a run in one sentence, and how it was computed."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.measure.models import Run, RunKind, Setting
from throughline.measure.queries.run_results import patterns_of
from throughline.measure.queries.weights.margins import margin_labels
from throughline.measure.queries.weights.sentences import weights_sentence


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
                "%(n)s group as published by Polis, not tested here.",
                "%(n)s groups as published by Polis, not tested here.",
                n_groups,
            )
            % {"n": n_groups}
            if n_groups
            else _("No groups were published.")
        )
    found = run.exact_patterns
    values = {"n": len(found.groups), "placed": found.n_placed}
    if found.verdict == "groups":
        return _("Answers fell into %(n)s patterns, among %(placed)s people who voted often enough.") % values
    if found.verdict == "spectrum":
        return (
            _(
                "Answers spread along a line, without falling into groups, among %(placed)s people who voted "
                "often enough."
            )
            % values
        )
    if found.verdict == "nothing":
        return _("No pattern beyond chance, among %(placed)s people who voted often enough.") % values
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
        "small_groups": _("Cannot tell yet: every way to group people leaves a group of very few."),
        "few_statements": _("Cannot tell yet: at least seven approved statements with votes are needed."),
        "few_draws": _("Cannot tell: too few draws were made to tell a pattern from chance."),
        "no_difference": _("There is nothing to tell apart: everyone who voted, voted alike."),
    }
    return reasons.get(reason, _("Cannot tell yet."))


def how_computed(run: Run) -> list[tuple[str, str]]:
    """Method, settings, seed, log position and person, each with a label."""
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
        text = ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
        if isinstance(value, bool):
            text = _("yes") if value else _("no")
        rows.append((labels.get(name, name), text))
    if run.seed is not None:
        rows.append((_("Seed"), str(run.seed)))
    if run.log_position:
        rows.append((_("Votes read up to number"), str(run.log_position)))
    return [*rows, (_("By"), run.person.name if run.person else "–")]
