from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django_scopes import scope

from tests import make
from tests.words import n_words
from throughline.accounts import actions
from throughline.accounts.models import AuditEntry, District, Person, School

As = Callable[[Person | None], Client]

SETTINGS = {
    "name": "Juniper Valley",
    "contact": "Ms. Ortiz, 970 555 0100",
    "languages": ["en", "es"],
    "main_language": "es",
    "time_zone": "America/Denver",
    "accent": "#7a1f3d",
    "state": "co",
    "nces_id": "0803360",
    "state_id": "0880",
}


def test_district_settings_are_saved_and_leading_zeros_stay(
    district: District, owner: Person, client_of: As
) -> None:
    answer = client_of(owner).post(district.url("district_settings"), SETTINGS)
    assert answer.status_code == 303
    district.refresh_from_db()
    assert (district.nces_id, district.state_id, district.state) == ("0803360", "0880", "CO")
    assert district.languages == ["es", "en"]
    assert district.source_language == "es"
    entry = AuditEntry.objects.get(verb="change_district")
    assert "contact" in entry.details["fields"]
    assert "Ortiz" not in str(entry.details)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("accent", "#ffff00", "#"),
        ("accent", "red", "#1f5b66"),
        ("time_zone", "Mars/Olympus", "valid choice"),
        ("nces_id", "803360", "seven digits"),
        ("languages", [], "required"),
        ("main_language", "xx", "valid choice"),
        ("state", "Colorado", "2 characters"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_a_sentence_and_what_was_typed_stays(
    district: District, owner: Person, client_of: As, name: str, value: Any, text: str
) -> None:
    answer = client_of(owner).post(district.url("district_settings"), {**SETTINGS, name: value})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert text in page
    assert "Ms. Ortiz, 970 555 0100" in page
    before = District.objects.get(pk=district.pk)
    assert before.contact == ""


def test_the_accent_is_a_public_stylesheet_that_may_be_kept(district: District) -> None:
    answer = Client().get(district.url("accent"))
    assert answer["Content-Type"].startswith("text/css")
    assert "public" in answer["Cache-Control"]
    assert "--accent" in answer.content.decode()
    assert not answer.cookies


def test_schools_keep_ids_as_text(district: District, owner: Person, client_of: As) -> None:
    client = client_of(owner)
    client.post(
        district.url("create_school"),
        {"name": "Piñon High", "level": "high", "nces_id": "080336000234", "state_id": "0012"},
    )
    school = School.objects.get()
    assert (school.nces_id, school.state_id) == ("080336000234", "0012")
    page = client.get(district.url("schools")).content.decode()
    assert "080336000234" in page


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"nces_id": "80336000234"}, "twelve digits"),
        ({"name": "piñon high"}, "already"),
        ({"name": ""}, "required"),
    ],
)
def test_a_school_that_cannot_be_is_refused(
    district: District, owner: Person, client_of: As, fields: dict[str, str], text: str
) -> None:
    make.school("Piñon High")
    form = {"name": "Aspen", "level": "high", **fields}
    answer = client_of(owner).post(district.url("create_school"), form)
    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert School.objects.count() == 1


def test_a_school_may_keep_its_own_name(district: District, owner: Person, client_of: As) -> None:
    school = make.school("Piñon High")
    url = district.url("edit_school", school_id=school.public_id)
    assert client_of(owner).post(url, {"name": "Piñon High", "level": "middle"}).status_code == 303
    school.refresh_from_db()
    assert school.level == "middle"


def test_an_operator_makes_a_district_and_invites_its_owner(db: None) -> None:
    district, link = actions.create_district(
        slug="aspen", name="Aspen", state="CO", owner_email="owner@example.org"
    )
    answer = Client().get(link.removeprefix("http://localhost:8000"))
    assert "Aspen" in answer.content.decode()
    with scope(district=district):
        assert AuditEntry.objects.filter(verb="create_district").count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"slug": "no spaces"},
        {"time_zone": "Mars"},
        {"languages": ["tlh"]},
        {"owner_email": "nobody"},
        {"slug": "juniper"},
    ],
)
def test_a_district_that_cannot_be_is_not_made(district: District, fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        actions.create_district(**{"slug": "aspen", "name": "Aspen", **fields})
    assert District.objects.count() == 1


def test_the_outbox_of_the_demo_shows_this_districts_mail_alone(
    district: District, other_district: District, owner: Person, client_of: As, settings: Any, tmp_path: Path
) -> None:
    settings.DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "outbox"
    client = client_of(owner)
    assert "No emails yet" in client.get(district.url("outbox")).content.decode()
    actions.send_message(district, to=["a@example.org", "b@example.org"], subject="Ours", body="Sí: ñandú")
    actions.send_message(other_district, to=["c@example.org"], subject="Theirs", body="secret")
    page = client.get(district.url("outbox")).content.decode()
    assert n_words("Ours", page) == 2
    assert "ñandú" in page
    assert "Theirs" not in page


def test_messages_go_one_by_one(district: District) -> None:
    actions.send_message(district, to=["a@example.org", "b@example.org"], subject="S", body="B")
    assert [message.to for message in mail.outbox] == [["a@example.org"], ["b@example.org"]]
