"""Commands for operators, and their output."""

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.db import connection
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from tests import make
from tests.architecture.test_docs import commands_of
from tests.attack.sign_in import give_app, signed_in
from throughline.accounts.models import AuditEntry, District, Invitation, Membership, Person
from throughline.config import console
from throughline.config.settings import _database, _networks, _secret, _secret_key
from throughline.convene.models import Cycle, Forum
from throughline.listen.models import Contributor, CurrentVote, Voice, Vote
from throughline.partner.models import Organization, Service

COMMANDS = sorted(commands_of(console.parser()))


@pytest.fixture(autouse=True)
def _is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip the setup of Django and the tables: the tests have done it."""
    monkeypatch.setattr(console, "_begin", lambda: None)
    monkeypatch.setattr(console, "_prepare", lambda patience_seconds: True)


@pytest.fixture
def conversation(tmp_path: Path) -> Path:
    """A Polis export of a small conversation with four people."""
    folder = tmp_path / "polis"
    folder.mkdir()
    files = {
        "summary.csv": "topic,A small conversation\nurl,https://pol.is/invented\nvoters,4\n"
        "voters-in-conv,4\ncommenters,1\ncomments,2\ngroups,0\nconversation-description,Invented\n",
        "comments.csv": "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
        "1500000000000,,0,0,3,1,1,More trees.\n1500000001000,,1,0,1,2,1,Fewer cars.\n",
        "votes.csv": "timestamp,datetime,comment-id,voter-id,vote\n"
        "1500000002000,,0,0,1\n1500000003000,,0,1,1\n1500000004000,,0,2,1\n1500000005000,,0,3,-1\n"
        "1500000006000,,1,0,1\n1500000007000,,1,1,-1\n1500000008000,,1,2,-1\n",
        "participants-votes.csv": "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\n"
        "0,,2,2,2,0,1,1\n1,,0,2,1,1,1,-1\n2,,0,2,1,1,1,-1\n3,,0,1,0,1,-1,\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    folder = tmp_path / "hsds"
    folder.mkdir()
    (folder / "organizations.csv").write_text(
        "id,name,description,email\no1,Dry Fork Library,Books and rooms,hello@library.example\n",
        encoding="utf-8",
    )
    (folder / "services.csv").write_text(
        "id,organization_id,name,description,status\ns1,o1,Homework hour,Every afternoon,active\n",
        encoding="utf-8",
    )
    return folder


# Help


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        console.main(["--help"])
    assert stopped.value.code == 0
    output = capsys.readouterr().out
    for command in COMMANDS:
        assert command.split()[0] in output


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command_describes_it(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        console.main([*command.split(), "--help"])
    assert stopped.value.code == 0
    output = capsys.readouterr().out
    assert re.search(r"\n\n[A-Z][^\n]+\.", output), "a sentence"


def test_no_command_and_an_unknown_one_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["dance"], ["import"], ["import", "pigeons"]):
        with pytest.raises(SystemExit) as stopped:
            console.main(words)
        assert stopped.value.code == 2
    assert "usage: throughline" in capsys.readouterr().err


# create-district


OF_PINE_RIDGE = ("--name", "Pine Ridge", "--owner-email", "o@example.org")


def _create(*more: str) -> int:
    return console.main(["create-district", "pine-ridge", *OF_PINE_RIDGE, *more])


def test_create_district_prints_a_link_that_invites_its_owner(
    db: None, capsys: pytest.CaptureFixture[str], client: Any
) -> None:
    assert _create("--state", "co", "--languages", "en, es") == 0
    output = capsys.readouterr().out
    district = District.objects.get(slug="pine-ridge")
    assert (district.state, district.languages) == ("CO", ["en", "es"])
    link = re.search(r"https?://\S+", output)
    assert link
    assert client.get(link.group()).status_code == 200
    with scope(district=district):
        assert Invitation.objects.get().role == "owner"


@pytest.mark.parametrize(
    "more",
    [
        ["--time-zone", "Mars/Olympus"],
        ["--languages", "en,xx"],
        ["--languages", ","],
    ],
)
def test_create_district_refuses_what_makes_no_sense(
    db: None, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _create(*more) == 1
    assert "The district was not created." in capsys.readouterr().err
    assert not District.objects.exists()


@pytest.mark.parametrize("slug", ["Bad_Slug", "two--hyphens", "-first"])
def test_create_district_refuses_an_address_that_is_hard_to_read_out(
    db: None, slug: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert console.main(["create-district", *OF_PINE_RIDGE, "--", slug]) == 1
    assert "lowercase letters, digits and single hyphens" in capsys.readouterr().err


def test_create_district_twice_is_refused(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert _create() == 0
    assert _create() == 1
    assert District.objects.count() == 1


# import and export


def test_import_polis_brings_a_conversation_in_and_export_polis_takes_it_out(
    district: District, conversation: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert console.main(["import", "polis", str(conversation), "--district", district.slug]) == 0
    output = capsys.readouterr().out
    assert "2 statements, 4 people and 7 votes" in output
    forum = Forum.objects.get()
    assert forum.public_id in output
    assert Voice.objects.filter(forum=forum).count() == 2
    assert Contributor.objects.filter(forum=forum).count() == 4
    assert Vote.objects.filter(forum=forum).count() == 7
    assert CurrentVote.objects.filter(forum=forum).count() == 7

    out = tmp_path / "out"
    assert console.main(["export", "polis", forum.public_id, str(out), "--district", district.slug]) == 0
    assert "2 statements, 4 people, 7 votes." in capsys.readouterr().out

    def votes(folder: Path) -> set[tuple[str, ...]]:
        rows = (folder / "votes.csv").read_text(encoding="utf-8").splitlines()[1:]
        return {
            (t, statement, person, vote) for t, _d, statement, person, vote in (r.split(",") for r in rows)
        }

    assert votes(out) == votes(conversation), "what was imported keeps its ids and times"
    tied = ["export", "polis", forum.public_id, str(out), "--district", district.slug, "--tied"]
    assert console.main(tied) == 0
    entries = AuditEntry.objects.filter(verb="export_forum").order_by("pk")
    assert [entry.details for entry in entries] == [{"tied": False}, {"tied": True}]


def test_import_polis_into_a_cycle_of_ones_own(district: District, conversation: Path) -> None:
    cycle = make.cycle()
    words = ["import", "polis", str(conversation), "--district", district.slug]
    assert console.main([*words, "--cycle", cycle.public_id, "--title", "Our own title"]) == 0
    forum = Forum.objects.get()
    assert forum.cycle == cycle
    assert str(forum.title) == "Our own title"


def test_import_polis_that_fails_reports_why_and_leaves_nothing(
    district: District, conversation: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (conversation / "votes.csv").write_text("timestamp,datetime,comment-id,voter-id,vote\n1,,0,0,7\n")
    words = ["import", "polis", str(conversation), "--district", district.slug]
    assert console.main(words) == 1
    output = capsys.readouterr().err
    assert output.startswith("Nothing was imported.")
    assert "votes.csv" in output
    assert console.main(["import", "polis", str(tmp_path / "nowhere"), "--district", district.slug]) == 1
    assert console.main([*words, "--cycle", "no-such-cycle"]) == 1
    assert "There is no cycle" in capsys.readouterr().err
    assert not Forum.objects.exists()
    assert not Cycle.objects.exists()


def test_import_hsds_writes_a_directory(
    district: District, directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert console.main(["import", "hsds", str(directory), "--district", district.slug]) == 0
    assert capsys.readouterr().out.strip()
    assert Organization.objects.get().name == "Dry Fork Library"
    assert Service.objects.get().organization == Organization.objects.get()


def test_import_hsds_that_fails_leaves_nothing(
    district: District, directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (directory / "services.csv").write_bytes(b'id,organization_id,name\ns1,o1,"never closed\n')
    assert console.main(["import", "hsds", str(directory), "--district", district.slug]) == 1
    assert capsys.readouterr().err.startswith("Nothing was imported.")
    assert not Organization.objects.exists()


@pytest.mark.parametrize(
    "words", [["import", "polis", "x"], ["import", "hsds", "x"], ["export", "polis", "forum", "x"]]
)
def test_a_district_that_is_not_there_is_named_with_those_that_are(
    district: District, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert console.main([*words, "--district", "nowhere"]) == 1
    output = capsys.readouterr().err
    assert "'nowhere'" in output
    assert district.slug in output


def test_export_polis_of_an_unknown_forum_is_refused(
    district: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert console.main(["export", "polis", "no-forum", str(tmp_path), "--district", district.slug]) == 1
    assert "There is no statements forum with the ID" in capsys.readouterr().err


# check


@pytest.fixture
def in_order(settings: Any, tmp_path: Path, db: None) -> Path:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    settings.HOME, settings.DEBUG, settings.IS_HTTPS, settings.DEMO = home, False, True, False
    settings.TRUSTED_PROXIES = 1
    return home


def _check(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = console.main(["check"])
    return code, capsys.readouterr().out


def test_check_finds_nothing_where_all_is_in_order(
    in_order: Path, district: District, capsys: pytest.CaptureFixture[str]
) -> None:
    make.forum(make.cycle())
    code, output = _check(capsys)
    assert (code, "No problems found" in output) == (0, True), output


def test_check_finds_a_key_that_joins_two_districts(
    in_order: Path, district: District, other_district: District, capsys: pytest.CaptureFixture[str]
) -> None:
    forum = make.forum(make.cycle())
    with scopes_disabled():
        Cycle._base_manager.filter(pk=forum.cycle_id).update(district=other_district)
    code, output = _check(capsys)
    assert code == 1
    assert "Forum.cycle: rows that link two districts: 1" in output


def test_check_finds_a_pair_that_joins_two_districts(
    in_order: Path, district: District, other_district: District, capsys: pytest.CaptureFixture[str]
) -> None:
    from throughline.align.models import Initiative

    initiative = Initiative.objects.create(title=make.translated("Workshops"), state="existing")
    with scope(district=other_district):
        theirs = make.school("Elsewhere")
    initiative.schools.add(theirs)
    code, output = _check(capsys)
    assert code == 1
    assert "InitiativeSchool.school: rows that link two districts: 1" in output


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DEBUG", True, "THROUGHLINE_DEBUG is on"),
        ("IS_HTTPS", False, "THROUGHLINE_BASE_URL does not start with https"),
        ("TRUSTED_PROXIES", 0, "THROUGHLINE_TRUSTED_PROXIES is 0"),
    ],
)
def test_check_finds_a_setting_that_endangers_people(
    in_order: Path, settings: Any, name: str, value: bool, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    setattr(settings, name, value)
    code, output = _check(capsys)
    assert code == 1
    assert words in output


def test_check_finds_a_home_that_others_can_read(in_order: Path, capsys: pytest.CaptureFixture[str]) -> None:
    in_order.chmod(0o755)
    code, output = _check(capsys)
    assert code == 1
    assert "Other users of this server can read" in output


@pytest.mark.parametrize(
    ("host", "options", "is_fault"),
    [
        ("db.example.org", {}, True),
        ("db.example.org", {"sslmode": "require"}, True),
        ("db.example.org", {"sslmode": "verify-full"}, False),
        ("127.0.0.1", {}, False),
        ("/run/postgresql", {}, False),
        ("", {}, False),
    ],
)
def test_check_finds_a_database_elsewhere_whose_certificate_is_not_verified(
    in_order: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    host: str,
    options: dict[str, str],
    is_fault: bool,
) -> None:
    for name, value in (("HOST", host), ("OPTIONS", options)):
        monkeypatch.setitem(connection.settings_dict, name, value)
    assert ("sslmode=verify-full" in _check(capsys)[1]) is is_fault


@pytest.mark.parametrize(
    ("host", "is_encrypted", "is_fault"),
    [("mail.example.org", False, True), ("mail.example.org", True, False), ("localhost", False, False)],
)
def test_check_finds_mail_that_goes_unencrypted_to_another_machine(
    in_order: Path,
    settings: Any,
    capsys: pytest.CaptureFixture[str],
    host: str,
    is_encrypted: bool,
    is_fault: bool,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = host, is_encrypted
    assert ("THROUGHLINE_EMAIL_TLS" in _check(capsys)[1]) is is_fault


def test_networks_of_proxies_that_are_none_are_said_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise each request would fail."""
    monkeypatch.setenv("THROUGHLINE_PROXY_ADDRESSES", "10.0.0.1/8, 2001:db8::7,")
    assert _networks("THROUGHLINE_PROXY_ADDRESSES", "") == "10.0.0.1/8, 2001:db8::7,"
    monkeypatch.setenv("THROUGHLINE_PROXY_ADDRESSES", "10.0.0.0/8, proxy.example.org")
    with pytest.raises(ValueError, match=r"THROUGHLINE_PROXY_ADDRESSES: 'proxy\.example\.org'"):
        _networks("THROUGHLINE_PROXY_ADDRESSES", "")


def test_options_of_the_database_stand_in_its_address() -> None:
    found = _database("postgresql:///voices?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem")
    assert (found["NAME"], found["HOST"], found["USER"], found["PASSWORD"]) == ("voices", "", "", "")
    assert isinstance(found["OPTIONS"], dict)
    assert found["OPTIONS"].items() >= {("sslmode", "verify-full"), ("sslrootcert", "/etc/ca.pem")}


def test_check_finds_tables_that_are_out_of_date(in_order: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'report'")
    code, output = _check(capsys)
    assert code == 1
    assert "Pending migrations: 1. Run `throughline serve` once" in output


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        ["worker", "--once"],
        ["import", "polis", "folder", "--district", "juniper"],
        ["import", "hsds", "folder", "--district", "juniper"],
        ["export", "polis", "forum", "folder", "--district", "juniper"],
    ],
)
def test_a_command_before_the_tables_are_made_prints_what_to_do(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("throughline.config.operators.n_changes_waiting", lambda: 65)
    assert console.main(words) == 1
    assert "Run `throughline serve` once" in capsys.readouterr().err


def test_the_demo_ignores_an_operators_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("THROUGHLINE_HOME", "/srv/the-districts-own")
    monkeypatch.setenv("THROUGHLINE_DATABASE_URL", "postgresql://the-districts-own/throughline")
    monkeypatch.setenv("THROUGHLINE_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    monkeypatch.setenv("THROUGHLINE_BASE_URL", "https://voices.example.org")
    monkeypatch.setenv("THROUGHLINE_HOSTS", "voices.example.org")
    monkeypatch.setenv("THROUGHLINE_DEMO", "0")
    console.isolate_demo(tmp_path, "http://localhost:8000")
    settings = {name: value for name, value in os.environ.items() if name.startswith("THROUGHLINE_")}
    assert settings["THROUGHLINE_HOME"] == str(tmp_path)
    assert settings["THROUGHLINE_BASE_URL"] == "http://localhost:8000"
    assert settings["THROUGHLINE_DEMO"] == "1"
    assert not settings.keys() & {
        "THROUGHLINE_DATABASE_URL",
        "THROUGHLINE_EMAIL_BACKEND",
        "THROUGHLINE_HOSTS",
    }


def test_a_secret_that_systemd_hands_over_goes_before_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "THROUGHLINE_EMAIL_PASSWORD"
    monkeypatch.setenv(name, "of the environment")
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    assert _secret(name) == "of the environment"
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert _secret(name) == "of the environment"
    (tmp_path / name).write_text("handed over\n", encoding="utf-8")
    assert _secret(name) == "handed over"
    (tmp_path / "THROUGHLINE_SECRET_KEY").write_text("a key from a store", encoding="utf-8")
    assert _secret_key() == "a key from a store"


# reset-two-step


def test_reset_two_step_lets_somebody_in_who_lost_the_phone(
    district: District,
    other_district: District,
    owner: Person,
    capsys: pytest.CaptureFixture[str],
    settings: Any,
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    with scope(district=other_district):
        Membership.objects.create(person=owner, role="facilitator")
    client = signed_in(owner)
    give_app(owner)
    RecoveryCodes.activate(owner)
    assert console.main(["reset-two-step", owner.email.upper(), "--grace-hours", "48"]) == 0
    output = capsys.readouterr().out
    assert "backup codes removed: 2." in output
    assert "Sessions ended: 1." in output
    assert "set it up again: 48." in output
    owner.refresh_from_db()
    assert owner.two_step_due_at == timezone.now() + timedelta(hours=48)
    assert not Authenticator.objects.exists()
    assert client.get(district.url("cycles")).status_code == 302, "signed out"
    assert signed_in(owner).get(district.url("cycles")).status_code == 200
    with scopes_disabled():
        entries = AuditEntry.objects.filter(verb="reset_two_step")
        assert {entry.district_id for entry in entries} == {district.pk, other_district.pk}
        assert {(entry.actor_kind, entry.object_id) for entry in entries} == {("system", owner.public_id)}
    [message] = [message for message in mail.outbox if "was reset" in message.subject]
    assert message.to == [owner.email]


@pytest.mark.parametrize("who", ["nobody@example.org", "inactive"])
def test_reset_two_step_of_nobody_changes_nothing(
    district: District, owner: Person, who: str, capsys: pytest.CaptureFixture[str]
) -> None:
    give_app(owner)
    if who == "inactive":
        owner.is_active = False
        owner.save()
        who = owner.email
    assert console.main(["reset-two-step", who]) == 1
    output = capsys.readouterr().err
    assert who in output
    assert "Nothing was changed." in output
    assert Authenticator.objects.filter(user=owner).exists()
