"""Search without case and accents in the database, and the index of what families search."""

import sys
import unicodedata
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.deletion import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope, scopes_disabled

from tests import make
from throughline.accounts.models import District, SearchEntry, SearchWord, indexed_models
from throughline.accounts.queries import districts_of_server
from throughline.accounts.queries.folding import Folded
from throughline.formats.folding import fold
from throughline.partner import queries
from throughline.partner.models import Address, Location, Organization, Service, ServiceAtLocation


def _folded_by_database(text: str) -> str:
    folded: str = District.objects.values_list(Folded(Value(text)), flat=True)[0]
    return folded


def _assigned() -> Iterator[str]:
    for code in range(1, sys.maxunicode + 1):
        if unicodedata.category(chr(code)) not in {"Cs", "Cn", "Co"}:
            yield chr(code)


@pytest.mark.parametrize("form", ["{}", "x{}y"])
def test_both_databases_fold_every_character_as_python_does(district: District, form: str) -> None:
    """`|` is kept by folding, so that one query folds many characters."""
    characters = [c for c in _assigned() if c != "|"]
    different = []
    for begin in range(0, len(characters), 2000):
        batch = characters[begin : begin + 2000]
        folded = _folded_by_database("|".join(form.format(c) for c in batch))
        expected = fold("|".join(form.format(c) for c in batch))
        if folded != expected:
            different += [c for c in batch if _folded_by_database(form.format(c)) != fold(form.format(c))]
    assert different == []


@pytest.mark.parametrize("text", ["ΟΔΟΣ ΟΔΟΣ.", "İI ıi", "a´b", "한국 e\u0301\u0323", " \u200b ", "", "ﬁ ﷺ"])
def test_both_databases_fold_texts_as_python_does(district: District, text: str) -> None:
    assert _folded_by_database(text) == fold(text)


@pytest.mark.django_db
def test_districts_are_found_without_case_and_accents() -> None:
    for slug, name in (("canon", "Cañón City"), ("peak", "PEAK 100%"), ("a_b", "Elk_Creek")):
        make.district(slug, name=name)
    found = {
        words: [row.slug for row in districts_of_server(words)] for words in ("canon", "CAÑÓN", "city cañon")
    }
    assert list(found.values()) == [["canon"]] * 3
    assert [row.slug for row in districts_of_server("%")] == ["peak"]
    assert [row.slug for row in districts_of_server("_")] == ["a_b"]
    assert districts_of_server("\\").count() == districts_of_server("?").count() == 0
    assert districts_of_server(" ").count() == 3


def _found(words: str) -> list[str]:
    return [row.name for row in queries.services(words)]


def _is_indexed(row: Service | Organization) -> bool:
    return SearchEntry.objects.filter(kind=row._meta.label_lower, row_id=row.pk).exists()


def _create(name: str) -> None:
    Service.objects.create(name=name)


def _save(name: str) -> None:
    row = Service.objects.create(name="Before")
    row.name = name
    row.save(update_fields=["name"])


def _bulk_create(name: str) -> None:
    Service.objects.bulk_create([Service(name=name)])


def _bulk_update(name: str) -> None:
    row = Service.objects.create(name="Before")
    row.name = name
    Service.objects.bulk_update([row], ["name"])


def _update(name: str) -> None:
    Service.objects.create(name="Before")
    Service.objects.filter(name="Before").update(name=name)


def _update_or_create(name: str) -> None:
    Service.objects.update_or_create(foreign_id="1", defaults={"name": "Before"})
    Service.objects.update_or_create(foreign_id="1", defaults={"name": name})


WRITERS = [_create, _save, _bulk_create, _bulk_update, _update, _update_or_create]


@pytest.mark.parametrize("write", WRITERS)
def test_a_row_is_found_however_it_was_written(district: District, write: Callable[[str], None]) -> None:
    write("Clínica dental")
    assert _found("CLINICA") == ["Clínica dental"]
    assert _found("before") == []
    assert SearchEntry.objects.count() == 1


def test_entries_are_deleted_with_their_rows(district: District) -> None:
    organization = make.organization("Clínica Sol")
    one, two, three = (make.service(f"Dental {n}", organization) for n in range(3))
    one.delete()
    Service.objects.filter(pk=two.pk).delete()
    assert [_is_indexed(row) for row in (three, organization)] == [True, True]
    assert SearchEntry.objects.count() == 2
    try:
        organization.delete()
    except ProtectedError:  # the open transaction goes on
        three.delete()
        organization.delete()
    assert SearchEntry.objects.count() == Service.objects.count() == 0


def test_a_search_never_leaves_the_district(district: District) -> None:
    make.service("Dentist of Juniper")
    other = make.district("other")
    with scope(district=other):
        make.service("Dentist and orthodontist of Other")
        assert _found("dentist") == ["Dentist and orthodontist of Other"]
    assert _found("dentist") == _found("dentits") == ["Dentist of Juniper"]
    assert queries.service_search("orthodontis").found == [{}]
    assert queries.service_search("ortodontist").is_corrected is False
    with scopes_disabled():
        assert SearchEntry.objects.filter(district=other).count() == 1
        assert SearchWord.objects.filter(district=other, word="orthodontist").count() == 1


def test_a_number_or_a_short_word_is_not_corrected(district: District) -> None:
    make.service("Food 2024")
    assert _found("2025") == _found("fod") == []
    assert _found("foood") == _found("food") == ["Food 2024"]


def test_what_is_found_as_typed_is_not_corrected(district: District) -> None:
    make.service("Dental care")
    make.service("Mental health")
    search = queries.service_search("mental")
    assert (search.is_corrected, [row.name for row in queries.services(search)]) == (False, ["Mental health"])


def test_a_corrected_search_shows_what_was_meant_as_people_write_it(district: District) -> None:
    make.service("Educación para niños")
    make.service("Tutoría")
    search = queries.service_search("edcacion NINOS")
    assert (search.is_corrected, search.shown) == (True, "educación NINOS")
    assert search.exactly == '"edcacion" "NINOS"'
    exact = queries.service_search(search.exactly)
    assert (exact.is_corrected, queries.services(exact).count()) == (False, 0)


def test_two_words_written_as_one_are_found(district: District) -> None:
    make.service("Food pantry")
    assert _found("foodpantry") == ["Food pantry"]


def test_matches_in_the_name_come_first_and_whole_words_before_parts(district: District) -> None:
    Service.objects.create(name="A clinic", description="Tutor for reading")
    for name in ("Bilingual nontutor", "Coach and tutoring", "Zoo tutor"):
        Service.objects.create(name=name)
    assert _found("tutor") == ["Zoo tutor", "Coach and tutoring", "Bilingual nontutor", "A clinic"]


def test_every_word_is_in_one_of_the_texts(district: District) -> None:
    organization = make.organization("Clínica Sol")
    make.service("Dental care", organization)
    make.service("Eye care", organization)
    assert _found("clinica DENTAL") == ["Dental care"]
    assert _found("care sol") == ["Dental care", "Eye care"]
    assert _found("care luna") == []


def test_the_index_holds_only_what_everybody_may_read() -> None:
    assert {model._meta.label for model in indexed_models()} == {"partner.Organization", "partner.Service"}


def test_a_search_with_many_words_is_answered(district: District) -> None:
    words = " ".join(f"{n:x}" for n in range(50))
    assert _found(words) == []
    assert districts_of_server(words).count() == 0


def test_an_index_of_many_rows_needs_no_list_of_parameters(district: District) -> None:
    limit = 1100 if connection.vendor == "sqlite" else 100
    Service.objects.bulk_create([Service(name=f"Dental {n:04}") for n in range(limit)])
    assert queries.services("dental").count() == limit
    assert queries.services("dental")[0].name == "Dental 0000"


def test_more_words_read_the_index_no_more_often(district: District) -> None:
    make.service("Food pantry and dental care", make.organization("Pantry"))
    n_reads = {}
    for words in ("food", "food pantry dental care", "foof", "foof pantri dental carf"):
        with CaptureQueriesContext(connection) as captured:
            assert len(queries.service_search(words).terms) == len(words.split())
        n_reads[words] = sum('FROM "accounts_searchentry"' in query["sql"] for query in captured)
    assert list(n_reads.values()) == [2, 2, 4, 4]


def test_all_words_that_may_have_been_meant_are_found_the_best_place_first(district: District) -> None:
    for name in ("Zoo and food", "Wood", "Food", "Foodwood", "Ford"):
        make.service(name)
    search = queries.service_search("bood")
    assert (search.shown, search.is_corrected) == ("food/wood", True)
    assert [row.name for row in queries.services(search)] == ["Food", "Wood", "Zoo and food", "Foodwood"]


def test_a_correction_comes_from_names_cities_and_pairs_of_the_own_district(district: District) -> None:
    def fill(service: str, organization: str, city: str) -> None:
        row = make.service(service, make.organization(organization))
        place = Location.objects.create(name="Branch")
        ServiceAtLocation.objects.create(service=row, location=place)
        Address.objects.create(
            location=place, address_1="1 Main St", city=city, state_province="CO", postal_code="81000"
        )

    fill("Evening tutoring", "Valley Library", "Alder Creek")
    with scope(district=make.district("other")):
        fill("Morning orthodontics", "Sunrise Clinic", "Willow Bend")
    for words in ("tutorign", "libarry", "aldr creek", "aldercreek", "valleylibrary evening"):
        assert _found(words) == ["Evening tutoring"], words
    for words in ("orthodontisc", "sunrisee", "wilow", "willowbend", "sunriseclinic", "morning", "clinic"):
        search = queries.service_search(words)
        assert (search.is_corrected, queries.services(search).count()) == (False, 0), words


NAMES = {
    "O'Brien Center": ["obrien", "O’Brien", "O`BRIEN", "o´brien"],
    "Clínica Núñez-García": ["nunez garcia", "Nunez-Garcia", "nunezgarcia", "nuñez clinica"],
    "مَدرسة النور": ["النور", "مدرسه", "مدرسة النور"],
    "北京牙科诊所": ["北京", "诊所", "北京 诊所"],
    "हिंदी पाठशाला": ["हिंदी", "पाठशाला"],
    "Groß Straße": ["strasse", "GROẞ", "gross STRASSE"],
    "İstanbul ırmak": ["ISTANBUL", "istanbul IRMAK"],
    "Cafe\u0301 nin\u0303o": ["CAFÉ", "cafe niño", "nin\u0303o"],
    "100% free_lunch a\\b": ["100%", "free_", "a\\b", "%"],
    "ESL & GED": ["&", "ged", "ed", "GED & ESL"],
    "Tea 🍎 👩‍👩‍👧": ["🍎", "👩‍👩‍👧", "tea 🍎"],
    "Zoë’s “Place”": ["zoes", '"zoes place"', "\u202ezoes", "«zoës place»"],
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_however_it_is_typed(district: District, name: str) -> None:
    Service.objects.bulk_create([Service(name=other) for other in NAMES])
    assert {words: _found(words) for words in NAMES[name]} == {words: [name] for words in NAMES[name]}


STRANGE = [
    "",
    "  ",
    "\u200b",
    '"',
    '""',
    "''--",
    "\\",
    "_" * 50,
    "(a) OR (b)",
    "x" * 5000,
    "字" * 200,
]
STRANGE += [
    "a " * 3000,
    " ".join(map(chr, range(0x4E00, 0x4E64))),
    " ".join(f"wor{n:x}z" for n in range(600)),
]


@pytest.mark.parametrize("words", STRANGE)
def test_a_strange_search_is_answered_on_every_page(district: District, words: str) -> None:
    Service.objects.bulk_create([Service(name=f"wor{chr(97 + n)}z") for n in range(26)])
    client = Client()
    for page in (district.url("services"), district.url("organizations"), "/"):
        assert client.get(page, {"q": words, "kind": words}).status_code == 200, page
