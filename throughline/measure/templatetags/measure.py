from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.translation import gettext as _

from throughline.convene.models import Cycle, Forum
from throughline.listen.permissions import JUDGES
from throughline.listen.queries.burst import people_together
from throughline.measure.models import PopulationCount
from throughline.measure.permissions import may_analyze, may_see_counts
from throughline.measure.queries.populations.counts import label_of

register = template.Library()


@register.filter
def category_name(count: PopulationCount) -> str:
    """The name of a category of population figures, in the current language if it is known."""
    return label_of(count)


@register.inclusion_tag("measure/cycle_nav.html", takes_context=True)
def cycle_nav(context: RequestContext, cycle: Cycle, current_page: str) -> dict[str, Any]:
    """The navigation of a cycle's analysis pages, limited to those the actor may open."""
    actor = context["actor"]
    pages = [
        ("coding_desk", _("Comments"), may_analyze(actor)),
        ("codes", _("Codes"), may_see_counts(actor)),
        ("runs", _("Analyses"), may_see_counts(actor)),
        ("findings", _("Findings"), True),
        ("releases", _("Releases"), True),
    ]
    rows = [
        {"name": name, "label": label, "url": cycle.district.url(name, cycle_id=cycle.public_id)}
        for name, label, may in pages
        if may
    ]
    return {"cycle": cycle, "rows": rows, "current_page": current_page, "district": context["district"]}


@register.inclusion_tag("measure/together_note.html", takes_context=True)
def together_note(context: RequestContext, of: Cycle | Forum) -> dict[str, Any]:
    """Which responses came together in a forum or in a cycle, for those who may decide about them."""
    if not context["actor"].has(*JUDGES):
        return {"rows": []}
    forums = [of] if isinstance(of, Forum) else list(of.forums.order_by("pk"))
    return {"rows": people_together(forums), "district": context["district"]}
