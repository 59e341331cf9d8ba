from tests import make
from tests.doors import Door, World


def furnish(world: World) -> None:
    make.forum(make.cycle())


DOORS: list[Door] = [
    Door("desk"),
    Door("continuing"),
    Door("help"),
    Door("help", data=lambda world: {"q": "forum"}),
    # A topic belongs to no district: it is asked for by the word in its address.
    Door("help_topic", lambda world: {"slug": "urgent"}),
]
