"""The API of the directory: what each address answers to whom asks for what."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django_scopes import scope

from tests import make
from tests.partner.api.furnished import Furnished, furnish_directory
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.partner.models import Organization, Service, SupportKind

Ask = Callable[..., Any]


@pytest.fixture
def directory(system: Actor) -> Furnished:
    return furnish_directory(system)


@pytest.fixture
def ask(district: District) -> Ask:
    """Ask an address of the API with parameters; `body` sends them by POST."""

    def ask(name: str, *, body: object = None, version: str = "", record: object = "", **query: Any) -> Any:
        noun = {"service_at_location": "place", "taxonomy_term": "term"}.get(name, name)
        kwargs = {f"{noun}_id": str(record)} if record else {}
        url = district.url(f"hsds_{name}", **kwargs, **({"version": version} if version else {}))
        if body is not None:
            return Client().post(url, json.dumps(body), content_type="application/json")
        return Client().get(url, query)

    return ask


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [one.get("name", "") for one in answer.json()["contents"]]


def test_the_root_names_the_version_and_where_it_is_described(ask: Ask, district: District) -> None:
    assert ask("root").json() == {
        "version": "3.0",
        "profile": "http://testserver/d/juniper/hsds/profile",
        "openapi_url": "http://testserver/d/juniper/hsds/openapi.json",
    }
    newer = ask("root", version="3.1").json()
    assert newer["version"] == "3.1"
    assert newer["openapi_url"] == "http://testserver/d/juniper/hsds/3.1/openapi.json"
    assert Client().get("/d/juniper/hsds/3.2/").status_code == 404


def test_an_empty_directory_has_an_empty_page(ask: Ask) -> None:
    assert ask("services").json() == {
        "total_items": 0,
        "total_pages": 0,
        "page_number": 1,
        "size": 0,
        "first_page": True,
        "last_page": True,
        "empty": True,
        "contents": [],
    }


def test_a_list_has_the_services_of_a_page_with_their_organization_and_program(
    ask: Ask, directory: Furnished
) -> None:
    first, second = ask("services", per_page=2).json(), ask("services", per_page=2, page=2).json()
    assert [one["name"] for one in first["contents"] + second["contents"]] == [
        "Beds for a night",
        "Homework room",
        "Reading circle",
    ]
    about = {name: value for name, value in second.items() if name != "contents"}
    assert about == {
        "total_items": 3,
        "total_pages": 2,
        "page_number": 2,
        "size": 1,
        "first_page": False,
        "last_page": True,
        "empty": False,
    }
    homework = first["contents"][1]
    assert (homework["organization"]["name"], homework["program"]["name"]) == (
        "Valley Library",
        "After school",
    )
    assert not {"phones", "schedules", "attributes", "x_color", "assurer_email"} & homework.keys()
    after_the_end = ask("services", page=40).json()
    assert (after_the_end["empty"], after_the_end["last_page"]) == (True, True)


def test_a_service_comes_with_all_that_belongs_to_it(ask: Ask, directory: Furnished) -> None:
    found = ask("service", record=directory.homework.hsds_id).json()
    assert found["minimum_age"] == 6
    assert [one["number"] for one in found["phones"]] == ["555-0101"]
    assert found["languages"][0]["code"] == "en"
    [at_place] = found["service_at_locations"]
    assert at_place["location"]["addresses"][0]["city"] == "Medford"
    assert at_place["location"]["accessibility"][0]["description"] == "A ramp"
    assert at_place["schedules"][0]["byday"] == "MO,TU"
    assert at_place["location"]["attributes"][0]["taxonomy_term"]["name"] == "Tutoring"
    assert found["organization"]["funding"][0]["source"] == "A tax"
    assert "locations" not in found["organization"], "they are in its own record"
    assert {one["taxonomy_term"]["name"] for one in found["attributes"]} == {"Tutoring", "Health care"}
    assert found["attributes"][0]["taxonomy_term"]["taxonomy_detail"]["name"] == "AIRS"
    assert found["metadata"][0]["field_name"] == "name"
    assert not {"capacities", "additional_urls"} & found.keys()


def test_the_newer_version_has_what_came_with_it(ask: Ask, directory: Furnished) -> None:
    found = ask("service", record=directory.homework.hsds_id, version="3.1").json()
    [capacity] = found["capacities"]
    assert (capacity["available"], capacity["unit"]["name"]) == (3, "Seats")
    assert found["additional_urls"][0]["label"] == "More"
    assert found["service_at_locations"][0]["service_areas"][0]["name"] == "Downtown"


def test_an_organization_names_its_services_or_has_them_in_full(ask: Ask, directory: Furnished) -> None:
    named = ask("organization", record=directory.library.hsds_id).json()
    assert [set(one) for one in named["services"]] == [{"id", "name", "status"}] * 2
    assert {one["name"] for one in named["locations"]} == {"Main branch", "Far branch"}
    full = ask("organization", record=directory.library.hsds_id, full_service="true").json()
    homework = next(one for one in full["services"] if one["name"] == "Homework room")
    assert homework["service_at_locations"][0]["location"]["name"] == "Main branch"
    assert "organization" not in homework
    listed = ask("organizations", full="true").json()["contents"]
    assert [one["name"] for one in listed] == ["Safe Nights", "Valley Library"]
    assert listed[1]["services"] == named["services"]
    assert "services" not in ask("organizations").json()["contents"][0]


def test_a_service_at_a_location_has_both(ask: Ask, directory: Furnished) -> None:
    found = ask("service_at_location", record=directory.at_branch.hsds_id).json()
    assert (found["service"]["name"], found["location"]["name"]) == ("Homework room", "Main branch")
    assert found["service"]["organization"]["name"] == "Valley Library"
    assert "service_at_locations" not in found["service"]
    listed = ask("service_at_locations").json()["contents"]
    assert [one["service"]["name"] for one in listed] == [
        "Homework room",
        "Beds for a night",
        "Reading circle",
    ]
    assert "addresses" not in listed[0]["location"]


def test_filters_add_up(ask: Ask, directory: Furnished) -> None:
    library, term = str(directory.library.hsds_id), str(directory.term.hsds_id)
    assert names(ask("services", organization_id=library)) == ["Homework room", "Reading circle"]
    assert names(ask("services", organization_id=library.upper(), search="aloud")) == ["Reading circle"]
    assert names(ask("services", taxonomy_term_id=term)) == ["Homework room"]
    assert names(ask("services", taxonomy_id=str(directory.taxonomy.hsds_id))) == ["Homework room"]
    assert names(ask("services", taxonomy_term_id=term, search="aloud")) == []
    assert names(ask("services", organization_id="no id")) == []
    assert names(ask("services", taxonomy_term_id=str(uuid4()))) == []
    assert names(ask("organizations", taxonomy_term_id=term)) == ["Valley Library"]
    assert names(ask("organizations", search="nights")) == ["Safe Nights"]


def test_the_districts_own_kinds_are_a_taxonomy_of_their_own(ask: Ask, directory: Furnished) -> None:
    [own, airs] = ask("taxonomies").json()["contents"]
    assert (own["name"], airs["name"]) == ("Kinds of support", "AIRS")
    terms = ask("taxonomy_terms", taxonomy_id=own["id"]).json()
    assert terms["total_items"] == SupportKind.objects.count()
    health = terms["contents"][0]
    assert (health["name"], health["taxonomy_detail"]["name"]) == ("Health care", "Kinds of support")
    assert ask("taxonomy_term", record=health["id"]).json() == health
    assert ask("taxonomy", record=own["id"]).json() == own
    assert names(ask("services", taxonomy_term_id=health["id"])) == ["Homework room"]
    assert names(ask("services", taxonomy_id=own["id"])) == ["Beds for a night", "Homework room"]
    assert names(ask("organizations", taxonomy_id=own["id"])) == ["Safe Nights", "Valley Library"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "Services with this type of support: {}."), ("es", "Servicios con este tipo de apoyo: {}.")],
)
def test_every_kind_is_described_in_the_districts_language(
    ask: Ask, directory: Furnished, district: District, language: str, sentence: str
) -> None:
    district.languages = [language]
    district.save()
    own = ask("taxonomies").json()["contents"][0]
    terms = ask("taxonomy_terms", taxonomy_id=own["id"], per_page="50").json()["contents"]
    assert all(term["description"] for term in terms)
    [sports] = [term for term in terms if term["code"] == "sports"]
    assert sports["description"] == sentence.format(sports["name"])


def test_terms_are_found_by_their_place_in_the_taxonomy(ask: Ask, directory: Furnished) -> None:
    airs = str(directory.taxonomy.hsds_id)
    assert names(ask("taxonomy_terms", taxonomy_id=airs)) == ["Education", "Tutoring"]
    assert names(ask("taxonomy_terms", taxonomy_id=airs, top_only="true")) == ["Education"]
    assert names(ask("taxonomy_terms", parent_id=str(directory.parent.hsds_id))) == ["Tutoring"]
    assert names(ask("taxonomy_terms", search="tutor")) == ["Academic help", "Tutoring"]
    n_own = SupportKind.objects.count()
    page = ask("taxonomy_terms", per_page=n_own + 1).json()
    assert [one["name"] for one in page["contents"]][-1] == "Education", (
        "a page goes over from one to the other"
    )
    assert page["total_items"] == n_own + 2


def test_what_changed_since_is_found(ask: Ask, directory: Furnished) -> None:
    assert names(ask("services", modified_after="2026-02-28T00:00:00Z")) == ["Homework room"]
    assert names(ask("services", modified_after="2026-03-01T02:00:00-07:00")) == ["Homework room"]
    assert names(ask("services", modified_after="2026-03-02")) == []
    assert ask("services", modified_after="yesterday").status_code == 400
    assert ask("services", modified_after="2026-02-31").status_code == 400


def test_a_minimal_list_has_ids_and_dates_alone(ask: Ask, directory: Furnished) -> None:
    found = ask("services", minimal="true").json()["contents"]
    assert found[1] == {
        "id": str(directory.homework.hsds_id),
        "modified_date": "2026-03-01T09:00:00+00:00",
    }
    assert found[0] == {"id": str(directory.nights.hsds_id)}
    make.service("One more")
    assert len(ask("services", minimal="true", per_page=2).json()["contents"]) == 2
    assert len(names(ask("services", minimal="true", per_page=10_000))) == 4
    assert ask("services", minimal="true", per_page=10_001).status_code == 400
    refused = ask("services", per_page=101).json()
    assert refused["errors"][0]["field"] == "per_page"
    assert "at most 100" in refused["detail"]


def test_places_are_found_by_postal_code_and_distance(ask: Ask, directory: Furnished) -> None:
    def places(**query: str) -> list[str]:
        answer = ask("service_at_locations", **query)
        assert answer.status_code == 200, answer.content
        return [one["location"].get("name", "") for one in answer.json()["contents"]]

    assert places(postcode="97501") == ["Main branch"]
    assert places(postcode="97501-9999") == ["Main branch"]
    assert places(postcode="9750") == []
    assert places(proximity="42.3,-122.8,20000") == ["Main branch"]
    assert places(proximity="45.4,-122.6,500000") == ["Far branch", "Main branch"], "the nearest first"
    assert places(proximity="42.3,-122.8,500000") == ["Main branch", "Far branch"]
    assert places(postcode="97201", proximity="1000") == ["Far branch"]
    assert places(postcode="99999", proximity="1000") == []
    assert places(postcode="97201", proximity="42.3,-122.8,20000") == []
    assert ask("service_at_locations", proximity="near").status_code == 400
    alone = ask("service_at_locations", proximity="5000")
    assert (alone.status_code, alone.json()["errors"][0]["field"]) == (400, "proximity")
    assert "postcode" in alone.json()["detail"]


def test_a_confidential_place_has_no_address_and_is_never_near(ask: Ask, directory: Furnished) -> None:
    found = ask("service", record=directory.nights.hsds_id).json()
    [at_place] = found["service_at_locations"]
    assert at_place["location"] == {
        "id": str(directory.hidden.hsds_id),
        "location_type": "physical",
        "organization_id": str(directory.shelter.hsds_id),
        "is_confidential": True,
    }


def test_contacts_are_for_staff_alone(ask: Ask, directory: Furnished) -> None:
    for version in ("", "3.1"):
        for answer in (
            ask("service", record=directory.homework.hsds_id, version=version),
            ask("organization", record=directory.library.hsds_id, version=version, full_service="true"),
            ask("service_at_location", record=directory.at_branch.hsds_id, version=version),
            ask("services", full="true", version=version),
        ):
            text = answer.content.decode()
            assert "555-0101" in text, "phones of the service itself are public"
            assert not [one for one in ("contact", "Ana", "555-0100", "Spanish") if one in text]


def test_a_search_by_post_finds_the_same(ask: Ask, directory: Furnished) -> None:
    asked = {"search": "homework", "organization_id": str(directory.library.hsds_id), "full": True}
    by_post = ask("services", body=asked)
    assert by_post.json() == ask("services", **{**asked, "full": "true"}).json()
    assert names(by_post) == ["Homework room"]
    for name in ("organizations", "service_at_locations", "taxonomies", "taxonomy_terms"):
        assert ask(name, body={}).json() == ask(name).json()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"page": "1"}, "page"),
        ({"page": True}, "page"),
        ({"page": 0}, "page"),
        ({"per_page": 101}, "per_page"),
        ({"search": None}, "search"),
        ({"search": "a\0b"}, "search"),
        ({"search": "a" * 201}, "search"),
        ({"search": "\ud800"}, "search"),
        ({"full": "true"}, "full"),
        ({"format": "xml"}, "format"),
        ({"serach": "food"}, "serach"),
        (["search"], ""),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence_that_repeats_nothing(
    ask: Ask, body: object, field: str
) -> None:
    answer = ask("services", body=body)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    found = answer.json()
    assert found["errors"][0]["field"] == field
    assert found["detail"].endswith(".")


def test_a_body_that_is_no_json_is_refused(district: District) -> None:
    url = district.url("hsds_services")
    assert Client().post(url, "{", content_type="application/json").status_code == 400
    assert Client().post(url, " ", content_type="application/json").status_code == 400
    assert Client().post(url, {"search": "food"}).status_code == 415


@pytest.mark.parametrize(
    "query", [{"kind": "food"}, {"page": "one"}, {"page": "-1"}, {"full": "yes"}, {"format": "csv"}]
)
def test_parameters_that_do_not_fit_are_refused(ask: Ask, query: dict[str, str]) -> None:
    answer = ask("services", **query)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert next(iter(query)) in json.dumps(answer.json()["errors"])


@pytest.mark.parametrize("by_post", [False, True])
@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("services", "organization_id"),
        ("services", "modified_after"),
        ("service_at_locations", "postcode"),
        ("service_at_locations", "proximity"),
        ("organizations", "taxonomy_term_id"),
        ("taxonomy_terms", "parent_id"),
    ],
)
def test_a_filter_without_a_value_is_refused(ask: Ask, name: str, field: str, by_post: bool) -> None:
    answer = ask(name, body={field: ""}) if by_post else ask(name, **{field: ""})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_a_body_gives_each_parameter_once(district: District) -> None:
    url, body = district.url("hsds_services"), '{"search": "food", "search": "shelter"}'
    answer = Client().post(url, body, content_type="application/json")
    assert (answer.status_code, answer.json()["detail"]) == (400, "search: Give this parameter once.")


def test_a_parameter_is_given_once(district: District) -> None:
    answer = Client().get(district.url("hsds_services") + "?search=a&search=b")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "name", ["service", "organization", "service_at_location", "taxonomy", "taxonomy_term"]
)
def test_an_unknown_id_is_not_found(ask: Ask, directory: Furnished, name: str) -> None:
    for record in (uuid4(), "no-id", "a/b"):
        answer = ask(name, record=record)
        assert (answer.status_code, answer.json()["status"]) == (404, 404)


def test_entries_of_another_district_are_not_found(ask: Ask, other_district: District) -> None:
    with scope(district=other_district):
        theirs = furnish_directory(Actor.system(other_district))
    ours = make.service("Ours")
    assert names(ask("services")) == ["Ours"]
    assert ask("service", record=ours.hsds_id).status_code == 200
    assert ask("service", record=theirs.homework.hsds_id).status_code == 404
    assert ask("organization", record=theirs.library.hsds_id).status_code == 404
    assert ask("service_at_location", record=theirs.at_branch.hsds_id).status_code == 404
    assert ask("taxonomy_term", record=theirs.term.hsds_id).status_code == 404
    assert names(ask("services", organization_id=str(theirs.library.hsds_id))) == []
    assert ask("service_at_locations", postcode="97501").json()["empty"]


@pytest.mark.parametrize("full", ["false", "true"])
@pytest.mark.parametrize("name", ["services", "organizations", "service_at_locations", "taxonomy_terms"])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    ask: Ask,
    directory: Furnished,
    system: Actor,
    name: str,
    full: str,
    django_assert_max_num_queries: Any,
    django_assert_num_queries: Any,
) -> None:
    query = {} if name == "taxonomy_terms" else {"full": full}
    ask(name, **query)
    with django_assert_max_num_queries(40) as few:
        ask(name, **query)
    for n in range(3):
        more = furnish_directory(system)
        Organization.objects.filter(pk=more.library.pk).update(name=f"Library {n}")
        Service.objects.filter(pk=more.homework.pk).update(name=f"Homework {n}")
    with django_assert_num_queries(len(few)):
        ask(name, **query)
