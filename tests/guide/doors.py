from tests import make
from tests.doors import Door, World
from throughline.accounts.models import Role


def furnish(world: World) -> None:
    make.forum(make.cycle())


DOORS: list[Door] = [
    Door("desk", colleague=303),
    Door("setup_next", owner=303, colleague_role=Role.COORDINATOR),
    Door(
        "skip_setup",
        method="post",
        data=lambda world: {"step": "schools"},
        owner=303,
        colleague_role=Role.COORDINATOR,
    ),
    Door("continuing"),
    Door("help"),
    Door("help", data=lambda world: {"q": "forum"}),
    # A topic belongs to no district and is found by its slug.
    Door("help_topic", lambda world: {"slug": "urgent"}),
]
