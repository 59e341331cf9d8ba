"""Who was heard in a forum against who there is, as its page shows it: computed when it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import isinf, nan, sqrt
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.convene.models import DataKind, Forum, ForumKind
from throughline.listen.models import ContributorRole
from throughline.measure.models import (
    Comparison,
    Dimension,
    InvitationRound,
    MarginState,
    Population,
    RaceStandard,
    WhoIsCounted,
)
from throughline.measure.queries.guard import CannotBeProtectedError, Rules, protect_counts, rules_of
from throughline.measure.queries.populations import (
    ContributorAttributes,
    Match,
    Target,
    categories_of_contributors,
    contributor_attributes,
    dimensions_of,
    people_heard,
    populations,
    roles_compared,
    targets_of,
)
from throughline.methods import coverage as method
from throughline.methods.coverage import Group, Verdict
from throughline.ui.charts import Coverage as Bar
from throughline.ui.charts import CoverageBars, coverage_bars

COMPARED = (
    Dimension.SCHOOL,
    Dimension.GRADE_BAND,
    Dimension.LANGUAGE,
    Dimension.ROLE,
    Dimension.GROUP,
    Dimension.SEX,
    Dimension.AGE,
    Dimension.EDUCATION,
    Dimension.INCOME,
    Dimension.TENURE,
    Dimension.CHILDREN,
    Dimension.OTHER,
)
ORDERED = {Dimension.GRADE_BAND, Dimension.GRADE, Dimension.AGE, Dimension.EDUCATION, Dimension.INCOME}
MOST_GROUPS = 60
NO_VERDICT = {Verdict.CANNOT_TELL, Verdict.FEW_EXPECTED}


@dataclass(frozen=True)
class Row:
    """One group, or several that are shown as one. `n_heard` None where it may not be told."""

    label: str
    group: Group
    target_state: str = ""
    is_merged: bool = False

    @property
    def n_people(self) -> int | None:
        return None if self.group.n_people is None else round(self.group.n_people)

    @property
    def verdict_label(self) -> str:
        return verdict_label(self.group.verdict)


@dataclass(frozen=True)
class Part:
    """One dimension of one benchmark."""

    dimension: Dimension
    rows: Sequence[Row] = ()
    match: Match | None = None
    chart: CoverageBars | None = None
    n_heard: int = 0
    n_unknown: int | None = None
    n_no_count: int | None = None
    missing: Sequence[str] = ()
    too_many: Sequence[str] = ()
    cannot_tell: Sequence[str] = ()
    merged: Sequence[str] = ()
    is_hidden: bool = False
    has_white_note: bool = False
    n_not_drawn: int = 0

    @property
    def label(self) -> str:
        return str(self.dimension.label)

    @property
    def is_compared(self) -> bool:
        return self.match is not None and bool(self.rows)

    @property
    def is_by_interface_language(self) -> bool:
        is_beside = self.match is not None and self.match.question is None
        return self.dimension == Dimension.LANGUAGE and is_beside


@dataclass(frozen=True)
class CoveragePage:
    population: Population | None
    others: Sequence[Population]
    parts: Sequence[Part]
    unmatched: Sequence[Part]
    n_heard: int | None
    roles: Sequence[str]
    paragraph: Sequence[str]
    computed_at: datetime
    minimum_n: int
    is_guarded: bool
    reach: str = ""
    is_of_another_count: bool = False
    steps: "FunnelPage | None" = field(default=None)


def verdict_label(verdict: Verdict) -> str:
    return {
        Verdict.UNDER: _("fewer than expected"),
        Verdict.OVER: _("more than expected"),
        Verdict.ABOUT_RIGHT: _("about as many as expected"),
        Verdict.CANNOT_TELL: _("cannot tell"),
        Verdict.FEW_EXPECTED: _("too few expected to tell"),
        Verdict.NO_BENCHMARK: _("no official count to compare"),
    }[verdict]


def coverage_page(
    forum: Forum, *, population_id: str = "", is_guarded: bool, now: datetime | None = None
) -> CoveragePage:
    now = now or timezone.now()
    rules = rules_of(forum.district, [forum])
    available = [] if forum.kind == ForumKind.MEETING else list(populations())
    # Held against several figures in turn, the same people would be counted by several sets of roles, and a
    # small difference between two counts would be a small count: only those who read everything may choose.
    population = _chosen(forum, available, "" if is_guarded else population_id)
    others = [one for one in available if population is not None and one.pk != population.pk]
    n_all = people_heard(forum).count()
    may_tell = not is_guarded or not rules.is_small(n_all)
    parts: list[Part] = []
    roles: list[str] = []
    n_compared = n_all
    if population is not None:
        roles = roles_compared(forum, population)
        people = contributor_attributes(forum, population)
        n_compared = len(people)
        may_tell = may_tell and (not is_guarded or not rules.is_small(n_compared))
        is_random = forum.data_kind == DataKind.RANDOM
        if may_tell:
            offered = dimensions_of(population)
            parts = [
                part_of(
                    forum, population, dimension, rules if is_guarded else None, people, is_random=is_random
                )
                for dimension in COMPARED
                if dimension in offered
            ]
    compared = [part for part in parts if part.is_compared]
    if is_guarded:
        compared = _without_linked(compared)
    page = CoveragePage(
        population=population,
        others=[] if is_guarded else others,
        parts=compared,
        unmatched=[part for part in parts if not part.is_compared],
        n_heard=n_compared if may_tell else None,
        roles=roles,
        paragraph=(),
        computed_at=now,
        minimum_n=rules.minimum_n,
        is_guarded=is_guarded,
        reach=_reach(population, n_compared) if may_tell else "",
        is_of_another_count=_is_of_another_count(forum, population),
        steps=None if is_guarded else funnel_page(forum),
    )
    return CoveragePage(**{**vars(page), "paragraph": paragraph_of(forum, page, now)})


def _without_linked(parts: Sequence[Part]) -> list[Part]:
    """Without grade bands that were told by the schools: beside the schools' own counts they would narrow
    what was merged."""
    has_schools = any(part.dimension == Dimension.SCHOOL for part in parts)
    return [
        part
        for part in parts
        if not (
            has_schools
            and part.dimension == Dimension.GRADE_BAND
            and part.match is not None
            and part.match.question is None
        )
    ]


def _chosen(forum: Forum, available: Sequence[Population], public_id: str) -> Population | None:
    """The one asked for, else one that was settled for the forum, else the one that counts whom it asks."""
    asked = next((one for one in available if one.public_id == public_id), None)
    if asked is not None or not available:
        return asked
    settled = Comparison.objects.filter(forum=forum).order_by("-at").values_list("population_id", flat=True)
    first = next(iter(settled), None)
    if first is not None:
        return next(one for one in available if one.pk == first)
    wanted = [WhoIsCounted.FAMILIES, WhoIsCounted.STUDENTS, WhoIsCounted.INVITED, WhoIsCounted.RESIDENTS]
    if forum.is_for_students:
        wanted = [WhoIsCounted.STUDENTS]
    elif forum.is_for_staff:
        wanted = [WhoIsCounted.STAFF]
    for who in wanted:
        fitting = [one for one in available if one.who_is_counted == who]
        if fitting:
            return fitting[0]
    return available[0]


def _is_of_another_count(forum: Forum, population: Population | None) -> bool:
    """Families held against a count of students: as good as it gets, and to be said."""
    return (
        population is not None
        and population.who_is_counted == WhoIsCounted.STUDENTS
        and not forum.is_for_students
    )


def _reach(population: Population | None, n_heard: int) -> str:
    if population is None or not population.n or population.margin_of_error:
        return ""
    return _("%(n)s of %(of)s (%(percent)s %%)") % {
        "n": number_format(n_heard, force_grouping=True),
        "of": number_format(population.n, force_grouping=True),
        "percent": number_format(100 * n_heard / population.n, decimal_pos=1),
    }


def part_of(
    forum: Forum,
    population: Population,
    dimension: Dimension,
    rules: Rules | None,
    people: ContributorAttributes,
    *,
    is_random: bool = False,
) -> Part:
    """One dimension: in full, or, where `rules` are given, as those without rights to raw voices read it."""
    targets = targets_of(population, dimension)
    placed = categories_of_contributors(forum, population, dimension, people=people)
    if placed.match is None:
        return Part(dimension, n_unknown=placed.n_unknown)
    heard = [placed.n_by_category[row.category] for row in targets.rows]
    n_heard = sum(heard)
    full = _rows(targets.rows, heard, is_random)
    rows: Sequence[Row] = full
    merged: list[str] = []
    is_hidden = False
    if placed.n_no_count:
        full.append(_without_count(placed.match, placed.n_no_count))
    missing = [row.label for row in _by_shortfall(full)]
    too_many = [row.label for row in full if row.group.verdict == Verdict.OVER]
    cannot_tell = [row.label for row in full if row.group.verdict in NO_VERDICT]
    if rules is not None:
        rows, merged, missing, is_hidden = _guarded(
            targets.rows, heard, full, rules, is_random, is_ordered=dimension in ORDERED
        )
        too_many = [row.label for row in rows if row.group.verdict == Verdict.OVER]
        cannot_tell = []
    is_full = rules is None
    return Part(
        dimension=dimension,
        rows=rows,
        match=placed.match,
        chart=coverage_bars([_bar(row) for row in rows[:MOST_GROUPS]]) if rows else None,
        n_heard=n_heard,
        n_unknown=placed.n_unknown if is_full else None,
        n_no_count=placed.n_no_count if is_full else None,
        missing=missing,
        too_many=too_many,
        cannot_tell=cannot_tell,
        merged=merged,
        is_hidden=is_hidden,
        has_white_note=_has_white_note(population, placed.match),
        n_not_drawn=max(0, len(rows) - MOST_GROUPS),
    )


def _without_count(match: Match, n_heard: int) -> Row:
    """Those who chose a group that no official count knows, by the words they chose."""
    label = ", ".join(option.label for option in match.without_count)
    group = method.coverage([n_heard], [nan], [nan]).groups[0]
    return Row(label, group, _("no official count to compare"))


def _has_white_note(population: Population, match: Match) -> bool:
    """Whether people who answered by the 2024 standard are held against counts by that of 1997."""
    is_of_group = match.dimension == Dimension.GROUP
    return population.race_standard == RaceStandard.OMB_1997 and is_of_group and bool(match.without_count)


def _rows(targets: Sequence[Target], heard: Sequence[int], is_random: bool) -> list[Row]:
    people = [nan if target.n is None else float(target.n) for target in targets]
    result = method.coverage(heard, people, [_margin(target) for target in targets], is_random=is_random)
    return [
        Row(target.label, group, "" if target.n is not None else str(target.state.label))
        for target, group in zip(targets, result.groups, strict=True)
    ]


def _margin(target: Target) -> float:
    if target.margin_of_error is not None:
        return target.margin_of_error
    return nan if target.margin_state == MarginState.UNKNOWN else 0.0


def _by_shortfall(rows: Sequence[Row]) -> list[Row]:
    under = [row for row in rows if row.group.verdict == Verdict.UNDER]
    return sorted(under, key=lambda row: -row.group.n_missing)


def _guarded(
    targets: Sequence[Target],
    heard: Sequence[int],
    full: Sequence[Row],
    rules: Rules,
    is_random: bool,
    *,
    is_ordered: bool,
) -> tuple[list[Row], list[str], list[str], bool]:
    """Groups merged until none is small. Of what is merged, one missing group at most is named.

    That a group is missing says that fewer than four fifths of those expected were heard: it is named only
    where that leaves as many possible counts as a small number has.
    """
    counted = [i for i, target in enumerate(targets) if target.n is not None]
    if not counted:
        return [], [], [], False
    try:
        protected = protect_counts(
            [str(i) for i in counted],
            [heard[i] for i in counted],
            rules,
            order="ordered" if is_ordered else "unordered",
        )
    except CannotBeProtectedError:
        return [], [], [], True
    parts = [[int(label) for label in group] for group in protected.groups]
    told = [
        (part, n)
        for part, n in zip(parts, protected.n, strict=True)
        if n is not None and not rules.is_small(n)
    ]
    if sum(len(part) for part, _n in told) < len(counted):
        return [], [], [], True
    together = [_together([targets[i] for i in part]) for part, _n in told]
    rows = [
        Row(row.label, row.group, is_merged=len(part) > 1)
        for row, (part, _n) in zip(
            _rows(together, [int(n) for _part, n in told], is_random), told, strict=True
        )
    ]
    merged = [_merged_sentence([targets[i].label for i in part]) for part, _n in told if len(part) > 1]
    missing = [row.label for row in _by_shortfall(rows) if not row.is_merged]
    for part, _n in told:
        if len(part) > 1:
            named = _by_shortfall([full[i] for i in part])[:1]
            missing += [row.label for row in named if _leaves_enough(row.group, rules)]
    return rows, merged, missing, False


def _leaves_enough(group: Group, rules: Rules) -> bool:
    return method.LOW_RATIO * (group.expected or 0.0) >= max(rules.minimum_n, rules.protection)


def _together(targets: Sequence[Target]) -> Target:
    first = targets[0]
    if len(targets) == 1:
        return first
    margins = [target.margin_of_error or 0.0 for target in targets]
    states = {target.margin_state for target in targets}
    is_unknown = MarginState.UNKNOWN in states
    margin = None if is_unknown or not any(margins) else sqrt(sum(one * one for one in margins))
    return Target(
        "+".join(target.category for target in targets),
        " + ".join(target.label for target in targets),
        sum(target.n or 0 for target in targets),
        margin,
        first.state,
        MarginState.UNKNOWN if is_unknown else MarginState.EXACT if margin is None else MarginState.GIVEN,
    )


def _merged_sentence(labels: Sequence[str]) -> str:
    return _("%(names)s are shown together, so that nobody can be recognized.") % {
        "names": get_text_list(list(labels), _("and"))
    }


def _bar(row: Row) -> Bar:
    group = row.group
    high = group.ratio_high
    if high is not None and isinf(high):
        high = None
    return Bar(
        label=row.label,
        n=group.n_heard,
        ratio=None if group.verdict == Verdict.FEW_EXPECTED else group.ratio,
        low=group.ratio_low,
        high=high,
        note=row.verdict_label,
        has_count=group.n_people is not None,
    )


# The plain paragraph


def paragraph_of(forum: Forum, page: CoveragePage, now: datetime) -> list[str]:
    """Who we have not heard from, how sure we are, and how long there is to reach them."""
    if forum.kind == ForumKind.MEETING:
        return [
            _("A meeting keeps what was said at each table, not who said it: that cannot be compared."),
            *_time_left(forum, now),
        ]
    if page.n_heard is None:
        return [
            _("Fewer than %(n)s people have taken part so far: too few to show anything about them.")
            % {"n": page.minimum_n},
            *_time_left(forum, now),
        ]
    said = [
        ngettext("We have heard %(n)s person so far.", "We have heard %(n)s people so far.", page.n_heard)
        % {"n": number_format(page.n_heard, force_grouping=True)}
    ]
    if page.roles:
        roles = [str(ContributorRole(role).label) for role in page.roles if role in ContributorRole.values]
        said = [
            ngettext(
                "We have heard %(n)s person so far who is here as: %(roles)s.",
                "We have heard %(n)s people so far who are here as: %(roles)s.",
                page.n_heard,
            )
            % {
                "n": number_format(page.n_heard, force_grouping=True),
                "roles": get_text_list(roles, _("or")),
            }
        ]
    if page.population is None:
        return [*said, _("There are no figures yet to hold them against."), *_time_left(forum, now)]
    if page.n_heard == 0:
        return [*said, *_time_left(forum, now)]
    missing = [(part, part.missing) for part in page.parts if part.missing]
    for part, labels in missing:
        said.append(
            _("By %(dimension)s, we have heard fewer than expected from %(groups)s.")
            % {"dimension": _lowered(part.label), "groups": _listed(labels)}
        )
    said += [
        _("By %(dimension)s, we cannot tell about %(groups)s: too small or too unsure a number.")
        % {"dimension": _lowered(part.label), "groups": _listed(part.cannot_tell)}
        for part in page.parts
        if part.cannot_tell
    ]
    if page.parts and not missing:
        said.append(_("No group that can be compared stands out as missing."))
    if page.unmatched:
        said.append(
            _("Of those who took part nobody said their %(dimensions)s, so that cannot be compared.")
            % {"dimensions": get_text_list([_lowered(p.label) for p in page.unmatched], _("or"))}
        )
    return [*said, _how_sure(page), *_time_left(forum, now)]


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]


def _listed(labels: Sequence[str]) -> str:
    shown = [*labels[:5]]
    if len(labels) > len(shown):
        shown.append(
            ngettext("%(n)s more group", "%(n)s more groups", len(labels) - len(shown))
            % {"n": len(labels) - len(shown)}
        )
    return get_text_list(shown, _("and"))


def _how_sure(page: CoveragePage) -> str:
    groups = [row.group for part in page.parts for row in part.rows if row.group.n_people is not None]
    has_margin = any(
        group.people_share_low is not None and group.people_share_low != group.people_share
        for group in groups
    )
    if has_margin:
        return _(
            "How sure: the figures are estimates with errors of their own, which the bars show. A group is "
            "named only where that error does not change the verdict."
        )
    return _(
        "How sure: the figures are a full count. A group is named only where one person more would not "
        "change the verdict."
    )


def _time_left(forum: Forum, now: datetime) -> list[str]:
    state = forum.state(now)
    last = forum.last_day
    if state == "closed":
        return [_("The forum is closed.")]
    if last is None or state != "open":
        return []
    n_days = (last - now.astimezone(forum.district.zone).date()).days
    day = date_format(last, "DATE_FORMAT")
    if n_days == 0:
        return [_("Today is the last day.")]
    if n_days < 14:
        left = ngettext("%(n)s day is left, until %(day)s.", "%(n)s days are left, until %(day)s.", n_days)
        return [left % {"n": n_days, "day": day}]
    n_weeks = n_days // 7
    left = ngettext(
        "About %(n)s week is left, until %(day)s.", "About %(n)s weeks are left, until %(day)s.", n_weeks
    )
    return [left % {"n": n_weeks, "day": day}]


# Invitations


@dataclass(frozen=True)
class FunnelPage:
    """The steps of all rounds together, each with its share of those invited, and the rates."""

    steps: Sequence[tuple[str, int | None, float | None]]
    response_share: float | None
    cooperation_share: float | None
    non_response: int | None
    rounds: Sequence[InvitationRound]
    is_finished_from_forum: bool
    problem: str = ""


def funnel_page(forum: Forum) -> FunnelPage | None:
    """None where nobody was invited by name, or no round was kept."""
    rounds = list(InvitationRound.objects.filter(forum=forum))
    if not rounds:
        return None
    names = ("n_invited", "n_reached", "n_opened", "n_started", "n_finished")
    sums = {name: _sum_of([getattr(one, name) for one in rounds]) for name in names}
    n_invited = sums["n_invited"] or 0
    is_from_forum = False
    if sums["n_finished"] is None:
        n_heard = people_heard(forum).count()
        before = [sums[name] for name in names[:-1]]
        if n_heard <= min(value for value in before if value is not None):
            sums["n_finished"], is_from_forum = n_heard, True
    labels = (_("Invited"), _("Reached"), _("Opened"), _("Started"), _("Finished"))
    steps = [
        (label, sums[name], _share(sums[name], n_invited)) for label, name in zip(labels, names, strict=True)
    ]
    later: dict[str, Any] = {name: sums[name] for name in names[1:]}
    try:
        found = method.funnel(n_invited, **later)
    except method.BadFiguresError:
        problem = _("The rounds do not fit together: a later step has more people than an earlier one.")
        return FunnelPage(steps, None, None, None, rounds, is_from_forum, problem)
    return FunnelPage(
        steps, found.response_share, found.cooperation_share, found.non_response, rounds, is_from_forum
    )


def _sum_of(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _share(n: int | None, of: int) -> float | None:
    return n / of if n is not None and of else None
