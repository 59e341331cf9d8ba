"""A release counted again from what was kept with it: identical, or each number that differs and why."""

import argparse
import json

import pytest

from tests import make
from tests.understand.test_outsider import answered
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.config import operators
from throughline.convene.models import Cycle, ForumKind
from throughline.listen.models import Contributor, SurveyAnswer, SurveyChoice, Voice, VoiceState
from throughline.understand import actions
from throughline.understand.actions import release_findings
from throughline.understand.models import EvidenceAtRelease, KindOfEvidence, Release
from throughline.understand.queries.frozen import frozen_sha256
from throughline.understand.workflows import reproduce as again
from throughline.understand.workflows import save_crosstab

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
    """One finding that rests on a code, votes, a table and words."""
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
    found = again(release)
    assert found.is_identical
    assert found.n_numbers > 20
    assert command(district, release.public_id) == 0
    assert capsys.readouterr().out.startswith("identical: each of ")
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
    assert again(release).is_identical


def test_a_withdrawn_text_is_named_with_each_number_it_changes(
    district: District, release: Release, texts: list[Voice], capsys: pytest.CaptureFixture[str]
) -> None:
    Voice.objects.filter(pk=texts[3].pk).update(state=VoiceState.WITHDRAWN, text="")
    differences = again(release).differences
    said = [str(one) for one in differences]
    assert any("texts_with_code: was 14, is 13. 1 contribution was withdrawn" in one for one in said)
    assert any("Finding 1, n: was 157, is 156." in one for one in said)
    assert len(differences) == 4
    assert command(district, release.public_id) == 3
    printed = capsys.readouterr().out
    assert printed.startswith("4 of ")
    assert "withdrawn or taken down since" in printed


def test_answers_that_were_taken_away_change_the_table_and_say_so(release: Release) -> None:
    gone = SurveyAnswer.objects.order_by("pk").values_list("contributor_id", flat=True)[:1]
    Contributor.objects.filter(pk__in=list(gone)).delete()
    said = [str(one) for one in again(release).differences]
    assert "n: was 108, is 107. 1 contribution was withdrawn or taken down since." in " ".join(said)


def test_a_method_of_another_version_is_named(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    row = EvidenceAtRelease.objects.get(finding__release=release, kind=KindOfEvidence.STATEMENT)
    monkeypatch.setattr(
        "throughline.understand.releases.content.vote_counts_from",
        lambda statement, frozen: make_counts(frozen["log_position"]),
    )
    told = json.loads(release.canonical)
    for entry in told["findings"][0]["basis"]:
        entry["version"] = "0" if entry["kind"] == "statement" else entry["version"]
    text = json.dumps(told)
    release.canonical = text
    said = [str(one) for one in again(release).differences]
    assert row.log_position
    assert any("The method votes_on_a_statement was version 0 and is 1." in one for one in said)
    assert any("The file that is kept is not the one that was released" in one for one in said)


def make_counts(position: int) -> object:
    from throughline.understand.queries.standing import VoteCounts

    return VoteCounts(30, 5, 0, position)


def test_rows_changed_in_the_database_are_found_out(release: Release) -> None:
    row = EvidenceAtRelease.objects.get(finding__release=release, kind=KindOfEvidence.CODE)
    row.frozen = row.frozen | {"texts": row.frozen["texts"][1:]}
    row.save(update_fields=["frozen"])
    assert frozen_sha256(row.frozen) != row.frozen_sha256
    said = [str(one) for one in again(release).differences]
    assert any("was changed in the database since" in one for one in said)


def test_a_release_that_is_not_there_is_said_to_be(
    district: District, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(district, "nothing") == 1
    assert "There is no release 'nothing'" in capsys.readouterr().err
    missing = argparse.Namespace(district="nowhere", release="nothing")
    assert operators.reproduce(missing) == 1
