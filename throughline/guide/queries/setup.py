"""The checklist of a new district: each item is done or not as the rows say, or was decided on or skipped."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.accounts.models import District, Invitation, Membership, School, SetupStep
from throughline.accounts.permissions import Actor, may_invite, may_manage_district
from throughline.convene.models import Cycle
from throughline.convene.permissions import may_create_cycle

PAGES: dict[str, tuple[Promise, Promise, str]] = {
    SetupStep.SCHOOLS: (
        gettext_lazy("Add your schools"),
        gettext_lazy("Paste a list, or choose a file."),
        "create_schools",
    ),
    SetupStep.PEOPLE: (
        gettext_lazy("Invite colleagues"),
        gettext_lazy("Several at once, each with a role."),
        "invite_members",
    ),
    SetupStep.LANGUAGES: (
        gettext_lazy("Choose the languages"),
        gettext_lazy("Families read every page in the languages you offer."),
        "set_basics",
    ),
    SetupStep.SMALL_GROUPS: (
        gettext_lazy("Confirm the privacy rule for small groups"),
        gettext_lazy("Numbers about fewer people are hidden, except from those who may read every response."),
        "set_basics",
    ),
    SetupStep.CONTACT: (
        gettext_lazy("Name a contact for families, and see who is alerted about urgent messages"),
        gettext_lazy("The contact is shown on every public page."),
        "set_basics",
    ),
    SetupStep.CYCLE: (
        gettext_lazy("Start your first cycle"),
        gettext_lazy("It begins with a decision that someone will make, and leads to the first forum."),
        "create_cycle",
    ),
}
"""What each step is called, what it is for, and its page."""


@dataclass(frozen=True)
class SetupItem:
    """One item of the checklist. `state` is "done", "skipped" or "" if it is still to do."""

    step: SetupStep
    text: Promise
    hint: Promise
    url: str
    state: str


def setup_items(actor: Actor) -> list[SetupItem]:
    """The checklist of an owner; empty for others, and once nothing on it is left to do."""
    if not may_manage_district(actor):
        return []
    items = [_item(actor.district, step) for step in SetupStep]
    return items if any(not item.state for item in items) else []


def next_setup_url(actor: Actor) -> str:
    """The page of the first item that is left to do; Home if there is none."""
    urls = [item.url for item in setup_items(actor) if not item.state]
    return urls[0] if urls else actor.district.url("desk")


def first_steps(actor: Actor) -> list[tuple[str, str]]:
    """What others than owners may do first: the label and the URL of each page."""
    url, pages = actor.district.url, []
    if may_create_cycle(actor):
        pages.append((_("Start a cycle"), url("create_cycle")))
    if may_invite(actor):
        pages.append((_("Invite colleagues"), url("invite_members")))
    return pages


def _item(district: District, step: SetupStep) -> SetupItem:
    text, hint, page = PAGES[step]
    return SetupItem(step, text, hint, f"{district.url(page)}?setup=1", _state(district, step))


def _state(district: District, step: SetupStep) -> str:
    exists: dict[str, Callable[[], bool]] = {
        SetupStep.SCHOOLS: School.objects.exists,
        SetupStep.PEOPLE: _has_colleagues,
        SetupStep.CONTACT: lambda: bool(district.contact),
        SetupStep.CYCLE: Cycle.objects.exists,
    }
    if step not in exists:
        return "done" if step in district.setup else ""
    if exists[step]():
        return "done"
    return "skipped" if step in district.setup else ""


def _has_colleagues() -> bool:
    people = Membership.objects.order_by().values("person").distinct()[:2]
    return len(people) > 1 or Invitation.objects.filter(revoked_at=None, accepted_at=None).exists()
