import numpy as np
import pytest

from throughline.methods.bursts import (
    MANY_OF_A_NETWORK,
    WINDOWS_MINUTES,
    BadArrivalsError,
    find_bursts,
)

DAY = 1440
REAL = [600, 1_900, 3_100, 4_400, 5_800, 8_000]


def of(*networks: str) -> list[str]:
    return list(networks)


def many(n: int, prefix: str = "n") -> list[str]:
    return [f"{prefix}{i}" for i in range(n)]


def found(minute: list[int], network: list[str]) -> list[tuple[str, list[int], int]]:
    return [(one.kind, one.people.tolist(), one.n_networks) for one in find_bursts(minute, network)]


def test_nobody_and_one_person_are_no_burst() -> None:
    assert find_bursts([], []) == ()
    assert find_bursts([5], ["a"]) == ()


def test_more_people_of_a_network_on_a_day_than_a_household_are_a_unit() -> None:
    minutes = [DAY + 300 * i for i in range(MANY_OF_A_NETWORK)]
    assert found(minutes, ["a"] * MANY_OF_A_NETWORK) == [("network", [0, 1, 2, 3], 1)]
    assert found(minutes[1:], ["a"] * (MANY_OF_A_NETWORK - 1)) == []
    assert found([*minutes[:-1], 2 * DAY], ["a"] * MANY_OF_A_NETWORK) == [], "on two days"
    assert found(minutes, [""] * MANY_OF_A_NETWORK) == [], "of networks that are not known"


def test_eight_at_once_beside_six_over_a_week_are_a_unit_whatever_their_networks() -> None:
    at_once = [5_000 + i for i in range(8)]
    eight = list(range(6, 14))
    assert found(REAL + at_once, many(6) + many(8, "x")) == [("time", eight, 8)]
    assert found(REAL + at_once, many(6) + ["x"] * 8) == [("network", eight, 1)]
    assert found(REAL + at_once, [""] * 14) == [("time", eight, 0)]


def test_evenings_with_many_people_are_no_burst() -> None:
    rng = np.random.default_rng(1)
    for _draw in range(20):
        minutes = np.concatenate([rng.normal(day * DAY + 1_140, 150, 30) for day in range(14)]).astype(int)
        assert find_bursts(minutes, [""] * minutes.size) == ()


def test_a_burst_in_the_middle_of_many_people_is_found() -> None:
    rng = np.random.default_rng(2)
    ordinary = np.concatenate([rng.normal(day * DAY + 1_140, 150, 30) for day in range(14)]).astype(int)
    burst = np.full(40, 7 * DAY + 600) + np.arange(40) % 9
    (unit,) = find_bursts(np.concatenate([ordinary, burst]), [""] * (ordinary.size + 40))
    assert set(range(ordinary.size, ordinary.size + 40)) <= set(unit.people.tolist())
    assert unit.people.size <= 45


def test_units_that_share_a_person_are_one() -> None:
    at_once = [5_000 + i for i in range(8)]
    minutes = [*REAL, *at_once, 5_600, 5_700]
    networks = [*many(6), "x", "x", *many(6, "y"), "x", "x"]
    assert found(minutes, networks) == [("time", list(range(6, 16)), 7)]


def test_the_order_of_the_people_does_not_matter() -> None:
    minutes = np.array(REAL + [5_000 + i for i in range(8)])
    networks = np.array(many(6) + ["x"] * 4 + many(4, "y"))
    order = np.random.default_rng(3).permutation(minutes.size)
    (one,) = find_bursts(minutes, networks)
    (other,) = find_bursts(minutes[order], networks[order])
    assert sorted(order[other.people].tolist()) == one.people.tolist()


def test_a_hundred_thousand_people_in_one_window_or_over_a_month_are_taken_at_once() -> None:
    rng = np.random.default_rng(4)
    together = rng.integers(0, WINDOWS_MINUTES[0], 100_000)
    (unit,) = find_bursts(together, np.array(["x"] * 100_000))
    assert unit.people.size == 100_000
    apart = rng.integers(0, 30 * DAY, 100_000)
    assert find_bursts(apart, np.array([""] * 100_000)) == ()


def test_columns_of_unequal_length_are_refused() -> None:
    with pytest.raises(BadArrivalsError):
        find_bursts([1, 2], of("a"))
