"""After a withdrawal nothing holds the words: no table, file, page, package, export, mail or log."""

import io
import json
import logging
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tests import make
from tests.attack.planted_words import WORD, Planted
from throughline.accounts.models import District, Person
from throughline.listen.actions.moderation import moderate_voice
from throughline.listen.actions.survey import save_survey_answer
from throughline.listen.actions.urgent_desk import deal_with_urgent, flag_as_urgent, let_go
from throughline.listen.actions.voice import withdraw_voice
from throughline.listen.models import ModerationMove, Reason, Voice, VoiceState
from throughline.listen.queries.contributor import one_link_code
from throughline.listen.queries.question_kinds import Stored
from throughline.report.queries import compose
from throughline.report.workflows import publish_cycle
from throughline.understand.actions import ReleaseRefused, release_findings
from throughline.understand.apps import UnderstandConfig
from throughline.understand.models import FindingState, Release
from throughline.understand.workflows import reproduce

pytestmark = pytest.mark.django_db
N_PAGES = 600
THE_SAME = re.compile(r"[?&](lang|sort|kind|n)=")
"""Addresses that are not followed: they show the same again in another language, order or number."""


@pytest.fixture
def planted(district: District) -> Planted:
    return Planted(district)


def tables_with_the_word() -> set[str]:
    """Every table of the database, the product's or not, of which a row holds the word."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if any(WORD in repr(row).lower() for row in cursor.fetchall()):
                found.add(table)
    return found


def files_with_the_word() -> list[Path]:
    roots = (Path(settings.MEDIA_ROOT), Path(settings.STATIC_ROOT), Path(settings.HOME))
    paths = {path for root in roots if root.exists() for path in root.rglob("*") if path.is_file()}
    return [
        path
        for path in sorted(paths)
        if ".sqlite3" not in path.name and WORD.encode() in path.read_bytes().lower()
    ]


def texts_of(answer: Any) -> Iterator[str]:
    """The text of a page or a file; of a zip, those of all its members."""
    content = answer.getvalue()
    if answer["Content-Type"].startswith("application/zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in package.namelist():
                yield package.read(name).decode(errors="replace")
    else:
        yield content.decode(errors="replace")


def pages(client: Client, starts: list[str]) -> dict[str, str]:
    """What every page and file says that links lead to from the first ones."""
    found: dict[str, str] = {}
    waiting, seen = list(starts), set(starts)
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        assert len(seen) < N_PAGES, "the walk ends"
        if answer.status_code != 200:
            continue
        found[address] = unescape("\n".join(texts_of(answer)))
        if answer["Content-Type"].startswith("text/html"):
            for link in re.findall(r'href="([^"#]+)', found[address]):
                address_of_link = f"{address.split('?')[0]}{link}" if link.startswith("?") else link
                if (
                    address_of_link.startswith("/d/")
                    and address_of_link not in seen
                    and not THE_SAME.search(address_of_link)
                ):
                    seen.add(address_of_link)
                    waiting.append(address_of_link)
    return found


def with_the_word(said: dict[str, str]) -> list[str]:
    return [address for address, text in said.items() if WORD in text.lower()]


def said_to_the_public(planted: Planted) -> dict[str, str]:
    district = planted.district
    own = [district.url("follow", code=code) for code in planted.codes.values()]
    own.append(district.url("everything", code=one_link_code(planted.token)))
    spanish = district.url("public_cycle", cycle_id=planted.cycle.public_id) + "?lang=es"
    found = pages(Client(), [district.url("district_front"), *own])
    return {**found, spanish: unescape(Client().get(spanish).content.decode())}


def said_to_the_writer(planted: Planted) -> dict[str, str]:
    """The pages of the browser that wrote the answer, which remember it by a cookie."""
    return pages(planted.browser, planted.browser_pages)


def said_to_staff(planted: Planted, owner: Person) -> dict[str, str]:
    client = Client()
    client.force_login(owner)
    district = planted.district
    release = district.url("release", release_id=planted.release.public_id)
    directive = district.url("directive", directive_id=planted.directive.public_id)
    voices = [district.url("moderate_voice", voice_id=voice.public_id) for voice in planted.voices]
    return pages(client, [district.url("cycles"), release, f"{release}?compare=1", directive, *voices])


def withdraw_all(planted: Planted) -> None:
    """The answer by its link, the survey's text by clearing the field, the others as their pages do."""
    url = planted.district.url("withdraw")
    answer = Client().post(url, {"code": planted.codes["answer"], "confirm": "yes"})
    assert answer.status_code == 303
    save_survey_answer(planted.writer, planted.question, stored=Stored(), language="en", token=planted.token)
    for voice in planted.voices:
        withdraw_voice(planted.writer, voice)
    assert not Voice.objects.filter(pk__in=[one.pk for one in planted.voices], text__gt="").exists()


def test_before_a_withdrawal_the_word_is_where_the_attack_looks(planted: Planted, owner: Person) -> None:
    assert {"listen_voice", "listen_appeal", "understand_evidence"} <= tables_with_the_word()
    public = with_the_word(said_to_the_public(planted))
    cycle = planted.cycle.public_id
    page = planted.district.url("public_cycle", cycle_id=cycle)
    assert {page, f"{page}?lang=es"} <= set(public)
    assert planted.district.url("public_package", cycle_id=cycle) in public
    assert planted.district.url("follow", code=planted.codes["answer"]) in public
    assert planted.district.url("everything", code=one_link_code(planted.token)) in public
    assert planted.browser_pages[0] in with_the_word(said_to_the_writer(planted))
    assert len(mail.outbox) == 1
    staff = with_the_word(said_to_staff(planted, owner))
    for name, row in (
        ("release", {"release_id": planted.release.public_id}),
        ("release_package", {"release_id": planted.release.public_id}),
        ("finding", {"finding_id": planted.finding.public_id}),
        ("coding_desk", {"cycle_id": cycle}),
        ("codings_csv", {"cycle_id": cycle}),
        ("moderate_voice", {"voice_id": planted.quoted[0].public_id}),
    ):
        assert planted.district.url(name, **row) in staff, name


def test_a_release_itself_holds_no_words_of_people(planted: Planted) -> None:
    assert WORD not in planted.release.canonical
    assert "understand_release" not in tables_with_the_word()
    assert "report_publication" not in tables_with_the_word()


def test_a_withdrawn_word_is_nowhere(
    planted: Planted, owner: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        withdraw_all(planted)
        assert tables_with_the_word() == set()
        assert files_with_the_word() == []
        public, staff = said_to_the_public(planted), said_to_staff(planted, owner)
    assert with_the_word(public) == []
    assert with_the_word(said_to_the_writer(planted)) == []
    assert with_the_word(staff) == []
    assert len(public) > 5
    assert len(staff) > 30
    assert WORD not in caplog.text.lower()
    assert not [one for one in mail.outbox if WORD in one.message().as_string().lower()]
    assert WORD not in repr(getattr(cache, "_cache", "")).lower()


def test_with_the_copies_left_alone_the_word_is_found(
    planted: Planted, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(UnderstandConfig, "when_words_are_withdrawn", ())
    withdraw_all(planted)
    assert tables_with_the_word() == {"understand_evidence", "understand_releasedwords"}


def test_with_words_read_whatever_their_state_the_word_is_shown(
    planted: Planted, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(UnderstandConfig, "when_words_are_withdrawn", ())
    monkeypatch.setattr("throughline.understand.queries.released_words.is_shown", lambda row, usable: True)
    withdraw_all(planted)
    assert planted.district.url("public_cycle", cycle_id=planted.cycle.public_id) in with_the_word(
        said_to_the_public(planted)
    )


def test_the_release_stays_valid_and_reproducing_it_says_withdrawn(planted: Planted) -> None:
    assert reproduce(planted.release).is_identical
    withdraw_voice(planted.writer, planted.quoted[0])
    release = Release.objects.get(pk=planted.release.pk)
    assert (release.canonical, release.sha256) == (planted.release.canonical, planted.release.sha256)
    sentences = [str(one) for one in reproduce(release).differences]
    assert sentences[0] == (
        "Finding 1, comment 1: was published, is now withdrawn. The person who wrote this comment "
        "withdrew it. The fingerprint of the release is still valid."
    )
    assert not [one for one in sentences if "changed in the database" in one or "SHA-256" in one]
    planted.finding.refresh_from_db()
    assert planted.finding.state == FindingState.CHANGED, "staff see that there is something to correct"


def test_a_coming_release_and_a_coming_page_leave_the_words_out(planted: Planted) -> None:
    withdraw_voice(planted.writer, planted.quoted[0])
    with pytest.raises(ReleaseRefused, match="can't be shown"):
        release_findings(planted.actor, planted.cycle, [planted.finding], corrects=planted.release)
    planted.finding.evidence.filter(voice=planted.quoted[0]).delete()
    note = make.translated("A quote was withdrawn.")
    second = release_findings(
        planted.actor, planted.cycle, [planted.finding], note, planted.release, keeps_numbers=True
    )
    assert len(json.loads(second.canonical)["findings"][0]["quotes"]) == 2
    page = publish_cycle(planted.actor, planted.cycle)
    assert len(page.content["heard"][0]["quotes"]) == 2
    assert compose(planted.cycle)["heard"] == page.content["heard"]


@pytest.mark.parametrize("move", ["reject", "hold"])
def test_words_that_staff_take_down_are_hidden_everywhere_until_they_are_approved_again(
    planted: Planted, move: str
) -> None:
    address = planted.district.url("public_cycle", cycle_id=planted.cycle.public_id)
    for voice in planted.voices:
        if move == "reject":
            moderate_voice(planted.actor, voice, move=ModerationMove.REJECT, reason=Reason.PRIVATE)
        else:
            flag_as_urgent(planted.actor, voice)
    public = said_to_the_public(planted)
    codes = (*planted.codes.values(), one_link_code(planted.token))
    others = [one for one in with_the_word(public) if not any(code in one for code in codes)]
    assert others == [], "only their own links show them"
    assert "A quote that was here has been removed." in public[address]
    assert "Statement no longer shown" in public[address]
    for voice in planted.voices:
        if move == "hold":
            flag = voice.urgent_flags.get(dealt_at__isnull=True)
            deal_with_urgent(planted.actor, flag, what_was_done="Read.", is_let_go=True)
        moderate_voice(planted.actor, voice, move=ModerationMove.APPROVE)
    assert address in with_the_word(said_to_the_public(planted))


def test_a_published_statement_that_is_merged_stays_as_long_as_the_other_may_be_shown(
    planted: Planted,
) -> None:
    address = planted.district.url("public_cycle", cycle_id=planted.cycle.public_id)
    words, voice = planted.statement.text, planted.statement
    same = make.statement(voice.forum, "That animal belongs in class.")
    moderate_voice(planted.actor, voice, move=ModerationMove.MERGE, into=same)
    assert words in said_to_the_public(planted)[address]
    moderate_voice(planted.actor, same, move=ModerationMove.REJECT, reason=Reason.PRIVATE)
    assert words not in said_to_the_public(planted)[address]


def test_words_kept_for_an_urgent_flag_are_quoted_no_more_and_go_when_it_is_closed(planted: Planted) -> None:
    voice = planted.quoted[0]
    flag = flag_as_urgent(planted.actor, voice)
    for one in planted.voices:
        withdraw_voice(planted.writer, one)
    assert tables_with_the_word() == {"listen_voice", "listen_appeal"}
    deal_with_urgent(planted.actor, flag, what_was_done="A call was made.", is_let_go=False)
    assert tables_with_the_word() == set()
    let_go(planted.actor, voice)
    voice.refresh_from_db()
    assert voice.state == VoiceState.WITHDRAWN


def test_whoever_has_a_guess_cannot_test_it_once_the_words_are_withdrawn(planted: Planted) -> None:
    withdraw_all(planted)
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT salt FROM understand_releasedwords WHERE withdrawn_at IS NOT NULL")
        assert cursor.fetchall() == [("",)]
