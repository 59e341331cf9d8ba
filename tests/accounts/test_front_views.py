from collections.abc import Callable
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import reverse
from django_scopes import scope

from tests import make
from throughline.accounts.models import District, Person, Role
from throughline.accounts.permissions import Actor
from throughline.accounts.views import no_access

As = Callable[[Person | None], Client]


def test_front_names_the_districts_and_leads_to_their_forums(db: None, district: District) -> None:
    page = Client().get("/").content.decode()
    assert "Juniper Valley" in page
    assert district.url("district_front") in page


def test_front_without_a_district_says_how_one_is_made(db: None) -> None:
    assert "create-district" in Client().get("/").content.decode()


def test_front_pages_and_searches_many_districts(db: None) -> None:
    District.objects.bulk_create(District(slug=f"d{i}", name=f"District {i:03}") for i in range(60))
    first = Client().get("/").content.decode()
    assert "Page 1 of 3" in first
    found = Client().get("/", {"q": "057"}).content.decode()
    assert "District 057" in found
    assert "District 001" not in found
    assert "No districts match" in Client().get("/", {"q": "<b>x"}).content.decode()


def test_health_answers_without_a_session(db: None) -> None:
    answer = Client().get("/health/")
    assert answer.status_code == 200
    assert not answer.cookies


def test_the_language_of_the_account_is_that_of_this_browser_from_now_on(
    district: District, coordinator: Person, client_of: As
) -> None:
    client = client_of(coordinator)
    client.get(reverse("my_account") + "?lang=en")
    page = client.post(reverse("my_account"), {"name": "Nora", "language": "es"}, follow=True)
    assert page["Content-Language"] == "es"
    assert "Guardado." in page.content.decode()
    assert client.get(district.url("desk"))["Content-Language"] == "es"


def test_a_switched_language_stays_switched_and_does_not_change_the_account(
    district: District, coordinator: Person, client_of: As
) -> None:
    client = client_of(coordinator)
    client.post(reverse("my_account"), {"name": "Nora", "language": "es"})
    client.get(district.url("desk") + "?lang=en")
    for url in (district.url("desk"), reverse("my_account"), district.url("district_front")):
        assert client.get(url)["Content-Language"] == "en", url
    client.post(reverse("account_logout"))
    assert client.get(reverse("account_login"))["Content-Language"] == "en"
    client.force_login(coordinator)
    assert client.get(district.url("desk"))["Content-Language"] == "en"
    coordinator.refresh_from_db()
    assert coordinator.language == "es"
    assert "For emails to you, for this device" in client.get(reverse("my_account")).content.decode()


def test_my_account_changes_name_and_language(coordinator: Person, client_of: As) -> None:
    client = client_of(coordinator)
    client.post(reverse("my_account"), {"name": "Nora Vigil", "language": "es"})
    coordinator.refresh_from_db()
    assert (coordinator.name, coordinator.language) == ("Nora Vigil", "es")
    assert client.get(reverse("my_account")).headers["Content-Language"] == "es"


def test_pages_about_oneself_ask_for_sign_in(db: None) -> None:
    for name in ("my_districts", "my_account"):
        assert Client().get(reverse(name))["Location"].startswith(reverse("account_login"))


def test_whoever_belongs_nowhere_is_shown_what_to_do(stranger: Person, client_of: As) -> None:
    assert (
        "Ask the person who manages Throughline"
        in client_of(stranger).get(reverse("my_districts")).content.decode()
    )


def test_every_error_has_a_page_with_a_sentence(
    district: District, partner_contact: Person, client_of: As
) -> None:
    client = client_of(partner_contact)
    assert "Page not found" in client.get("/no/such/page/").content.decode()
    assert "Page not found" in Client().get("/d/nowhere/").content.decode()
    forbidden = client.get(district.url("audit"))
    assert forbidden.status_code == 403
    assert partner_contact.email in forbidden.content.decode()
    assert district.name in forbidden.content.decode()


def test_a_refused_member_is_told_which_roles_would_do_and_whom_to_ask(
    district: District, owner: Person, facilitator: Person, client_of: As
) -> None:
    with scope(district=make.district("aspen")):
        other = make.member(District.objects.get(slug="aspen"), Role.OWNER, "Somebody Elsewhere")
    district.contact = "Ms. Ortiz, 970-555-0100"
    district.save()
    audit = client_of(facilitator).get(district.url("audit"))
    assert audit.status_code == 403
    assert audit.context["roles"] == ["Owner"]
    page = audit.content.decode()
    for words in ("<li>Owner</li>", f"<li>{owner.name}</li>", "Ms. Ortiz", district.url("desk")):
        assert words in page
    assert other.name not in page
    assert owner.email not in page
    figures = client_of(facilitator).get(district.url("populations"))
    assert figures.context["roles"] == ["Owner", "Coordinator", "Analyst"]
    cycle = make.cycle()
    school_leader = make.member(district, Role.SCHOOL_LEADER, school=make.school())
    refused = client_of(school_leader).get(district.url("edit_cycle", cycle_id=cycle.public_id))
    assert refused.context["roles"] == ["Owner", "Coordinator"]  # of this cycle: it is no school's
    spanish = client_of(facilitator).get(district.url("audit") + "?lang=es").content.decode()
    assert "Para pedir acceso, pregunte a una de las personas con el rol de propietario:" in spanish


def test_strangers_are_told_no_names(
    district: District, owner: Person, stranger: Person, client_of: As, rf: RequestFactory
) -> None:
    for person in (stranger, None):
        request = rf.get(district.url("desk"))
        request.user = person or AnonymousUser()
        request.district, request.actor = district, Actor.of(district, person)  # type: ignore[attr-defined]
        page = no_access(request, PermissionDenied()).content.decode()
        assert owner.name not in page
        assert "contact your school" in page
        assert ("sign in</a>" in page) == (person is None)


def test_a_form_without_its_token_is_refused_with_a_sentence(district: District, owner: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    answer = client.post(district.url("create_school"), {"name": "X", "level": "high"})
    assert answer.status_code == 403
    assert "This page has expired" in answer.content.decode()


def test_a_form_refused_for_its_token_gives_back_what_was_typed_but_no_secret(district: District) -> None:
    answer = Client(enforce_csrf_checks=True).post(
        district.url("district_front"),
        {"text": "Buses should <b>wait</b> for us", "password": "a line from every voice", "step": "send"},
    )
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Buses should &lt;b&gt;wait&lt;/b&gt; for us" in page
    assert "a line from every voice" not in page


def test_error_pages_speak_the_readers_language() -> None:
    """The template of each error status marks its text for translation."""
    folder = Path(__file__).resolve().parents[2] / "throughline" / "config" / "templates"
    assert {path.name for path in folder.glob("*.html")} == {
        "400.html",
        "403.html",
        "403_csrf.html",
        "404.html",
        "405.html",
        "411.html",
        "413.html",
        "429.html",
        "500.html",
        "503.html",
        "507.html",
    }
    for path in folder.glob("*.html"):
        assert "{% translate" in path.read_text()


def test_a_person_of_two_districts_sees_both(db: None, client_of: As) -> None:
    from django_scopes import scope

    from throughline.accounts.models import Membership, Role

    person = make.person("two districts")
    for slug in ("aspen", "birch"):
        district = make.district(slug)
        with scope(district=district):
            Membership.objects.create(person=person, role=Role.OWNER)
    page = client_of(person).get(reverse("my_districts")).content.decode()
    assert "Aspen" in page
    assert "Birch" in page
