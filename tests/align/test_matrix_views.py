from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import make
from throughline.accounts.models import District, Person
from throughline.align.queries import (
    Matrix,
    directives_of,
    matrix_of,
    sorted_initiatives,
    unasked_initiatives,
)
from throughline.convene.models import Cycle

As = Callable[[Person | None], Client]


def _whole(cycle: Cycle) -> Matrix:
    return matrix_of(cycle, directives_of(cycle), sorted_initiatives(cycle))


def test_the_matrix_has_two_kinds_of_empty_row(
    district: District, coordinator: Person, client_of: As
) -> None:
    cycle = make.cycle()
    served, unserved = make.directive(cycle, "Teach by doing."), make.directive(cycle, "Two languages.")
    shop = make.initiative("Shop class", served)
    plans = make.initiative("Graduation plans", required_by="state graduation law")
    board = make.initiative("Scoreboard")
    matrix = _whole(cycle)
    assert [row.directive for row in matrix.rows] == [served, unserved]
    assert [row.is_empty for row in matrix.rows] == [False, True]
    assert list(matrix.initiatives) == [shop, plans, board]
    assert matrix.is_asked == [True, False, False]
    assert list(unasked_initiatives(cycle)) == [plans, board]
    assert (matrix.n_unserved, matrix.n_unanswered) == (1, 2)
    page = client_of(coordinator).get(district.url("matrix", cycle_id=cycle.public_id)).content.decode()
    assert page.count("No initiatives yet") == 1
    assert page.count("Not requested<") == 2
    assert "Required by state graduation law" in page
    assert "Only staff can see this list." in page


def test_what_another_cycle_asked_for_was_not_raised_in_this_one(
    district: District, coordinator: Person
) -> None:
    former, now = make.cycle(), make.cycle()
    shop = make.initiative("Shop class", make.directive(former))
    make.directive(now)
    assert list(unasked_initiatives(former)) == []
    assert list(unasked_initiatives(now)) == [shop]


def test_a_cycle_without_a_directive_says_what_to_do(
    district: District, coordinator: Person, board_member: Person, client_of: As
) -> None:
    cycle = make.cycle()
    url = district.url("matrix", cycle_id=cycle.public_id)
    write = district.url("create_directive", cycle_id=cycle.public_id)
    assert write in client_of(coordinator).get(url).content.decode()
    page = client_of(board_member).get(url).content.decode()
    assert "This cycle has no priorities yet." in page
    assert write not in page


@pytest.mark.parametrize("n", [1, 12])
def test_the_matrix_takes_the_same_few_queries(
    district: District, coordinator: Person, client_of: As, n: int, django_assert_max_num_queries: Any
) -> None:
    cycle = make.cycle()
    for number in range(n):
        make.initiative(f"Initiative {number}", make.directive(cycle))
    client = client_of(coordinator)
    url = district.url("matrix", cycle_id=cycle.public_id)
    client.get(url)
    with django_assert_max_num_queries(14):
        page = client.get(url).content.decode()
    assert page.count("addresses this priority") == n


@pytest.mark.parametrize(("n", "rows", "columns"), [(0, 0, 0), (1, 1, 1), (35, 25, 12)])
def test_a_long_matrix_turns_by_directives_and_by_initiatives(
    district: District,
    coordinator: Person,
    client_of: As,
    n: int,
    rows: int,
    columns: int,
    django_assert_max_num_queries: Any,
) -> None:
    cycle = make.cycle()
    for number in range(n):
        make.initiative(f"Initiative {number}", make.directive(cycle))
        make.initiative(f"Unasked {number}")
    client = client_of(coordinator)
    url = district.url("matrix", cycle_id=cycle.public_id)
    with django_assert_max_num_queries(18):
        page = client.get(url).content.decode()
    assert page.count('scope="row"') == rows + (n > 0)  # the footer: whether each was asked for
    assert page.count("addresses this priority") == columns
    assert ('href="?page=2"' in page, 'href="?unasked=2"' in page) == (n == 35, n == 35)
    page = client.get(url + "?page=2&initiatives=3&unasked=2").content.decode()
    assert page.count("addresses this priority") == (10 if n == 35 else columns)
    assert ('href="?page=2&amp;initiatives=2&amp;unasked=2"' in page) == (n == 35)
