"""Coverage in sentences: who is missing, how certain that is, and the time left to reach them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.formats import date_format, number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.convene.models import Forum, ForumKind
from throughline.listen.models import ContributorRole
from throughline.measure.queries.coverage.comparison import ComparedDimension, CoveragePage


def paragraph_of(forum: Forum, page: CoveragePage, now: datetime) -> list[str]:
    """Sentences on the groups that are missing, how certain that is, and the time left to reach them."""
    return [*_findings(forum, page), *_time_left(forum, now)]


def _findings(forum: Forum, page: CoveragePage) -> list[str]:
    if forum.kind == ForumKind.MEETING:
        return [_("A meeting keeps what was said at each table, not who said it: that cannot be compared.")]
    if page.n_heard is None:
        return [
            _("Fewer than %(n)s people have taken part so far: too few to show anything about them.")
            % {"n": page.minimum_n}
        ]
    heard = _heard(page.n_heard, page.roles)
    if page.population is None:
        return [heard, _("There are no figures yet to hold them against.")]
    if page.n_heard == 0:
        return [heard]
    not_asked = [part for part in page.unmatched if not part.is_hidden]
    return [heard, *_missing_groups(page.parts), *_not_compared(not_asked), _how_sure(page)]


def _heard(n_heard: int, roles: Sequence[str]) -> str:
    n = number_format(n_heard, force_grouping=True)
    if not roles:
        return ngettext(
            "We have heard %(n)s person so far.", "We have heard %(n)s people so far.", n_heard
        ) % {"n": n}
    labels = [str(ContributorRole(role).label) for role in roles if role in ContributorRole.values]
    return ngettext(
        "We have heard %(n)s person so far who is here as: %(roles)s.",
        "We have heard %(n)s people so far who are here as: %(roles)s.",
        n_heard,
    ) % {"n": n, "roles": get_text_list(labels, _("or"))}


def _missing_groups(parts: Sequence[ComparedDimension]) -> list[str]:
    missing = [
        _("By %(dimension)s, we have heard fewer than expected from %(groups)s.")
        % {"dimension": _lowered(part.label), "groups": _listed(part.missing)}
        for part in parts
        if part.missing
    ]
    unsure = [
        _("By %(dimension)s, we cannot tell about %(groups)s: too small or too unsure a number.")
        % {"dimension": _lowered(part.label), "groups": _listed(part.cannot_tell)}
        for part in parts
        if part.cannot_tell
    ]
    if parts and not missing:
        return [*unsure, _("No group that can be compared stands out as missing.")]
    return [*missing, *unsure]


def _not_compared(unmatched: Sequence[ComparedDimension]) -> list[str]:
    if not unmatched:
        return []
    dimensions = get_text_list([_lowered(part.label) for part in unmatched], _("or"))
    return [
        _("Of those who took part nobody said their %(dimensions)s, so that cannot be compared.")
        % {"dimensions": dimensions}
    ]


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
