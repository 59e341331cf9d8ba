"""The page of each kind of secret link: its holder's contributions and their outcome, nobody else's."""

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from tests.report.public_cycle import DIRECTIVE, FINDING, REASON, PublicCycle, make_contributor, write_text
from tests.words import n_words
from throughline.accounts.models import AuditEntry, District
from throughline.convene.models import ForumKind
from throughline.listen.actions.contributor import make_one_link
from throughline.listen.models import ModerationEntry, ModerationMove, QuestionKind, Reason, VoiceKind
from throughline.listen.queries.contributor import follow_code
from throughline.report import queries, views
from throughline.understand.actions import release_findings


def _published(public_cycle: PublicCycle) -> PublicCycle:
    public_cycle.respond(public_cycle.directive())
    public_cycle.publish()
    return public_cycle


def test_follow_leads_from_an_answer_to_the_response(public_cycle: PublicCycle) -> None:
    page = _published(public_cycle).followed_findings(public_cycle.code(public_cycle.voice))
    for words in ("More wood and metal, please.", "Approved", FINDING, DIRECTIVE, REASON, "Yes"):
        assert n_words(words, page)
    assert f"#finding-{public_cycle.finding.stable_id}" in page
    assert "A workshop (" not in page, "the words of others are not shown"


def test_follow_before_anything_is_published_says_so(public_cycle: PublicCycle) -> None:
    page = public_cycle.followed_findings(public_cycle.code(public_cycle.voice))
    assert "This isn't part of our published results yet" in page
    assert FINDING not in page, "a release is no publication"


def test_follow_of_votes_shows_each_answer_in_words(public_cycle: PublicCycle) -> None:
    forum = make.forum(public_cycle.cycle)
    token = make.token()
    me = make_contributor(forum, token)
    statements = [make.statement(forum, f"Statement {n}.") for n in range(3)]
    make.votes(forum, statements, (12, [1, 1, -1]))
    for statement, value in zip(statements, (1, -1, 0), strict=True):
        make.vote(forum, me, statement, value)
    finding = make.finding(public_cycle.cycle, "Votes agree.", statement=statements[0])
    release_findings(public_cycle.actor, public_cycle.cycle, [finding])
    public_cycle.publish()
    page = public_cycle.followed_findings(follow_code(token, me.public_id))
    for words in ("Your votes on 3 statements", "Statement 0.", "Agree", "Disagree", "Not sure"):
        assert words in page
    assert "Votes agree." in page
    assert "Withdraw" not in page, "votes are changed in the forum; each text has a link of its own"


def test_follow_of_a_survey_shows_the_answers_and_the_texts(public_cycle: PublicCycle) -> None:
    forum = make.forum(public_cycle.cycle, ForumKind.SURVEY)
    question = make.question(
        forum, QuestionKind.SINGLE, "Yes", "No", prompt=make.translated("Enough workshops?")
    )
    token = make.token()
    me = make_contributor(forum, token)
    answer = question.answers.create(forum=forum, contributor=me, at=timezone.now())
    answer.choices.set([question.choices.all()[1]])
    write_text(forum, me, token, "The saw is old.", kind=VoiceKind.SURVEY_TEXT)
    page = public_cycle.followed_findings(follow_code(token, me.public_id))
    for words in ("Survey answers", "Enough workshops?", "No", "The saw is old."):
        assert n_words(words, page)
    assert "Each comment also has its own private link" in page


def test_follow_of_a_note_shows_it_and_lets_its_holder_take_it_back(public_cycle: PublicCycle) -> None:
    forum = make.forum(public_cycle.cycle, ForumKind.MEETING)
    note = write_text(forum, None, "secret", "Our table wants a kiln.", kind=VoiceKind.NOTE, part="next_step")
    code = follow_code("secret", note.public_id)
    page = public_cycle.followed_findings(code)
    assert "Our table wants a kiln." in page
    url = public_cycle.district.url("withdraw")
    assert f'action="{url}"' in page
    Client().post(url, {"code": code, "confirm": "yes"})
    page = public_cycle.followed_findings(code)
    assert "Our table wants a kiln." not in page
    assert "You withdrew this" in page
    assert f'action="{url}"' not in page


def test_follow_of_rejected_words_names_the_rule_and_offers_a_second_look(public_cycle: PublicCycle) -> None:
    voice = write_text(
        public_cycle.forum, public_cycle.contributor, public_cycle.token, "A rude word.", state="rejected"
    )
    ModerationEntry.objects.create(
        voice=voice, move=ModerationMove.REJECT, reason=Reason.INSULT, before={"state": "received"}
    )
    page = public_cycle.followed_findings(public_cycle.code(voice))
    assert str(Reason.INSULT.label) in page.replace("&#x27;", "'")
    assert public_cycle.district.url("appeal", code=public_cycle.code(voice)) in page


def test_follow_of_held_words_shows_who_to_call_and_no_appeal(public_cycle: PublicCycle) -> None:
    voice = write_text(
        public_cycle.forum,
        public_cycle.contributor,
        public_cycle.token,
        "I want to die.",
        state="received",
        is_held=True,
    )
    page = public_cycle.followed_findings(public_cycle.code(voice))
    assert "Being reviewed by staff" in page
    assert page.count("tel:988") >= 2, "in the place where it is read, not only at the foot of the page"
    assert "/appeal/" not in page


def test_follow_of_an_unknown_code_helps(public_cycle: PublicCycle) -> None:
    for code in ("abcdefghijklmnopqrstuv", "short", "x" * 300):
        answer = Client().get(public_cycle.district.url("follow", code=code))
        assert answer.status_code == 404
        assert "This link doesn't work" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex"


def test_follow_of_another_district_is_unknown(public_cycle: PublicCycle, other_district: District) -> None:
    answer = Client().get(other_district.url("follow", code=public_cycle.code(public_cycle.voice)))
    assert answer.status_code == 404


def test_follow_is_kept_by_nobody_and_sent_to_nobody(public_cycle: PublicCycle) -> None:
    answer = Client().get(public_cycle.district.url("follow", code=public_cycle.code(public_cycle.voice)))
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "strict-origin"
    assert 'name="robots" content="noindex"' in answer.content.decode()
    row = AuditEntry.objects.get(verb="trace")
    assert public_cycle.code(public_cycle.voice) not in str(row.details)


def test_follow_is_limited(public_cycle: PublicCycle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "FOLLOWS_A_MINUTE", 3)
    url = public_cycle.district.url("follow", code="abcdefghijklmnopqrstuv")
    assert [Client().get(url).status_code for _time in range(5)] == [404, 404, 404, 429, 429]


def test_follow_speaks_spanish_next_to_the_original_words(public_cycle: PublicCycle) -> None:
    page = _published(public_cycle).followed_findings(public_cycle.code(public_cycle.voice), lang="es")
    assert 'lang="en"' in page, "the holder's own words stay in their language, marked"
    assert "Un taller para cada estudiante." in page


def test_a_directive_that_rests_on_something_else_is_not_shown(public_cycle: PublicCycle) -> None:
    _published(public_cycle)
    other = make.voice(public_cycle.forum, "Uncoded words.")
    other.follow_hash = ""
    assert queries.followed_findings(public_cycle.cycle, ["another-finding-0000000"]) == []
    (found,) = queries.followed_findings(public_cycle.cycle, [public_cycle.finding.stable_id])
    assert [str(directive["sentence"]) for directive in found.directives] == [DIRECTIVE]


def test_the_page_of_everything_leads_from_each_forum_to_its_findings(public_cycle: PublicCycle) -> None:
    _published(public_cycle)
    other = make.forum(make.cycle(), ForumKind.QUESTION)
    me = make_contributor(other, public_cycle.token)
    write_text(other, me, public_cycle.token, "Not used anywhere.")
    code = make_one_link(public_cycle.actor, public_cycle.forum, token=public_cycle.token)
    page = Client().get(public_cycle.district.url("everything", code=code)).content.decode()
    for words in ("More wood and metal, please.", "Not used anywhere.", FINDING, DIRECTIVE):
        assert n_words(words, page)
    assert page.count(f"#finding-{public_cycle.finding.stable_id}") == 1
    assert (
        page.count("This isn&#x27;t part of our published results yet.")
        + page.count("This isn't part of our published results yet.")
        == 1
    )
