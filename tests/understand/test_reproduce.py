"""Recomputing a release from the data stored with it: identical, or each differing number with the reason."""

import argparse
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests import make
from tests.understand.test_disclosure_audit import answered
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.config import operators
from throughline.convene.models import Cycle, ForumKind
from throughline.listen.models import Contributor, SurveyAnswer, SurveyChoice, Voice, VoiceState
from throughline.measure.models import RunKind
from throughline.measure.workflows import save_crosstab
from throughline.ui.fields import TranslatedText
from throughline.understand import actions
from throughline.understand.actions import release_findings
from throughline.understand.models import EvidenceAtRelease, KindOfEvidence, Release, ReleasedFinding
from throughline.understand.queries.frozen import frozen_sha256
from throughline.understand.releases.content import canonical, sha256_of
from throughline.understand.workflows import reproduce

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(district: District) -> Cycle:
    return make.cycle()


@pytest.fixture
def actor(district: District, coordinator: Person) -> Actor:
    return make.actor(coordinator, district)


@pytest.fixture
def texts(cycle: Cycle) -> list[Voice]:
    forum = make.forum(cycle, ForumKind.QUESTION)
    return [
        make.voice(forum, f"Shop class {i}", contributor=make.contributor(forum, role="family"))
        for i in range(14)
    ]


@pytest.fixture
def release(actor: Actor, cycle: Cycle, texts: list[Voice]) -> Release:
    """A release of one finding based on a code, votes, a table and a quote."""
    forum = make.forum(cycle)
    statement = make.statement(forum, "Start school later.")
    make.votes(forum, [statement], (20, [1]), (15, [-1]))
    survey, one, other = answered(cycle, [[14, 3, 12], [12, 15, 11], [13, 12, 16]])
    run = save_crosstab(actor, survey, one=one, other=other)
    finding = make.finding(
        cycle, "Work counts.", code=make.code(cycle, "Shop", *texts), statement=statement, run=run
    )
    actions.add_evidence(actor, finding, voice=texts[0], is_quoted=True)
    return release_findings(actor, cycle, [finding])


def command(district: District, release: str) -> int:
    return operators.reproduce(argparse.Namespace(district=district.slug, release=release))


def test_a_release_counted_again_is_identical(
    district: District, release: Release, capsys: pytest.CaptureFixture[str]
) -> None:
    found = reproduce(release)
    assert found.is_identical
    assert found.n_compared > 20
    assert command(district, release.public_id) == 0
    assert capsys.readouterr().out.startswith("identical: all ")
    assert command(district, release.sha256[:12]) == 0


def test_what_came_in_since_changes_nothing(cycle: Cycle, release: Release, texts: list[Voice]) -> None:
    row = EvidenceAtRelease.objects.get(finding__release=release, kind=KindOfEvidence.STATEMENT)
    assert row.voice is not None
    make.votes(row.voice.forum, [row.voice], (30, [1]))
    more = make.voice(
        texts[0].forum, "More shop", contributor=make.contributor(texts[0].forum, role="family")
    )
    assert row.finding_id
    code = EvidenceAtRelease.objects.get(finding__release=release, kind=KindOfEvidence.CODE).code
    assert code is not None
    actions.put_code(Actor.system(cycle.district), more, code)
    answer = SurveyAnswer.objects.order_by("pk").first()
    assert answer is not None
    answer.choices.set(SurveyChoice.objects.filter(question=answer.question).order_by("-position")[:1])
    assert reproduce(release).is_identical


def test_a_withdrawn_text_is_named_with_each_number_it_changes(
    district: District, release: Release, texts: list[Voice], capsys: pytest.CaptureFixture[str]
) -> None:
    Voice.objects.filter(pk=texts[3].pk).update(state=VoiceState.WITHDRAWN, text="")
    differences = reproduce(release).differences
    sentences = [str(one) for one in differences]
    assert any("texts_with_code: was 14, is now 13. 1 response was withdrawn" in one for one in sentences)
    assert any("Finding 1, n: was 157, is now 156." in one for one in sentences)
    assert len(differences) == 4
    assert command(district, release.public_id) == 3
    printed = capsys.readouterr().out
    assert printed.startswith("4 of ")
    assert "withdrawn or removed after the release" in printed


def test_answers_that_were_taken_away_change_the_table_and_say_so(release: Release) -> None:
    gone = SurveyAnswer.objects.order_by("pk").values_list("contributor_id", flat=True)[:1]
    Contributor.objects.filter(pk__in=list(gone)).delete()
    sentences = [str(one) for one in reproduce(release).differences]
    assert "n: was 108, is now 107. 1 response was withdrawn or removed after the release." in " ".join(
        sentences
    )


def test_a_method_of_another_version_is_named(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    row = EvidenceAtRelease.objects.get(finding__release=release, kind=KindOfEvidence.STATEMENT)
    monkeypatch.setattr(
        "throughline.understand.releases.basis.vote_counts_from",
        lambda statement, frozen: (30, 5, 0),
    )
    content = json.loads(release.canonical)
    for entry in content["findings"][0]["basis"]:
        entry["version"] = "0" if entry["kind"] == "statement" else entry["version"]
    text = json.dumps(content)
    release.canonical = text
    sentences = [str(one) for one in reproduce(release).differences]
    assert row.log_position
    assert any(
        "The method votes_on_a_statement was version 0 and is now version 1." in one for one in sentences
    )
    assert any("The stored file is not the file that was released" in one for one in sentences)


def test_rows_changed_in_the_database_are_found_out(release: Release) -> None:
    row = EvidenceAtRelease.objects.get(finding__release=release, kind=KindOfEvidence.CODE)
    row.frozen = row.frozen | {"texts": row.frozen["texts"][1:]}
    row.save(update_fields=["frozen"])
    assert frozen_sha256(row.frozen) != row.frozen_sha256
    sentences = [str(one) for one in reproduce(release).differences]
    assert any("has been changed in the database since" in one for one in sentences)


@pytest.mark.parametrize("kind", [KindOfEvidence.CODE, KindOfEvidence.STATEMENT, KindOfEvidence.RUN])
def test_what_is_gone_is_named_and_what_is_left_is_not_blamed(release: Release, kind: str) -> None:
    EvidenceAtRelease.objects.filter(finding__release=release, kind=kind).delete()
    (finding,) = json.loads(release.canonical)["findings"]
    place = [entry["kind"] for entry in finding["basis"]].index(kind) + 1
    differences = reproduce(release).differences
    blamed = {one.where.split(" (")[0] for one in differences if "evidence" in one.where}
    assert blamed == {f"Finding 1, evidence {place}"}
    gone = "The database record of the data that was counted is missing."
    assert all(gone in one.why for one in differences if "evidence" in one.where)


def test_of_two_computations_the_one_that_is_gone_is_named(
    actor: Actor, cycle: Cycle, release: Release, traveller: time_machine.Traveller
) -> None:
    survey, one, other = answered(cycle, [[14, 13, 12], [12, 15, 11], [13, 12, 16]])
    runs = []
    for _number in range(2):
        runs.append(save_crosstab(actor, survey, one=one, other=other))
        traveller.shift(timedelta(seconds=1))
    finding = make.finding(cycle, "Twice counted.", run=runs[0])
    actions.add_evidence(actor, finding, run=runs[1])
    second = release_findings(actor, cycle, [finding])
    assert reproduce(second).is_identical
    EvidenceAtRelease.objects.filter(run=runs[0]).delete()
    places = [one.where for one in reproduce(second).differences]
    assert places
    assert all(where.startswith(f"Finding 1, evidence 1 ({RunKind.CROSSTAB.label})") for where in places), (
        places
    )


Change = Callable[[dict[str, Any]], None]


def data_kind(finding: dict[str, Any]) -> None:
    finding["data_kind"] = "random"


def minimum_n(finding: dict[str, Any]) -> None:
    finding["minimum_n"] = 3


def rules(finding: dict[str, Any]) -> None:
    finding["rules"]["protection"] = 1


def method(finding: dict[str, Any]) -> None:
    finding["basis"][0]["method"] = "reading_by_hand"


def version(finding: dict[str, Any]) -> None:
    finding["basis"][2]["version"] = "9"


def forums(finding: dict[str, Any]) -> None:
    finding["basis"][1]["forums"] = []


def kind_of_entry(finding: dict[str, Any]) -> None:
    finding["basis"][1]["data_kind"] = "random"


def settings(finding: dict[str, Any]) -> None:
    finding["basis"][2]["settings"]["shares_of"] = "column"


def sentence(finding: dict[str, Any]) -> None:
    finding["sentence"]["texts"]["en"] = "Everybody wants it."


def quote(finding: dict[str, Any]) -> None:
    finding["quotes"][0]["words"]["sha256"]["en"] = "0" * 64


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (data_kind, "Finding 1, data_kind"),
        (minimum_n, "Finding 1, minimum_n"),
        (rules, "Finding 1, rules"),
        (method, "Finding 1, evidence 1 (Shop), method"),
        (version, f"Finding 1, evidence 3 ({RunKind.CROSSTAB.label}), version"),
        (forums, "Finding 1, evidence 2 (Start school later.), forums"),
        (kind_of_entry, "Finding 1, evidence 2 (Start school later.), data_kind"),
        (settings, f"Finding 1, evidence 3 ({RunKind.CROSSTAB.label}), settings"),
        (sentence, "Finding 1, sentence"),
        (quote, "Finding 1, quotes"),
    ],
)
def test_a_file_changed_together_with_its_hash_is_found_out(
    release: Release, change: Change, where: str
) -> None:
    content = json.loads(release.canonical)
    change(content["findings"][0])
    release.canonical = canonical(content)
    release.sha256 = sha256_of(release.canonical)
    release.save(update_fields=["canonical", "sha256"])
    differences = reproduce(release).differences
    assert where in [one.where for one in differences]
    assert all(one.why for one in differences)
    assert any("names a different file" in str(one) for one in differences)


def test_a_row_changed_while_the_file_was_not_is_found_out(release: Release) -> None:
    row = ReleasedFinding.objects.get(release=release)
    row.data_kind, row.who_is_missing = "random", TranslatedText("en", {"en": "Nobody."})
    row.save(update_fields=["data_kind", "who_is_missing"])
    sentences = [str(one) for one in reproduce(release).differences]
    assert len(sentences) == 2
    assert "Finding 1, data_kind: was chose, is now random. The file and the database" in " ".join(sentences)


def test_a_finding_whose_row_is_gone_and_one_the_file_does_not_have_are_named(release: Release) -> None:
    content = json.loads(release.canonical)
    content["findings"][0]["id"] = "another"
    release.canonical = canonical(content)
    sentences = " ".join(str(one) for one in reproduce(release).differences)
    assert "The database record of this finding is missing." in sentences
    assert "The file doesn't include this finding, but the database has a record of it." in sentences


def test_a_release_that_does_not_exist_is_reported(
    district: District, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(district, "nothing") == 1
    assert "There is no release with the ID or fingerprint 'nothing'" in capsys.readouterr().err
    missing = argparse.Namespace(district="nowhere", release="nothing")
    assert operators.reproduce(missing) == 1
