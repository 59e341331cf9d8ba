from tests import make
from tests.doors import Door, World


def furnish(world: World) -> None:
    make.forum(make.cycle())


DOORS: list[Door] = [
    Door("desk"),
    Door("continuing"),
    Door("help"),
    Door("help", data=lambda world: {"q": "forum"}),
    # A topic belongs to no district and is found by its slug.
    Door("help_topic", lambda world: {"slug": "urgent"}),
]
