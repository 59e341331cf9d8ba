"""The doors of partner links, of the pages of a partner, and of edits that wait."""

from collections.abc import Callable
from typing import Any

from django_scopes import scope

from tests.doors import Door, World, id_of
from throughline.accounts.models import Role
from throughline.partner import actions


def _by_link(row: str = "link", **more: str) -> Callable[[World], dict[str, str]]:
    """The code of a link, and the ids of other rows."""
    return lambda world: {
        "code": world.rows[row].code,
        **{f"{noun}_id": world.rows[name].public_id for noun, name in more.items()},
    }


def _own_service(world: World) -> dict[str, Any]:
    return {"service": world.rows["service"].public_id, "status": "limited"}


def _edited(world: World) -> dict[str, Any]:
    with scope(district=world.district):
        return {"description": "Open to all.", "shown": actions.state_for_partner(world.rows["service"])}


LINK_DOORS: list[Door] = [
    # Only those whose address is in the listing of an organization: see test_own_services.py.
    Door("confirm_own_services", method="post", data=_own_service, owner=403),
    Door("set_own_openings", method="post", data=_own_service, owner=403),
    Door("edit_own_service", kwargs=id_of("service"), owner=403),
    Door("edit_own_service", kwargs=id_of("service"), method="post", data=_edited, owner=403),
    Door("partner_entry", kwargs=_by_link(), public=True),
    Door("partner_entry", kwargs=_by_link("revoked"), owner=410, public=True),
    Door("confirm_by_link", kwargs=_by_link(), method="post", data=_own_service, owner=303, public=True),
    Door("set_openings_by_link", kwargs=_by_link(), method="post", data=_own_service, owner=303, public=True),
    Door("edit_by_link", kwargs=_by_link(service="service"), public=True),
    Door(
        "edit_by_link",
        kwargs=_by_link(service="service"),
        method="post",
        data=_edited,
        owner=303,
        public=True,
    ),
    Door("ask_for_partner_link", public=True),
    Door(
        "ask_for_partner_link",
        method="post",
        data=lambda world: {"email": "desk@library.example"},
        owner=303,
        public=True,
    ),
    Door("partner_links", kwargs=id_of("organization"), colleague_role=Role.ANALYST),
    Door(
        "partner_links",
        kwargs=id_of("organization"),
        method="post",
        data=lambda world: {"email": "ana@library.example"},
        owner=303,
        colleague_role=Role.FACILITATOR,
    ),
    Door(
        "send_partner_link", kwargs=id_of("link"), method="post", owner=303, colleague_role=Role.BOARD_MEMBER
    ),
    Door("revoke_partner_link", kwargs=id_of("link"), method="post", owner=303, colleague_role=Role.ANALYST),
    Door("proposed_edits", colleague_role=Role.SCHOOL_LEADER),
    Door("proposed_edit", kwargs=id_of("edit"), colleague_role=Role.ANALYST),
    Door(
        "proposed_edit",
        kwargs=id_of("edit"),
        method="post",
        owner=303,
        colleague_role=Role.FACILITATOR,
    ),
    Door("decline_edit", kwargs=id_of("edit"), colleague_role=Role.BOARD_MEMBER),
    Door("decline_edit", kwargs=id_of("edit"), method="post", owner=303, colleague_role=Role.ANALYST),
    Door("directory_pulse", colleague_role=Role.ANALYST),
    Door("change_directory_settings", colleague_role=Role.ANALYST),
    Door(
        "change_directory_settings",
        method="post",
        data=lambda world: {"helper_name": "Ms. Ortiz", "helper_phone": "970-555-0100"},
        owner=303,
        colleague_role=Role.SCHOOL_LEADER,
    ),
]
