"""The threshold for small groups: chosen from options or entered, and recorded in the audit log."""

from collections.abc import Callable

import pytest
from django.test import Client

from throughline.accounts.models import RULE_SETS, AuditEntry, District, Person

As = Callable[[Person | None], Client]

OWN = {
    "rule_set": "own",
    "minimum_n": "12",
    "student_minimum_n": "20",
    "employee_minimum_n": "6",
    "protection": "",
    "bottom_percent": "10",
    "top_percent": "90",
}


def test_a_new_district_follows_colorado(district: District) -> None:
    assert district.rule_set == "colorado"
    assert (district.minimum_n, district.student_minimum_n, district.employee_minimum_n) == (10, 16, 5)
    assert (district.bottom_percent, district.top_percent) == (5, 95)
    assert district.protection_of(16) == 8


@pytest.mark.parametrize("chosen", [one.key for one in RULE_SETS])
def test_a_rule_is_chosen_in_words_and_its_numbers_follow(
    district: District, owner: Person, client_of: As, chosen: str
) -> None:
    client = client_of(owner)
    client.post(district.url("small_groups"), OWN)
    answer = client.post(district.url("small_groups"), {"rule_set": chosen, "minimum_n": "2"})
    assert answer.status_code == 303
    district.refresh_from_db()
    assert district.rule_set == chosen
    page = client.get(district.url("small_groups")).content.decode()
    assert f'value="{chosen}" required id' in page or f'value="{chosen}"' in page


def test_own_numbers_are_kept_with_before_and_after_in_the_audit(
    district: District, owner: Person, client_of: As
) -> None:
    assert client_of(owner).post(district.url("small_groups"), OWN).status_code == 303
    district.refresh_from_db()
    assert district.rule_set == "own"
    assert (district.minimum_n, district.top_percent, district.protection) == (12, 90, None)
    entry = AuditEntry.objects.get(verb="change_small_groups")
    assert "minimum_n=10" in entry.details["before"]
    assert "minimum_n=12" in entry.details["after"]


def test_choosing_the_same_again_is_no_news(district: District, owner: Person, client_of: As) -> None:
    client_of(owner).post(district.url("small_groups"), {"rule_set": "colorado"})
    assert not AuditEntry.objects.filter(verb="change_small_groups").exists()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("minimum_n", "2", "greater than or equal to 3"),
        ("student_minimum_n", "", "Enter a number."),
        ("employee_minimum_n", "0", "greater than or equal to 3"),
        ("protection", "7", "be more than the minimum group size"),
        ("bottom_percent", "50", "less than or equal to 49"),
        ("top_percent", "100", "less than or equal to 99"),
        ("rule_set", "none", "valid choice"),
    ],
)
def test_a_rule_that_protects_nobody_is_refused_with_a_sentence(
    district: District, owner: Person, client_of: As, name: str, value: str, message: str
) -> None:
    answer = client_of(owner).post(district.url("small_groups"), {**OWN, name: value})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    district.refresh_from_db()
    assert district.rule_set == "colorado"
