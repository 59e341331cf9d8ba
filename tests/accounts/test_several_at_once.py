"""Schools and people pasted many at a time, and who may invite whom."""

import html
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import make
from throughline.accounts import actions
from throughline.accounts.actions import Refused
from throughline.accounts.models import AuditEntry, District, Invitation, Membership, Person, Role, School

As = Callable[[Person | None], Client]


def _paste(client: Client, district: District, lines: str = "", **more: Any) -> Any:
    return client.post(district.url("create_schools"), {"lines": lines, **more})


def test_pasted_schools_are_added_in_their_order_with_places(
    district: District, owner: Person, client_of: As
) -> None:
    make.school("Old School")
    lines = (
        'Piñon High, High school, 39.128, -108.735, 080336000234, 0012\n\n"Dry Fork, North"\nAspen,Secundaria'
    )
    assert _paste(client_of(owner), district, lines).status_code == 303
    first, second, third = School.objects.order_by("pk")[1:]
    assert (first.name, first.level, first.latitude, first.longitude) == (
        "Piñon High",
        "high",
        39.128,
        -108.735,
    )
    assert (first.nces_id, first.state_id) == ("080336000234", "0012")
    assert (second.name, second.level, second.latitude) == ("Dry Fork, North", "other", None)
    assert (third.level, third.position) == ("middle", 3)
    assert AuditEntry.objects.filter(verb="create_school").count() == 3


@pytest.mark.parametrize("is_file", [False, True])
def test_columns_may_be_named_in_any_order_and_unknown_ones_are_said_to_be_unused(
    district: District, owner: Person, client_of: As, is_file: bool
) -> None:
    text = "Longitud\tNombre\tLatitud\tPhone\n-108.7\tPiñon\t39.1\t970\n"
    sent = {"file": SimpleUploadedFile("schools.csv", text.encode())} if is_file else {"lines": text}
    page = client_of(owner).post(district.url("create_schools"), sent, follow=True).content.decode()
    assert "Added 1 school. These columns were not used: Phone." in page
    assert School.objects.values_list("name", "latitude", "longitude").get() == ("Piñon", 39.1, -108.7)


@pytest.mark.parametrize(
    "columns", ["NCESSCH,NAME,LAT,LON", "NCESSCH,SCHNAM,LATCOD,LONCOD", "NCESSCH,SCH_NAME,LATCODE,LONGCODE"]
)
def test_files_of_nces_bring_the_coordinates(
    district: District, owner: Person, client_of: As, columns: str
) -> None:
    assert (
        _paste(client_of(owner), district, f"{columns}\n080336000234,Aspen,39.12,-108.73\n").status_code
        == 303
    )
    found = School.objects.values_list("name", "nces_id", "latitude", "longitude").get()
    assert found == ("Aspen", "080336000234", 39.12, -108.73)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Old School", "A school with this name already exists."),
        ("Aspen, K-8", "“K-8” isn't a level. Use one of these: Elementary school, Middle school"),
        ("Aspen, High school, 39.1", "Enter both the latitude and the longitude, or neither."),
        ("Aspen, High school, -105.2, 40.0", "-90"),
        ("Aspen, High school, north, -105", "Enter degrees as a number, such as 40.015 or -105.270."),
        ("Aspen, High school, nan, -105", "Enter degrees as a number, such as 40.015 or -105.270."),
        ("Aspen, High school, 39, -105, 12, 1, extra", "There are more columns than expected: 7."),
        (", High school", "This field is required."),
        ("Aspen, High school, 39, -105, 123", "twelve digits"),
    ],
)
def test_a_line_that_cannot_be_a_school_is_named_and_nothing_is_added(
    district: District, owner: Person, client_of: As, line: str, sentence: str
) -> None:
    make.school("Old School")
    answer = _paste(client_of(owner), district, f"Good School\n{line}")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Nothing was saved. Correct the lines listed here, and submit again." in page
    [*_earlier, problem] = answer.context["form"].report
    assert problem["Line"] == 2
    assert sentence in problem["Details"]
    assert "Good School" in page
    assert School.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"lines": " "}, "Paste the schools, or choose a file: one of the two."),
        (
            {"lines": "Aspen", "file": SimpleUploadedFile("a.csv", b"Aspen\n")},
            "Paste the schools, or choose a file: one of the two.",
        ),
        ({"lines": "name, school\nAspen, Piñon"}, "Two columns are named “School name”. Keep one of them."),
        ({"lines": "name, level"}, "There are no schools in it. Add at least one line with a name."),
        ({"lines": "\n".join(f"School {n}" for n in range(1001))}, "There are 1001 lines."),
        ({"file": SimpleUploadedFile("a.csv", b"PK\x03\x04more")}, "a.csv"),
    ],
)
def test_lists_that_cannot_be_read_say_why(
    district: District, owner: Person, client_of: As, sent: dict[str, Any], sentence: str
) -> None:
    answer = client_of(owner).post(district.url("create_schools"), sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not School.objects.exists()


def test_a_line_of_a_listed_school_fills_what_it_lacks(
    district: District, owner: Person, client_of: As
) -> None:
    old = make.school("Old School", level="high", state_id="0012")
    lines = "Old School, High school, 39.1, -108.7\nNew School"
    page = client_of(owner).post(district.url("create_schools"), {"lines": lines}, follow=True)
    assert "Added 1 school. Filled in 1 listed school." in page.content.decode()
    old.refresh_from_db()
    assert (old.level, old.latitude, old.longitude, old.state_id) == ("high", 39.1, -108.7, "0012")
    assert AuditEntry.objects.filter(verb="change_school").count() == 1
    again = client_of(owner).post(
        district.url("create_schools"), {"lines": lines.partition("\n")[0]}, follow=True
    )
    assert "Added 0 schools." in again.content.decode()
    assert AuditEntry.objects.filter(verb="change_school").count() == 1, "nothing was changed again"


def test_which_of_two_schools_with_one_name_is_meant_is_not_guessed(
    district: District, owner: Person, client_of: As
) -> None:
    for name in ("Old School", "OLD SCHOOL"):
        make.school(name)
    answer = _paste(client_of(owner), district, "Old School, High school, 39.1, -108.7")
    assert answer.context["form"].report[0]["Details"] == "A school with this name already exists."
    assert not School.objects.filter(latitude__isnull=False).exists()


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("old school, High school, 40, -108.7", "Latitude"),
        ("Old School, Middle school", "Level"),
        ("Old School, , , , 080336000234", "NCES school ID"),
    ],
)
def test_a_line_that_differs_from_a_listed_school_is_refused(
    district: District, owner: Person, client_of: As, line: str, column: str
) -> None:
    make.school("Old School", level="high", latitude=39.1, longitude=-108.7, nces_id="080336000999")
    answer = _paste(client_of(owner), district, f"New School\n{line}")
    (problem,) = answer.context["form"].report
    assert (problem["Line"], problem["Column"]) == (2, column)
    assert (
        problem["Details"]
        == "This school already exists, with another value. Change it on the school's page."
    )
    assert School.objects.count() == 1


def test_the_same_school_twice_in_a_list_is_refused(district: District, owner: Person, client_of: As) -> None:
    answer = _paste(client_of(owner), district, "Aspen\naspen")
    assert answer.context["form"].report[0]["Details"] == "A school with this name already exists."


def test_a_school_gets_its_place_in_its_form_too(district: District, owner: Person, client_of: As) -> None:
    school = make.school("Piñon High")
    url, client = district.url("edit_school", school_id=school.public_id), client_of(owner)
    form = {"name": "Piñon High", "level": "high", "latitude": "39.128", "longitude": "-108.735"}
    assert client.post(url, {**form, "longitude": ""}).status_code == 422
    assert client.post(url, form).status_code == 303
    school.refresh_from_db()
    assert (school.latitude, school.longitude) == (39.128, -108.735)
    assert 'value="39.128"' in client.get(url + "?lang=es").content.decode()


# people


def _invite(client: Client, district: District, people: str, role: str = Role.FACILITATOR) -> Any:
    return client.post(district.url("invite_members"), {"people": people, "role": role})


def test_several_people_are_invited_each_with_a_role(
    district: District, owner: Person, client_of: As, mailoutbox: list[Any], prompt_worker: None
) -> None:
    make.school("Dry Fork")
    people = "Rosa@Example.org\nlee@example.org, Analista\nmarta@example.org, School leader, dry fork"
    assert _invite(client_of(owner), district, people).status_code == 303
    rows = Invitation.objects.order_by("pk").values_list("email", "role", "school__name")
    assert list(rows) == [
        ("rosa@example.org", Role.FACILITATOR, None),
        ("lee@example.org", Role.ANALYST, None),
        ("marta@example.org", Role.SCHOOL_LEADER, "Dry Fork"),
    ]
    assert [message.to for message in mailoutbox] == [
        ["rosa@example.org"],
        ["lee@example.org"],
        ["marta@example.org"],
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("nobody", "“nobody” isn't an email address. Enter one such as name@example.org."),
        ("Bob <bob>", "“bob” isn't an email address."),
        ("Al <A@example.org>", "This address is in another line too."),
        ("There <there@example.org>", "there@example.org is already invited (Analyst)."),
        ("a@example.org", "This address is in another line too."),
        ("b@example.org, King", "“King” isn't a role you can give. Use one of these: Owner, Coordinator"),
        ("b@example.org, School leader", "Which school does this person lead?"),
        ("b@example.org, Analyst, Dry Fork", "Only school leaders have a school."),
        (
            "there@example.org",
            "there@example.org is already invited (Analyst). Send that invitation again instead.",
        ),
    ],
)
def test_a_line_that_invites_nobody_is_named_and_nobody_is_invited(
    district: District, owner: Person, client_of: As, line: str, sentence: str
) -> None:
    make.school("Dry Fork")
    actions.invite_member(make.actor(owner, district), email="there@example.org", role=Role.ANALYST)
    answer = _invite(client_of(owner), district, f"a@example.org\n{line}")
    assert answer.status_code == 422
    [problem] = answer.context["form"].report
    assert "<h2>Details by line</h2>" in answer.content.decode()
    assert problem["Line"] == 2
    assert problem["Details"].startswith(sentence)
    assert Invitation.objects.count() == 1
    assert line.split(",")[0] in html.unescape(answer.content.decode())


def test_an_address_copied_from_a_mail_program_is_taken_without_its_name(
    district: District, owner: Person, client_of: As
) -> None:
    lines = "Bob <Bob@example.org>\n<lee@example.org>, Analyst"
    assert _invite(client_of(owner), district, lines).status_code == 303
    invited = Invitation.objects.order_by("pk").values_list("email", "role")
    assert list(invited) == [("bob@example.org", Role.FACILITATOR), ("lee@example.org", Role.ANALYST)]


BY_HAND = "Email isn't set up on this server. Copy each link and send it yourself."


@pytest.mark.parametrize("is_mailed", [False, True])
def test_invitations_say_to_share_their_links_where_no_mail_is_sent(
    district: District, owner: Person, client_of: As, settings: Any, tmp_path: Path, is_mailed: bool
) -> None:
    if not is_mailed:
        settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
        settings.EMAIL_FILE_PATH = tmp_path
    client, url = client_of(owner), district.url("invite_member")
    form = {"email": "ana@example.org", "role": Role.ANALYST}
    several = {"people": "b@example.org\nc@example.org", "role": Role.ANALYST}
    pages = [client.get(url), client.post(url, form, follow=True)]
    resend = district.url("resend_invitation", invitation_id=Invitation.objects.get().public_id)
    pages += [
        client.post(resend, follow=True),
        client.get(district.url("invite_members")),
        client.post(district.url("invite_members"), several, follow=True),
    ]
    texts = [html.unescape(page.content.decode()) for page in pages]
    assert ["Email isn't set up on this server." in text for text in texts] == [not is_mailed] * 5
    assert ["Renew link" in text for text in texts] == [not is_mailed and n in {1, 2, 4} for n in range(5)]
    sent = [[str(message) for message in pages[n].context["messages"]] for n in (1, 2, 4)]
    if is_mailed:
        assert [len(words) for words in sent] == [1, 1, 1]
        assert sent[2] == ["Sent 2 invitations."]
    else:
        assert sent == [
            [f"Invitation for ana@example.org created. {BY_HAND}"],
            [f"The invitation link for ana@example.org now works for 14 more days. {BY_HAND}"],
            [f"Created 2 invitations. {BY_HAND}"],
        ]
    for invitation in Invitation.objects.all():
        assert f'data-copy="link-{invitation.public_id}"' in texts[4]
        assert invitation.path in texts[4]


def test_in_setup_the_links_to_share_come_before_the_next_step(
    district: District, owner: Person, coordinator: Person, client_of: As, settings: Any, tmp_path: Path
) -> None:
    url, form = (
        district.url("invite_members") + "?setup=",
        {"people": "a@example.org", "role": Role.FACILITATOR},
    )
    assert client_of(owner).post(url, form)["Location"] == district.url("setup_next")
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    page = client_of(owner).post(url, {**form, "people": "b@example.org"}, follow=True).content.decode()
    assert Invitation.objects.get(email="b@example.org").path in page
    assert f'href="{district.url("setup_next")}"' in page
    assert (
        f'href="{district.url("setup_next")}"'
        not in client_of(owner).get(district.url("members")).content.decode()
    )
    answer = client_of(coordinator).post(url, {**form, "people": "c@example.org"})
    assert answer["Location"] == district.url("invite_member")


def test_inviting_a_member_says_so_and_leads_to_their_roles(
    district: District, owner: Person, analyst: Person, client_of: As
) -> None:
    answer = client_of(owner).post(
        district.url("invite_member"), {"email": analyst.email.upper(), "role": Role.FACILITATOR}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"{analyst.email} is already a member (Analyst)." in page
    membership = Membership.objects.get(person=analyst)
    assert district.url("change_member", membership_id=membership.public_id) in page
    assert not Invitation.objects.exists()


def test_inviting_someone_again_offers_to_send_the_same_invitation_again(
    district: District, owner: Person, client_of: As, mailoutbox: list[Any], prompt_worker: None
) -> None:
    client, form = client_of(owner), {"email": "ana@example.org", "role": Role.ANALYST}
    client.post(district.url("invite_member"), form)
    invitation = Invitation.objects.get()
    answer = client.post(district.url("invite_member"), form)
    assert answer.status_code == 422
    url = district.url("resend_invitation", invitation_id=invitation.public_id)
    assert url in answer.content.decode()
    page = client.post(url, follow=True).content.decode()
    assert "Invitation sent to ana@example.org again." in page
    assert [message.to for message in mailoutbox] == [["ana@example.org"]] * 2
    assert invitation.path in mailoutbox[1].body
    assert AuditEntry.objects.filter(verb="resend_invitation").count() == 1


def test_an_invitation_that_was_canceled_is_not_sent_again(
    district: District, owner: Person, client_of: As, mailoutbox: list[Any], prompt_worker: None
) -> None:
    actor = make.actor(owner, district)
    invitation = actions.invite_member(actor, email="ana@example.org", role=Role.ANALYST)
    actions.revoke_invitation(actor, invitation)
    url = district.url("resend_invitation", invitation_id=invitation.public_id)
    assert "This invitation is no longer valid." in client_of(owner).post(url, follow=True).content.decode()
    assert mailoutbox == []


@pytest.mark.parametrize("role", Role.values)
def test_coordinators_invite_below_their_own_role(
    district: District, coordinator: Person, client_of: As, role: str
) -> None:
    make.school("Dry Fork")
    client = client_of(coordinator)
    may = role in {Role.FACILITATOR, Role.SCHOOL_LEADER, Role.BOARD_MEMBER, Role.PARTNER_CONTACT}
    form = {"email": "ana@example.org", "role": role, "school": School.objects.get().public_id}
    assert client.post(district.url("invite_member"), form).status_code == (303 if may else 422)
    assert Invitation.objects.exists() == may
    label = f"{Role(role).label}{', Dry Fork' if role == Role.SCHOOL_LEADER else ''}"
    assert _invite(client, district, f"bob@example.org, {label}").status_code == (303 if may else 422)
    if not may:
        with pytest.raises(Refused):
            actions.invite_member(make.actor(coordinator, district), email="c@example.org", role=role)


def test_coordinators_see_cancel_and_send_again_their_own_invitations_only(
    district: District, owner: Person, coordinator: Person, client_of: As, no_worker: None
) -> None:
    theirs = actions.invite_member(make.actor(owner, district), email="them@example.org", role=Role.OWNER)
    own = actions.invite_member(
        make.actor(coordinator, district), email="ours@example.org", role=Role.FACILITATOR
    )
    client = client_of(coordinator)
    page = client.get(district.url("invite_member")).content.decode()
    assert own.path in page
    assert theirs.path not in page
    assert district.url("members") + '"' not in page
    for name in ("resend_invitation", "revoke_invitation"):
        assert client.post(district.url(name, invitation_id=theirs.public_id)).status_code == 403
        assert client.post(district.url(name, invitation_id=own.public_id)).status_code == 303
    assert client.get(district.url("members")).status_code == 403


def test_who_is_no_longer_a_coordinator_manages_no_invitation(
    district: District, coordinator: Person, client_of: As
) -> None:
    own = actions.invite_member(
        make.actor(coordinator, district), email="ours@example.org", role=Role.FACILITATOR
    )
    Membership.objects.filter(person=coordinator).update(role=Role.ANALYST)
    url = district.url("revoke_invitation", invitation_id=own.public_id)
    assert client_of(coordinator).post(url).status_code == 403
