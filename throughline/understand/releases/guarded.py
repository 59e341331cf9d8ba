"""Numbers of people that pages to the right tell themselves, through the same guard."""

from throughline.convene.models import Forum
from throughline.measure.published import n_shown, rules_of


def n_people_shown(forum: Forum, n: int | None) -> tuple[int | None, int]:
    """How many took part in a forum as it may be told, and the fewest that would be."""
    rules = rules_of(forum.district, [forum])
    return (None if n is None else n_shown(n, rules)), rules.minimum_n
