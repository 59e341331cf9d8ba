"""How the API answers over HTTP: to whom, how often, what may be kept, and what is logged."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import make
from tests.partner.api.furnished import Furnished, furnish_directory
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.listen.models import UrgentFlag
from throughline.partner.api import addresses

As = Callable[[Person | None], Client]
ELSEWHERE = {"Origin": "https://maps.example"}


@pytest.fixture
def directory(system: Actor) -> Furnished:
    return furnish_directory(system)


def test_an_answer_that_the_client_has_is_not_sent_again(district: District, directory: Furnished) -> None:
    url = district.url("hsds_services")
    first = Client().get(url)
    again = Client().get(url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == first["Cache-Control"] == "private, no-cache"
    make.service("One more")
    changed = Client().get(url, headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, changed.json()["total_items"]) == (200, 4)


def test_an_answer_is_recognized_by_what_is_in_it_and_not_by_its_date(
    district: District, directory: Furnished
) -> None:
    url = district.url("hsds_service", service_id=directory.homework.hsds_id)
    first = Client().get(url)
    assert first["Last-Modified"] == "Sun, 01 Mar 2026 09:00:00 GMT"
    later = Client().get(url, headers={"If-Modified-Since": first["Last-Modified"]})
    assert later.status_code == 200
    other = Client().get(district.url("hsds_service", service_id=directory.nights.hsds_id))
    assert "Last-Modified" not in other


def test_head_answers_like_get_without_the_content(district: District, directory: Furnished) -> None:
    for name in ("hsds_root", "hsds_openapi", "hsds_services"):
        got, head = Client().get(district.url(name)), Client().head(district.url(name))
        assert (head.status_code, head.content) == (200, b"")
        assert head["ETag"] == got["ETag"]


def test_pages_of_other_sites_may_read_and_search(district: District) -> None:
    url = district.url("hsds_services")
    asked = Client().options(url, headers={**ELSEWHERE, "Access-Control-Request-Method": "POST"})
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*")
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS, POST"
    assert "Content-Type" in asked["Access-Control-Allow-Headers"]
    for answer in (
        Client().get(url, headers=ELSEWHERE),
        Client().get(url + "?kind=x", headers=ELSEWHERE),
        Client().post(url, "{}", content_type="application/json", headers=ELSEWHERE),
    ):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer
        assert "Origin" in answer["Vary"]
    assert "Access-Control-Allow-Origin" not in Client().get(url)
    one = Client().options(district.url("hsds_root"), headers=ELSEWHERE)
    assert one["Allow"] == "GET, HEAD, OPTIONS"


def test_whoever_is_signed_in_gets_the_same_answer(
    district: District, directory: Furnished, owner: Person, client_of: As
) -> None:
    url = district.url("hsds_services")
    assert client_of(owner).get(url).json() == client_of(None).get(url).json()


def test_a_search_needs_no_token_of_a_form_and_sets_no_cookie(district: District) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(district.url("hsds_services"), "{}", content_type="application/json")
    assert (answer.status_code, len(answer.cookies)) == (200, 0)


def test_nothing_can_be_changed(district: District, directory: Furnished) -> None:
    for name in ("hsds_services", "hsds_root"):
        for send in (Client().put, Client().patch, Client().delete):
            assert send(district.url(name)).status_code == 405
    url = district.url("hsds_service", service_id=directory.homework.hsds_id)
    assert Client().post(url, "{}", content_type="application/json").status_code == 405


def refusal(answer: Any, status: int) -> str:
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    found = answer.json()
    assert found["status"] == status
    return str(found["detail"])


@pytest.mark.parametrize(
    "path", ["locations", "services/", "3.2/", "3.1/locations", "services/no-id", "openapi.json/", "%41"]
)
def test_what_is_not_there_is_refused_in_json(district: District, path: str) -> None:
    answer = Client().get(f"/d/juniper/hsds/{path}", headers=ELSEWHERE)
    detail = refusal(answer, 404)
    assert ("Leave out the slash" in detail) is path.endswith("/")


@pytest.mark.parametrize("path", ["services?search=%00", "services/%00", "locations?a=%00"])
def test_a_nul_character_is_refused_in_json(district: District, path: str) -> None:
    assert "%00" in refusal(Client().get(f"/d/juniper/hsds/{path}", headers=ELSEWHERE), 400)


def test_a_condition_that_does_not_hold_is_named(district: District, directory: Furnished) -> None:
    answer = Client().get(district.url("hsds_services"), headers={**ELSEWHERE, "If-Match": '"another"'})
    assert "If-Match" in refusal(answer, 412)


@pytest.mark.parametrize("path", ["", "services"])
def test_another_host_is_named_as_the_reason(district: District, path: str) -> None:
    answer = Client().get(f"/d/juniper/hsds/{path}", headers={**ELSEWHERE, "Host": "elsewhere.example"})
    detail = refusal(answer, 400)
    assert "Host" in detail
    assert "NUL" not in detail


def test_a_method_that_is_not_taken_is_refused_in_json(district: District, directory: Furnished) -> None:
    for send in (Client().put, Client().patch, Client().delete):
        answer = send(district.url("hsds_services"), headers=ELSEWHERE)
        assert "GET, HEAD, OPTIONS, POST" in refusal(answer, 405)
        assert answer["Allow"] == "GET, HEAD, OPTIONS, POST"
    url = district.url("hsds_service", service_id=directory.homework.hsds_id)
    refusal(Client().post(url, "{}", content_type="application/json", headers=ELSEWHERE), 405)
    strict = Client(enforce_csrf_checks=True)
    refusal(
        strict.post("/d/juniper/hsds/locations", "{}", content_type="application/json", headers=ELSEWHERE),
        404,
    )


def test_a_failure_of_the_server_is_json_too(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(addresses, "described", fail)
    client = Client(raise_request_exception=False)
    refusal(client.get(district.url("hsds_openapi"), headers=ELSEWHERE), 500)


def test_other_addresses_are_refused_as_pages(district: District) -> None:
    for path in ("/d/juniper/hsdsx", "/hsds/services", "/d/juniper/nothing/hsds/"):
        assert Client().get(path)["Content-Type"].startswith("text/html")


def test_more_than_allowed_within_a_minute_is_refused(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "DIRECTORY_READS_A_MINUTE", 2)
    url = district.url("hsds_root")
    answers = [Client().get(url, headers=ELSEWHERE) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert answers[2]["Access-Control-Allow-Origin"] == "*"
    assert answers[2].json()["detail"].startswith("Too many requests")


def test_what_a_family_looks_for_is_neither_logged_nor_stored_nor_repeated(
    district: District, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    need = "a safe bed tonight, I want to kill myself"
    for body in ({"search": need}, {"search": need, "page": 0}, {"search": need * 9}, {need: "x"}):
        answer = Client().post(
            district.url("hsds_services"), json.dumps(body), content_type="application/json"
        )
        assert need not in answer.content.decode() or need in body
    assert need not in caplog.text
    assert not UrgentFlag.objects.exists()


def test_a_large_body_is_not_read(district: District) -> None:
    answer = Client().post(
        district.url("hsds_services"),
        json.dumps({"search": "a" * (1 << 20)}),
        content_type="application/json",
    )
    assert answer.status_code == 413
    assert answer.json()["detail"].startswith("The body is too large.")


def test_the_description_is_for_this_district_and_version(district: District) -> None:
    found = Client().get(district.url("hsds_openapi", version="3.1")).json()
    assert found["servers"] == [{"url": "http://testserver/d/juniper/hsds/3.1"}]
    assert "service_capacity" in found["components"]["schemas"]
    older = Client().get(district.url("hsds_openapi")).json()
    assert older["servers"] == [{"url": "http://testserver/d/juniper/hsds"}]
    assert "service_capacity" not in older["components"]["schemas"]


def test_the_profile_describes_what_is_added(district: District) -> None:
    found = Client().get(district.url("hsds_profile")).json()
    assert "is_confidential" in found["schemas"]["location.json"]["properties"]
    assert "url.json" not in found["schemas"]
    assert "url.json" in Client().get(district.url("hsds_profile", version="3.1")).json()["schemas"]


def test_the_directory_of_no_district_is_not_found(db: None) -> None:
    refusal(Client().get("/d/nowhere/hsds/services", headers=ELSEWHERE), 404)
