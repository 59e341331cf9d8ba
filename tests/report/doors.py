from typing import Any

from django.utils import timezone

from tests import make
from tests.doors import Door, World, id_of
from throughline.accounts.models import Role
from throughline.accounts.permissions import Actor
from throughline.convene.models import ForumKind
from throughline.listen.queries.contributor import code_hash, one_link_hash
from throughline.report import actions, queries


def furnish(world: World) -> None:
    actor = Actor.system(world.district)
    published, unpublished = make.cycle(), make.cycle()
    forum = make.forum(published, ForumKind.QUESTION)
    make.voice(forum, follow_hash=code_hash(code_in(world)), received_at=timezone.now())
    make.contributor(forum, one_link_hash=one_link_hash(code_in(world), forum.public_id))
    world.rows |= {
        "published": published,
        "unpublished": unpublished,
        "publication": actions.publish(
            actor,
            published,
            content=queries.compose(published) | {"heard": [_heard()]},
        ),
    }


def _heard() -> dict[str, Any]:
    """A published finding whose evidence is a pattern of votes."""
    words = {"translated": make.translated("There are two views.").as_json()}
    return {
        "stable_id": "two-views",
        "sentence": words,
        "explanation": words,
        "who_is_missing": words,
        "n": 35,
        "n_of": "people",
        "data_kind": "chose",
        "basis": [
            {
                "kind": "run",
                "run_kind": "opinion_groups",
                "label": {"source": "en", "texts": {}},
                "forums": [],
                "n": 35,
                "n_of": "people",
                "data_kind": "chose",
                "method": "opinion_groups",
                "version": "3",
                "settings": {},
                "seed": 1,
                "log_position": 1,
                "computed_at": None,
                "figures": {},
            }
        ],
        "released_at": timezone.now().isoformat(),
        "quotes": [],
    }


def code_in(world: World) -> str:
    return (world.district.slug + "-follows-what-was-written")[:22]


DOORS: list[Door] = [
    Door("district_front", public=True),
    Door("public_cycle", id_of("cycle", "published"), public=True),
    Door("public_package", id_of("cycle", "published"), public=True),
    Door(
        "public_pattern",
        lambda world: {"cycle_id": world.rows["published"].public_id, "finding_id": "two-views"},
        public=True,
    ),
    Door("follow", lambda world: {"code": code_in(world)}, public=True),
    Door("everything", lambda world: {"code": code_in(world)}, public=True),
    Door("publications"),
    Door("preview_publication", id_of("cycle", "unpublished")),
    Door("publish", id_of("cycle", "unpublished"), method="post", owner=303),
    Door("publish", id_of("cycle", "unpublished"), method="post", owner=303, colleague_role=Role.ANALYST),
    Door(
        "publish", id_of("cycle", "unpublished"), method="post", owner=303, colleague_role=Role.BOARD_MEMBER
    ),
    Door("withdraw_publication", id_of("publication", "publication"), method="post", owner=303),
    Door(
        "withdraw_publication",
        id_of("publication", "publication"),
        method="post",
        owner=303,
        colleague_role=Role.FACILITATOR,
    ),
]
