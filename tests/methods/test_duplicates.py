"""Duplicates: what is proposed, what is not, and how good it is on a real directory with planted copies."""

import csv
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import shared
from throughline.methods.duplicates import (
    Entry,
    Street,
    address_key,
    find_duplicates,
    jaro_winkler,
    name_words,
    phone_key,
)
from throughline.methods.duplicates.finding import LARGEST_BLOCK, N_NEIGHBORS
from throughline.methods.duplicates.normal import email_key, website_key

OTHERS = tuple(
    Entry(100 + i, f"Other{'abcdefghijklmnopqrst'[i]} place", phones=(f"312-555-{i:04}",)) for i in range(20)
)


def found(*entries: Entry, among: Sequence[Entry] = OTHERS) -> dict[tuple[int, int], tuple[str, ...]]:
    pairs = find_duplicates([*entries, *among])
    return {(pair.first, pair.second): pair.reasons for pair in pairs}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Valley Food Bank, Inc.", "VALLEY FOOD BANK"),
        ("Centro Comunitario de la Mesa", "Community Center La Mesa"),
        ("Smith & Sons", "Smith and Sons LLC"),
        ("Clínica Niños", "Clinica Ninos"),
        ("P.A.V.E.", "PAVE"),
        ("St. Mary's Church", "Saint Marys Ch"),
    ],
)
def test_names_written_differently_have_the_same_words(one, other):
    assert sorted(name_words(one)) == sorted(name_words(other))


def test_a_name_of_nothing_but_common_words_keeps_them():
    assert name_words("The And") == ("the", "and")
    assert name_words("Inc") == ("inc",)
    assert name_words("") == ()


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("(312) 555-0134", "3125550134"),
        ("+1 312.555.0134 ext. 7", "3125550134"),
        ("312-555-0134 x331", "3125550134"),
        ("+44 20 7946 0958", "442079460958"),
        ("no phone", ""),
        ("911", ""),
    ],
)
def test_phone_numbers_are_their_digits(written, key):
    assert phone_key(written) == key


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        (
            Street("12 N. Main St., Suite 4", "Dry Fork", "80001"),
            Street("12 North Main Street", "", "80001-1234"),
            True,
        ),
        (Street("12 Fifth Ave #3", "Dry Fork"), Street("12 5th Avenue", "DRY FORK"), True),
        (Street("12 Main St", "Dry Fork"), Street("14 Main St", "Dry Fork"), False),
        (Street("12 Main St", "Dry Fork"), Street("12 Main St", "Juniper"), False),
    ],
)
def test_addresses_are_compared_without_suite_and_short_forms(one, other, are_same):
    assert (address_key(one) == address_key(other)) is are_same
    assert address_key(one)


def test_an_address_without_street_or_place_says_nothing():
    assert address_key(Street("", "Dry Fork")) == address_key(Street("12 Main St")) == ""
    assert address_key(Street("N/A", "Dry Fork")) == ""


def test_links_are_compared_without_scheme_and_www():
    assert website_key("http://WWW.example.org/a/") == website_key("https://example.org/a") == "example.org/a"
    assert website_key("//user@example.org:8080?x=1") == website_key("example.org:8080") == "example.org:8080"
    assert website_key("http://[broken") == website_key("nothing") == ""
    assert email_key(" Help@Example.org ") == email_key("mailto:help@example.org")
    assert email_key("help") == ""


def test_words_are_compared_as_winkler_does():
    assert jaro_winkler("martha", "marhta") == pytest.approx(0.9611, abs=1e-4)
    assert jaro_winkler("dwayne", "duane") == pytest.approx(0.84, abs=1e-4)
    assert jaro_winkler("dixon", "dicksonx") == pytest.approx(0.8133, abs=1e-4)
    assert jaro_winkler("abc", "xyz") == jaro_winkler("", "a") == 0.0


def test_a_mistyped_name_at_the_same_phone_is_proposed_with_its_reasons():
    one = Entry(1, "Juniper Reading Circle", phones=("970-555-0111",))
    assert found(one, Entry(2, "Juniper Reading Cirle", phones=("(970) 555-0111",))) == {
        (1, 2): ("similar_name", "phone")
    }
    assert found(one, Entry(2, "Juniper Reading Circle")) == {(1, 2): ("same_name",)}


def test_other_names_initials_and_names_written_together_count():
    one = Entry(1, "Young Mens Christian Association", phones=("970-555-0111",))
    assert (1, 2) in found(one, Entry(2, "YMCA", phones=("970-555-0111",)))
    assert (1, 2) in found(one, Entry(2, "The Y", other_names=("Young Mens Christian Assn",)))
    assert (1, 2) in found(Entry(1, "Food Share"), Entry(2, "FoodShare"))


def test_what_is_shared_by_many_says_little():
    """One phone of two unlike names is none; nor is the phone of a switchboard with names half alike."""
    assert not found(
        Entry(1, "Legal Clinic", phones=("970-555-0111",)), Entry(2, "Food Pantry", phones=("970-555-0111",))
    )
    crowd = [Entry(200 + i, f"Desk{i} helpers", phones=("970-555-0111",)) for i in range(15)]
    pair = (
        Entry(1, "Juniper Reading Circle", phones=("970-555-0111",)),
        Entry(2, "Juniper Chess Circle", phones=("970-555-0111",)),
    )
    assert (1, 2) not in found(*pair, among=[*OTHERS, *crowd])


def test_numbers_in_names_tell_entries_apart():
    assert not found(Entry(1, "Troop 41 helpers"), Entry(2, "Troop 42 helpers"))


def test_the_same_name_at_different_addresses_is_not_enough():
    here, there = (Street("12 Main St", "Dry Fork"),), (Street("900 Elm Ave", "Juniper"),)
    assert not found(
        Entry(1, "Boys and Girls Club", addresses=here), Entry(2, "Boys and Girls Club", addresses=there)
    )
    assert found(
        Entry(1, "Boys and Girls Club", addresses=here), Entry(2, "Boys and Girls Club", addresses=here)
    )


def test_services_of_one_organization_are_apart_by_place_and_by_name():
    def service(key: int, name: str, street: str = "", phone: str = "970-555-0111") -> Entry:
        addresses = (Street(street, "Dry Fork"),) if street else ()
        return Entry(key, name, addresses=addresses, phones=(phone,), websites=("help.example",), group="o1")

    assert not found(service(1, "Homework help", "12 Main St"), service(2, "Homework help", "900 Elm Ave"))
    assert not found(
        service(1, "Homework help", phone="970-555-0111"), service(2, "Homework help", phone="970-555-0199")
    )
    assert not found(service(1, "Homework help for adults"), service(2, "Homework help for children"))
    assert (1, 2) in found(
        service(1, "Homework help", "12 Main St"), service(2, "Homework Help", "12 Main Street")
    )


def test_entries_without_a_name_are_found_by_their_address():
    here = (Street("12 Main St", "Dry Fork"),)
    assert found(Entry(1, "", addresses=here), Entry(2, "", addresses=here)) == {(1, 2): ("address",)}
    assert not found(Entry(1, ""), Entry(2, ""))


def test_nothing_and_one_entry_have_no_pair():
    assert find_duplicates([]) == find_duplicates([Entry(1, "Alone")]) == []


NAMES = st.sampled_from(
    ["Valley Food Bank", "Valley Fod Bank", "Food Bank", "VFB", "Library", "Juniper Library", ""]
)
ENTRIES = st.lists(
    st.builds(
        Entry,
        key=st.just(0),
        name=NAMES,
        other_names=st.sampled_from([(), ("Valley pantry",), ("Library",)]),
        addresses=st.sampled_from([(), (Street("12 Main St", "Dry Fork"),), (Street("9 Elm", "Juniper"),)]),
        phones=st.sampled_from([(), ("970-555-0111",), ("970-555-0112", "970-555-0111")]),
        group=st.sampled_from(["", "a", "b"]),
    ),
    max_size=12,
).map(lambda entries: [replace(entry, key=key) for key, entry in enumerate(entries)])


@settings(max_examples=150, deadline=None, derandomize=True)
@given(ENTRIES, st.randoms(use_true_random=False))
def test_order_makes_no_difference_and_no_pair_is_there_twice(entries, rng):
    pairs = find_duplicates(entries)
    mixed = list(entries)
    rng.shuffle(mixed)
    assert find_duplicates(mixed) == pairs
    keys = [(pair.first, pair.second) for pair in pairs]
    assert len(set(keys)) == len(keys)
    assert all(first < second for first, second in keys)
    assert all(pair.reasons for pair in pairs)
    assert [pair.bits for pair in pairs] == sorted((pair.bits for pair in pairs), reverse=True)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_compared_alike_from_both_sides(one, other):
    pairs = [
        find_duplicates([Entry(1, a, phones=(a,)), Entry(2, b, phones=(b,))])
        for a, b in [(one, other), (other, one)]
    ]
    assert pairs[0] == pairs[1]


def test_the_work_grows_with_the_entries_and_not_with_their_square(monkeypatch):
    compared = []
    monkeypatch.setattr(
        "throughline.methods.duplicates.finding.compared", lambda one, other, *_rest: compared.append(one)
    )
    find_duplicates([Entry(i, "Homework help", phones=("970-555-0111",)) for i in range(2_000)])
    assert 0 < len(compared) <= 2_000 * N_NEIGHBORS * 3
    assert N_NEIGHBORS < LARGEST_BLOCK


def test_progress_is_told_and_may_end_the_search():
    told = []
    find_duplicates([Entry(i, f"Name{i}") for i in range(1_200)], lambda n, of: told.append((n, of)))
    assert told == [(0, 1_200), (500, 1_200), (1_000, 1_200)]

    def stop(n: int, of: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        find_duplicates([Entry(1, "A")], stop)


def _noisy(text: str, rng: random.Random) -> str:
    """The text as another person may have typed it: letters swapped or lost, case, short and legal forms."""
    letters = list(text)
    for _once in range(rng.choice([0, 1, 1, 2])):
        place = rng.randrange(1, max(2, len(letters) - 1))
        if rng.random() < 0.5 and place + 1 < len(letters):
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
        else:
            letters[place : place + 1] = []
    changed = "".join(letters)
    changed = rng.choice(
        [changed, changed.upper(), changed.replace("and", "&"), changed.replace("Center", "Ctr")]
    )
    return rng.choice([changed, changed, f"The {changed}", f"{changed}, Inc."])


def _illinois(table: str) -> list[Entry]:
    folder = shared("hsds", "illinois")

    def rows(name: str) -> list[dict[str, str]]:
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    phones: dict[str, tuple[str, ...]] = {}
    for row in rows("phones"):
        owner = row[f"{table}_id"]
        phones[owner] = (*phones.get(owner, ()), row["number"]) if owner else ()
    return [
        Entry(
            key,
            row["name"],
            phones=phones.get(row["id"], ()),
            emails=(row["email"],) if row.get("email") else (),
            websites=(row["url"],) if row.get("url") else (),
            group=row["organization_id"] if table == "service" else "",
        )
        for key, row in enumerate(rows(f"{table}s"))
    ]


def _with_copies(entries: list[Entry], rng: random.Random) -> tuple[list[Entry], set[tuple[int, int]]]:
    """Plant a noisy copy of a third of the entries, as another source would list them."""
    copies, planted = [], set()
    for entry in rng.sample(entries, len(entries) // 3):
        key = len(entries) + len(copies)
        kept = rng.random() < 0.7
        copies.append(
            Entry(
                key,
                _noisy(entry.name, rng),
                phones=tuple(phone.replace("-", ".") for phone in entry.phones) if kept else (),
                emails=entry.emails if rng.random() < 0.5 else (),
                websites=entry.websites if rng.random() < 0.5 else (),
                group=f"copy of {entry.group}" if entry.group else "",
            )
        )
        planted.add((entry.key, key))
    return [*entries, *copies], planted


@pytest.mark.parametrize(
    ("table", "least_precision", "least_recall"),
    [("organization", 1.0, 0.9), ("service", 0.75, 0.85), ("location", 0.85, 0.8)],
)
def test_planted_copies_in_a_real_directory(table, least_precision, least_recall):
    """The figures in docs/methods/duplicates.md. Pairs of the real entries themselves are not counted."""
    entries = _illinois(table)
    before = {(pair.first, pair.second) for pair in find_duplicates(entries)}
    both, planted = _with_copies(entries, random.Random(20261))
    pairs = {(pair.first, pair.second) for pair in find_duplicates(both)} - before
    precision, recall = len(pairs & planted) / len(pairs), len(pairs & planted) / len(planted)
    assert precision >= least_precision
    assert recall >= least_recall
