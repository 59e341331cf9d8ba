"""People's words stand apart from a release: whoever has them can check them, and they can be withdrawn."""

import csv
import hashlib
import io
import json
import zipfile

import pytest

from tests import make
from throughline.accounts.actions import Refused
from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, ForumKind
from throughline.listen.actions.voice import withdraw_voice
from throughline.listen.models import Voice
from throughline.ui.fields import TranslatedText
from throughline.understand import actions
from throughline.understand.actions import ReleaseRefused, release_findings
from throughline.understand.actions.finding import NotEvidence
from throughline.understand.actions.release import _create_release
from throughline.understand.models import Evidence, Finding, Release, ReleasedWords, SourceOfWords
from throughline.understand.releases import released_findings, shown_findings
from throughline.understand.releases.changes import changes_since
from throughline.understand.releases.package import package_of_findings, package_of_release
from throughline.understand.releases.plain import canonical, sha256_of
from throughline.understand.releases.released_file import original_text, released_file
from throughline.understand.releases.released_words import quotes_of, with_words
from throughline.understand.workflows import reproduce

pytestmark = pytest.mark.django_db
QUOTED = "Shop class, please."


@pytest.fixture
def actor(district: District, coordinator: Person) -> Actor:
    return make.actor(coordinator, district)


@pytest.fixture
def cycle(district: District) -> Cycle:
    return make.cycle()


@pytest.fixture
def quoted(cycle: Cycle) -> Voice:
    forum = make.forum(cycle, ForumKind.QUESTION)
    return make.voice(forum, QUOTED, contributor=make.contributor(forum))


@pytest.fixture
def finding(actor: Actor, cycle: Cycle, quoted: Voice) -> Finding:
    others = [make.voice(quoted.forum, contributor=make.contributor(quoted.forum)) for _number in range(12)]
    forum = make.forum(cycle)
    statement = make.statement(forum, "Start school later.")
    make.votes(forum, [statement], (20, [1]), (15, [-1]))
    finding = make.finding(cycle, "Work counts.", code=make.code(cycle, "Shop", *others), statement=statement)
    translation = TranslatedText("en", {"es": "Taller, por favor."}, reviewed={"es": True})
    actions.add_evidence(actor, finding, voice=quoted, is_quoted=True, quote_translation=translation)
    return finding


@pytest.fixture
def release(actor: Actor, cycle: Cycle, finding: Finding) -> Release:
    return release_findings(actor, cycle, [finding])


def as_schema_3(release: Release) -> str:
    """Make the release one whose words a migration took out; return the file it was released as."""
    content = json.loads(release.canonical)
    original = canonical({**content, "schema_version": 3, "findings": with_words(content["findings"])})
    release.canonical = canonical({**content, "schema_version": 3})
    release.set_apart_sha256, release.sha256 = sha256_of(release.canonical), sha256_of(original)
    release.schema_version = 3
    release.save()
    AuditEntry.objects.filter(verb="release_findings").update(details={"sha256": release.sha256})
    return original


def rows_of(release: Release, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(b"".join(package_of_release(release)))) as package:
        return list(csv.DictReader(io.StringIO(package.read(f"data/{name}.csv").decode(), newline="")))


def test_words_of_a_package_can_be_checked_against_the_file_of_the_release(release: Release) -> None:
    (in_file,) = json.loads(release.canonical)["findings"]
    references = [in_file["quotes"][0]["words"], in_file["basis"][1]["label"]]
    by_id = {(row["id"], row["language"]): row for row in rows_of(release, "words")}
    for reference in references:
        for language, sha256 in reference["sha256"].items():
            row = by_id[reference["words"], language]
            assert (
                hashlib.sha256((row["salt"] + row["words"]).encode()).hexdigest() == sha256 == row["sha256"]
            )
            assert row["state"] == "shown"
    assert len({row["salt"] for row in by_id.values()}) == 2


def test_a_package_made_after_a_withdrawal_says_so_and_has_only_the_hash(
    release: Release, quoted: Voice
) -> None:
    before = rows_of(release, "quotes")
    assert [(row["language"], row["words"], row["state"]) for row in before] == [
        ("en", QUOTED, "shown"),
        ("es", "Taller, por favor.", "shown"),
    ]
    withdraw_voice(Actor.contributor(quoted.district), quoted)
    after = rows_of(release, "quotes")
    assert [(row["language"], row["words"], row["state"]) for row in after] == [
        ("en", "", "withdrawn"),
        ("es", "", "withdrawn"),
    ]
    assert [row["id"] for row in after] == [row["id"] for row in before]
    gone = [row for row in rows_of(release, "words") if row["state"] == "withdrawn"]
    assert len(gone) == 2
    assert all(row["sha256"] and not row["salt"] and not row["words"] for row in gone)


def test_words_changed_in_the_database_are_found_out(release: Release) -> None:
    row = ReleasedWords.objects.get(pk=quoted_words(release).pk)
    row.text = TranslatedText("en", {**row.text.texts, "en": "No shop class, please."})
    row.save(update_fields=["text"])
    sentences = [str(one) for one in reproduce(release).differences]
    assert len(sentences) == 1
    assert "This is not the comment that was released" in sentences[0]


def quoted_words(release: Release) -> ReleasedWords:
    (finding,) = released_findings(release.cycle)
    return finding.quotes.get().words


def test_words_whose_row_or_source_is_gone_are_not_shown(release: Release, cycle: Cycle) -> None:
    SourceOfWords.objects.filter(words=quoted_words(release)).delete()
    (shown,) = shown_findings(released_findings(cycle))
    assert [bool(quote.words) for quote in shown.quotes] == [False]
    public_id = quoted_words(release).public_id
    references = [{"basis": [], "quotes": quotes_of(shown.finding)}]
    ReleasedWords.objects.filter(public_id=public_id).delete()
    assert with_words(references)[0]["quotes"][0]["words"] == {"source": "en", "texts": {}}
    assert "The database record of this comment is missing." in " ".join(
        str(one) for one in reproduce(release).differences
    )


def test_a_comparison_with_today_names_words_that_are_no_longer_shown(
    release: Release, quoted: Voice
) -> None:
    assert changes_since(release) == []
    Voice.objects.filter(pk=quoted.pk).update(is_held=True)
    sentence = "“Work counts.”: some of the comments in it were withdrawn or are no longer shown."
    assert sentence in changes_since(release)
    assert released_file(release).text == release.canonical, "there are no words in it"


def test_the_file_of_an_older_release_is_given_out_as_it_was_until_words_are_withdrawn(
    release: Release, quoted: Voice
) -> None:
    original = as_schema_3(release)
    assert QUOTED in original
    assert QUOTED not in release.canonical
    file = released_file(release)
    assert (file.text, file.sha256, file.is_as_released) == (original, release.sha256, True)
    assert reproduce(release).is_identical
    withdraw_voice(Actor.contributor(quoted.district), quoted)
    file = released_file(release)
    assert (file.text, file.is_as_released) == (release.canonical, False)
    assert file.sha256 == sha256_of(file.text) != release.sha256
    assert original_text(release) is None
    with zipfile.ZipFile(io.BytesIO(b"".join(package_of_release(release)))) as package:
        assert package.read(f"release-{release.number}.json").decode() == file.text
        readme = package.read("README.txt").decode()
    assert file.sha256 in readme
    assert release.sha256 in readme
    why = [str(one) for one in reproduce(release).differences]
    assert "withdrew it" in why[0]
    assert not [one for one in why if "SHA-256" in one]


def test_the_file_of_an_older_release_is_not_given_out_with_words_that_are_held(
    release: Release, quoted: Voice
) -> None:
    original = as_schema_3(release)
    Voice.objects.filter(pk=quoted.pk).update(is_held=True)
    assert not released_file(release).is_as_released
    assert original_text(release) == original, "what is held is still there to verify the hash with"


def test_an_older_release_that_was_changed_is_found_out(release: Release) -> None:
    as_schema_3(release)
    release.canonical = release.canonical.replace("Work counts.", "Work counts not.")
    assert any("The stored file is not" in str(one) for one in reproduce(release).differences)


def test_words_withdrawn_while_a_release_is_written_refuse_it(
    actor: Actor, cycle: Cycle, finding: Finding, quoted: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def withdraw_first(*given: object) -> Release:
        Voice.objects.filter(pk=quoted.pk).update(state="withdrawn", text="")
        return _create_release(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("throughline.understand.actions.release._create_release", withdraw_first)
    with pytest.raises(ReleaseRefused, match="Something changed since you previewed this release"):
        release_findings(actor, cycle, [finding])
    assert not ReleasedWords.objects.exists()


def test_the_earlier_figures_of_a_statement_are_named_by_its_words_only_while_they_may_be_shown(
    actor: Actor, cycle: Cycle, release: Release, finding: Finding
) -> None:
    statement = Voice.objects.get(text="Start school later.")
    make.votes(statement.forum, [statement], (1, [1]))
    other = make.finding(cycle, "They want it later.", statement=statement)
    with pytest.raises(ReleaseRefused, match="Start school later"):
        release_findings(actor, cycle, [other])


def test_a_package_of_a_page_has_the_words_of_today(release: Release, quoted: Voice, cycle: Cycle) -> None:
    (finding,) = json.loads(release.canonical)["findings"]
    withdraw_voice(Actor.contributor(quoted.district), quoted)
    pieces = package_of_findings(
        cycle, name="page", title="Page", findings=[finding], created=release.released_at
    )
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as package:
        texts = [package.read(name).decode() for name in package.namelist()]
    assert not [text for text in texts if QUOTED in text]
    assert [text for text in texts if "Start school later." in text]


def test_a_translation_that_is_saved_while_the_words_are_withdrawn_is_not_kept(
    actor: Actor, finding: Finding, quoted: Voice
) -> None:
    evidence = Evidence.objects.select_related("voice", "finding").get(voice=quoted)
    withdraw_voice(Actor.contributor(quoted.district), quoted)
    words = {"is_quoted": True, "quote_start": None, "quote_end": None}
    translation = TranslatedText("en", {"es": "Taller, por favor."}, reviewed={"es": True})
    with pytest.raises(Refused, match="can no longer be shown"):
        actions.edit_evidence(actor, evidence, **words, quote_translation=translation)  # type: ignore[arg-type]
    with pytest.raises(NotEvidence):
        actions.add_evidence(actor, finding, voice=quoted, quote_translation=translation)
    assert not any(one.quote_translation for one in Evidence.objects.filter(voice=quoted))
