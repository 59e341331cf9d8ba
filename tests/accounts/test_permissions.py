"""The rate limit, and the construction of actors."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.cache import cache
from django.test import RequestFactory

from tests import make
from throughline.accounts.models import District, Person, Role
from throughline.accounts.permissions import (
    Actor,
    TooMany,
    address_to_limit,
    client_address,
    limit,
    process_counts,
)


def _request(address: str = "192.0.2.7", **headers: str) -> object:
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


def _n_let_through(n: int, per_minute: int, *, forget: bool = False, address: str = "192.0.2.7") -> int:
    n_let = 0
    for _ in range(n):
        if forget:
            process_counts.clear()  # the state of another process
        try:
            limit(_request(address), "vote", per_minute)  # type: ignore[arg-type]
        except TooMany:
            continue
        n_let += 1
    return n_let


@pytest.mark.parametrize("per_minute", [1, 5, 30, 120])
def test_no_more_than_the_allowance_pass_in_a_minute(per_minute: int) -> None:
    assert _n_let_through(per_minute + 20, per_minute) == per_minute


def test_the_next_minute_begins_anew_and_forgets_the_last(traveller: time_machine.Traveller) -> None:
    _n_let_through(10, 5)
    traveller.shift(timedelta(minutes=1))
    assert _n_let_through(10, 5) == 5
    assert len(process_counts) == 1


def test_processes_share_the_count() -> None:
    assert _n_let_through(12, 5, forget=True) == 5


def test_no_process_lets_more_through_once_it_knows_that_the_allowance_is_used_up() -> None:
    """Two processes of one server take turns; each tells the other every sixth request."""
    processes: list[dict[str, tuple[int, int]]] = [{}, {}]
    n_let = 0
    for number in range(600):
        process_counts.clear()
        process_counts.update(processes[number % 2])
        n_let += _n_let_through(1, 120)
        processes[number % 2] = dict(process_counts)
    assert 120 <= n_let <= 132


def test_what_is_refused_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _n_let_through(5, 5)
    written: list[object] = []
    spy = SimpleNamespace(get=cache.get, add=cache.add, set=lambda *args, **_: written.append(args))
    monkeypatch.setattr("throughline.accounts.permissions.rate.cache", spy)
    assert _n_let_through(20, 5) == _n_let_through(20, 5, forget=True) == 0
    assert written == []


def test_another_address_has_its_own_allowance() -> None:
    _n_let_through(10, 5)
    assert _n_let_through(5, 5, address="192.0.2.8") == 5


def test_the_address_itself_is_written_nowhere() -> None:
    _n_let_through(3, 5)
    kept = list(process_counts) + list(getattr(cache, "_cache", {}))
    assert kept
    assert not [key for key in kept if "192.0.2.7" in key]


def test_an_address_is_believed_only_from_a_trusted_proxy(settings: object) -> None:
    forged = _request("10.0.0.1", **{"X-Forwarded-For": "203.0.113.9, 198.51.100.4"})
    settings.TRUSTED_PROXIES = 0  # type: ignore[attr-defined]
    assert client_address(forged) == "10.0.0.1"  # type: ignore[arg-type]
    settings.TRUSTED_PROXIES = 1  # type: ignore[attr-defined]
    assert client_address(forged) == "198.51.100.4"  # type: ignore[arg-type]


def _limited(address: str, **headers: str) -> str:
    return address_to_limit(_request(address, **headers))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("address", "counts_as"),
    [
        ("203.0.113.7", "203.0.113.7/32"),
        ("203.0.113.7:50123", "203.0.113.7/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2:0:0:0:9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7/32"),
        ("2002:cb00:7107:9::1", "203.0.113.7/32"),
        ("unknown", ""),
        ("203.0.113.256", ""),
        ("", ""),
    ],
)
def test_an_address_counts_by_what_one_client_can_change_of_it(address: str, counts_as: str) -> None:
    assert _limited(address) == counts_as


def test_what_a_proxy_passes_on_and_is_no_address_counts_as_the_proxy(settings: object) -> None:
    settings.TRUSTED_PROXIES = 1  # type: ignore[attr-defined]
    invented = [_limited("10.0.0.1", **{"X-Forwarded-For": text}) for text in ("unknown", "_x1", "1.2", "é")]
    assert set(invented) == {"10.0.0.1/32"}
    assert _limited("10.0.0.1", **{"X-Forwarded-For": "_x1, [2001:db8::5]:99"}) == "2001:db8::/64"


def test_addresses_of_one_ipv6_network_share_an_allowance() -> None:
    n_let = [_n_let_through(1, 5, address=f"2001:db8:1:2::{number:x}") for number in range(1, 9)]
    assert sum(n_let) == 5
    assert _n_let_through(1, 5, address="2001:db8:1:3::1") == 1


def test_a_person_has_the_roles_of_this_district_and_no_others(
    district: District, other_owner: Person, coordinator: Person
) -> None:
    assert Actor.of(district, other_owner).roles == frozenset()
    assert not Actor.of(district, other_owner).is_member
    assert Actor.of(district, coordinator).roles == {Role.COORDINATOR}


def test_whoever_may_not_sign_in_has_no_roles(district: District, owner: Person) -> None:
    owner.is_active = False
    assert not Actor.of(district, owner).is_member


def test_a_partner_contact_is_a_member_but_no_staff(district: District) -> None:
    actor = make.actor(make.member(district, Role.PARTNER_CONTACT), district)
    assert actor.is_member
    assert not actor.is_staff
