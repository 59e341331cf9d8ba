from datetime import timedelta

from django.utils import timezone

from tests import make
from tests.doors import Door, World, id_of
from throughline.accounts.models import Role
from throughline.accounts.permissions import Actor
from throughline.convene import actions

TEXTS = {"title_en": "What should graduates know?", "title_es": "¿Qué deben saber?"}

CYCLE = {
    **TEXTS,
    "decision_en": "The board votes.",
    "decider_en": "The board",
    "decided_when_en": "this winter",
    "already_fixed_en": "State law",
    "asked_of_people_en": "Say what matters to you",
    "promise": "involve",
    "staff_hours_a_week": "9",
    "is_public": "on",
}
FORUM = {**TEXTS, "moderation": "before", "data_kind": "chose"}


def furnish(world: World) -> None:
    cycle = make.cycle()
    world.rows["cycle"] = cycle
    world.rows["step"] = actions.add_storyline_step(
        Actor.system(world.district), cycle, title=make.translated("We ask"), when=make.translated("spring")
    )
    world.rows["forum"] = make.forum(cycle)
    world.rows["draft"] = make.forum(cycle, is_open=False)
    world.rows["meeting"] = make.meeting(cycle)
    world.rows["closed"] = make.forum(cycle, closes_at=timezone.now() - timedelta(hours=1))


DOORS: list[Door] = [
    Door("cycles"),
    Door("create_cycle", colleague_role=Role.ANALYST),
    Door(
        "create_cycle", method="post", data=lambda world: TEXTS, owner=303, colleague_role=Role.BOARD_MEMBER
    ),
    Door("cycle", kwargs=id_of("cycle")),
    Door("edit_cycle", kwargs=id_of("cycle"), colleague_role=Role.FACILITATOR),
    Door("edit_cycle", kwargs=id_of("cycle"), method="post", data=lambda world: CYCLE, owner=303),
    Door("end_cycle", kwargs=id_of("cycle"), colleague_role=Role.SCHOOL_LEADER),
    Door(
        "end_cycle",
        kwargs=id_of("cycle"),
        method="post",
        data=lambda world: {"is_promise_kept": "yes", "note_en": "All of it"},
        owner=303,
        colleague_role=Role.SCHOOL_LEADER,
    ),
    Door("storyline", kwargs=id_of("cycle"), colleague_role=Role.ANALYST),
    Door("storyline", kwargs=id_of("cycle"), method="post", data=lambda world: TEXTS, owner=303),
    Door("edit_storyline_step", kwargs=id_of("step"), colleague_role=Role.ANALYST),
    Door("edit_storyline_step", kwargs=id_of("step"), method="post", data=lambda world: TEXTS, owner=303),
    Door("move_storyline_step", kwargs=id_of("step"), method="post", owner=303, colleague_role=Role.ANALYST),
    Door("mark_storyline_step", kwargs=id_of("step"), method="post", owner=303, colleague_role=Role.ANALYST),
    Door(
        "remove_storyline_step", kwargs=id_of("step"), method="post", owner=303, colleague_role=Role.ANALYST
    ),
    Door("ready_questions", kwargs=id_of("cycle"), colleague_role=Role.ANALYST),
    Door(
        "ready_questions",
        kwargs=id_of("cycle"),
        method="post",
        data=lambda world: {"question": "graduates"},
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("create_forum", kwargs=id_of("cycle"), colleague_role=Role.ANALYST),
    Door(
        "create_forum",
        kwargs=id_of("cycle"),
        method="post",
        query="kind=statements",
        data=lambda world: FORUM,
        owner=303,
    ),
    Door("forum", kwargs=id_of("forum")),
    Door("edit_forum", kwargs=id_of("forum"), colleague_role=Role.ANALYST),
    Door("edit_forum", kwargs=id_of("forum"), method="post", data=lambda world: FORUM, owner=303),
    Door("announce_forum", kwargs=id_of("forum", "draft"), colleague_role=Role.ANALYST),
    Door(
        "announce_forum",
        kwargs=id_of("forum", "draft"),
        method="post",
        data=lambda world: {"opens_on": timezone.now().astimezone(world.district.zone).date().isoformat()},
        owner=303,
        colleague_role=Role.SCHOOL_LEADER,
    ),
    Door("close_forum", kwargs=id_of("forum"), colleague_role=Role.ANALYST),
    Door("close_forum", kwargs=id_of("forum"), method="post", owner=303, colleague_role=Role.BOARD_MEMBER),
    Door("reopen_forum", kwargs=id_of("forum", "closed"), colleague_role=Role.ANALYST),
    Door(
        "reopen_forum",
        kwargs=id_of("forum", "closed"),
        method="post",
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("meeting_ics", kwargs=id_of("forum", "meeting"), public=True),
    Door("forum_qr", kwargs=id_of("forum"), public=True),
    Door(
        "forum_poster",
        kwargs=lambda world: {"forum_id": world.rows["forum"].public_id, "paper": "letter"},
    ),
    Door(
        "short_link",
        kwargs=lambda world: {"short_code": world.rows["forum"].short_code},
        public=True,
        owner=302,
    ),
]
