from datetime import date
from typing import Any

from tests import make
from tests.doors import Door, World, id_of
from throughline.accounts.models import Role
from throughline.accounts.permissions import Actor
from throughline.align import actions


def furnish(world: World) -> None:
    actor = Actor.system(world.district)
    cycle = make.cycle()
    finding = make.released(cycle, "People want hands-on learning.")
    directive = actions.create_directive(
        actor, cycle, sentence=make.translated("Teach by doing."), findings=[finding]
    )
    initiative = actions.create_initiative(
        actor, title=make.translated("Shop class"), state="developing", directives=[directive]
    )
    action = actions.create_action(
        actor,
        initiative,
        title=make.translated("Open the shop"),
        owner="Ms. Ortiz",
        due_on=date(2027, 5, 1),
        measure=make.translated("students in shop class"),
    )
    world.rows |= {
        "cycle": cycle,
        "finding": finding,
        "directive": directive,
        "initiative": initiative,
        "action": action,
    }


def _directive(world: World) -> dict[str, Any]:
    return {"sentence_en": "Teach by doing.", "findings": [world.rows["finding"].pk]}


RESPONSE = {
    "kind": "adopt",
    "reason_en": "It works.",
    "decided_by_en": "The board",
    "decided_on": "2026-10-01",
}
INITIATIVE = {"title_en": "Shop class", "state": "existing"}
ACTION = {
    "title_en": "Hire a teacher",
    "owner": "Ms. Ortiz",
    "due_on": "2027-01-31",
    "measure_en": "a teacher is there",
}
PROGRESS = {"on": "2026-11-01", "status": "under_way", "sentence_en": "The room is ready."}

DOORS: list[Door] = [
    Door("directives"),
    Door("directives_csv"),
    Door("create_directive", kwargs=id_of("cycle"), colleague_role=Role.BOARD_MEMBER),
    Door(
        "create_directive",
        kwargs=id_of("cycle"),
        method="post",
        data=_directive,
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("directive", kwargs=id_of("directive")),
    Door("edit_directive", kwargs=id_of("directive"), colleague_role=Role.BOARD_MEMBER),
    Door(
        "edit_directive",
        kwargs=id_of("directive"),
        method="post",
        data=_directive,
        owner=303,
        colleague_role=Role.SCHOOL_LEADER,
    ),
    Door("respond", kwargs=id_of("directive"), colleague_role=Role.ANALYST),
    Door(
        "respond",
        kwargs=id_of("directive"),
        method="post",
        data=lambda world: RESPONSE,
        owner=303,
        colleague_role=Role.ANALYST,
    ),
    Door("initiatives"),
    Door("initiatives_csv"),
    Door("create_initiative", colleague_role=Role.BOARD_MEMBER),
    Door(
        "create_initiative",
        method="post",
        data=lambda world: INITIATIVE,
        owner=303,
        colleague_role=Role.ANALYST,
    ),
    Door("initiative", kwargs=id_of("initiative")),
    Door("edit_initiative", kwargs=id_of("initiative"), colleague_role=Role.FACILITATOR),
    Door(
        "edit_initiative",
        kwargs=id_of("initiative"),
        method="post",
        data=lambda world: INITIATIVE,
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("create_action", kwargs=id_of("initiative"), colleague_role=Role.ANALYST),
    Door(
        "create_action",
        kwargs=id_of("initiative"),
        method="post",
        data=lambda world: ACTION,
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("report_progress", kwargs=id_of("action"), colleague_role=Role.ANALYST),
    Door(
        "report_progress",
        kwargs=id_of("action"),
        method="post",
        data=lambda world: PROGRESS,
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("matrix", kwargs=id_of("cycle")),
]
