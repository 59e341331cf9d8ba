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
        return [
            _(
                "Meeting notes record what was said at each table, not who said it. That's why "
                "participation can't be compared."
            )
        ]
    if page.n_heard is None:
        return [
            _("Fewer than %(n)s people have taken part so far. That is too few to show anything about them.")
            % {"n": page.minimum_n}
        ]
    heard = _heard(page.n_heard, page.roles)
    if page.population is None:
        return [heard, _("There is no enrollment or census data to compare with yet.")]
    if page.n_heard == 0:
        return [heard]
    return [heard, *_missing_groups(page.parts), *_not_compared(page.unmatched), _how_sure(page)]


def _heard(n_heard: int, roles: Sequence[str]) -> str:
    n = number_format(n_heard, force_grouping=True)
    if not roles:
        return ngettext(
            "%(n)s person has taken part so far.", "%(n)s people have taken part so far.", n_heard
        ) % {"n": n}
    labels = [str(ContributorRole(role).label) for role in roles if role in ContributorRole.values]
    return ngettext(
        "%(n)s person has taken part so far, responding as: %(roles)s.",
        "%(n)s people have taken part so far, responding as: %(roles)s.",
        n_heard,
    ) % {"n": n, "roles": get_text_list(labels, _("or"))}


def _missing_groups(parts: Sequence[ComparedDimension]) -> list[str]:
    missing = [
        _("Underrepresented by %(dimension)s (fewer people took part than expected): %(groups)s.")
        % {"dimension": _lowered(part.label), "groups": _listed(part.missing)}
        for part in parts
        if part.missing
    ]
    unsure = [
        _("Not clear by %(dimension)s, because the numbers are too small or too uncertain: %(groups)s.")
        % {"dimension": _lowered(part.label), "groups": _listed(part.cannot_tell)}
        for part in parts
        if part.cannot_tell
    ]
    if parts and not missing:
        return [*unsure, _("No group that can be compared is clearly underrepresented.")]
    return [*missing, *unsure]


def _not_compared(unmatched: Sequence[ComparedDimension]) -> list[str]:
    """What nobody was asked, and what was asked but is not matched with the figures yet."""
    not_asked = [part for part in unmatched if part.not_asked]
    not_matched = [part for part in unmatched if not part.not_asked and not part.is_hidden]
    sentences = []
    if not_asked:
        sentences.append(_("Not asked, so not compared: %(dimensions)s.") % {"dimensions": _named(not_asked)})
    if not_matched:
        sentences.append(
            _("Not compared, because no participant gave this information: %(dimensions)s.")
            % {"dimensions": _named(not_matched)}
        )
    return sentences


def _named(parts: Sequence[ComparedDimension]) -> str:
    return get_text_list([_lowered(part.label) for part in parts], _("and"))


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
            "How certain this is: The enrollment or census data is an estimate. The bars show its "
            "margin of error. A group is listed as underrepresented only if the margin of error does "
            "not change the result."
        )
    return _(
        "How certain this is: The enrollment or census data is a complete count. A group is listed "
        "as underrepresented only if one more person would not change the result."
    )


def _time_left(forum: Forum, now: datetime) -> list[str]:
    if forum.is_meeting:
        return []
    state = forum.state(now)
    last = forum.last_day
    if state == "closed":
        return [_("This forum is closed.")]
    if last is None or state != "open":
        return []
    n_days = (last - now.astimezone(forum.district.zone).date()).days
    day = date_format(last, "DATE_FORMAT")
    if n_days == 0:
        return [_("This forum closes today.")]
    if n_days < 14:
        left = ngettext(
            "%(n)s day left. Closing date: %(day)s.", "%(n)s days left. Closing date: %(day)s.", n_days
        )
        return [left % {"n": n_days, "day": day}]
    n_weeks = n_days // 7
    left = ngettext(
        "About %(n)s week left. Closing date: %(day)s.",
        "About %(n)s weeks left. Closing date: %(day)s.",
        n_weeks,
    )
    return [left % {"n": n_weeks, "day": day}]
