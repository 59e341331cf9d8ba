import pytest
from django.test import Client

from tests import make
from throughline.accounts.models import District, Person
from throughline.convene import actions


@pytest.mark.parametrize("n_counted", [1, 2])
def test_a_total_over_forums_says_that_it_may_overlap(
    district: District, coordinator: Person, client: Client, n_counted: int
) -> None:
    cycle = make.cycle()
    for _number in range(n_counted):
        actions.set_tally(cycle, "people", 1_200, make.forum(cycle))
    make.forum(cycle)
    client.force_login(coordinator)
    page = client.get(district.url("cycle", cycle_id=cycle.public_id)).content.decode()
    assert ("Total (may overlap):" in page) == (n_counted > 1)
    assert ("2,400 people" in " ".join(page.split())) == (n_counted > 1)
    assert ("One person may be counted in several forums." in page) == (n_counted > 1)
