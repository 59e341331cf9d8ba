"""A district in which one word stands in texts of each kind, and in every place that copies of them reach."""

from django.test import Client

from tests import make
from tests.listen.taking_part import fill
from tests.measure.found_patterns import ONE, OTHER, find, voted
from throughline.accounts.models import District, Role
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum, ForumKind
from throughline.listen.actions.appeal import decide_appeal, make_appeal
from throughline.listen.actions.contributor import make_one_link
from throughline.listen.actions.meeting import add_note
from throughline.listen.actions.moderation import moderate_voice
from throughline.listen.actions.survey import save_survey_answer
from throughline.listen.actions.urgent_desk import deal_with_urgent, flag_as_urgent
from throughline.listen.models import ModerationMove, NotePart, QuestionKind, Reason, Voice
from throughline.listen.queries.contributor import follow_code
from throughline.listen.queries.question_kinds import Stored
from throughline.listen.workflows.alerts import alert_responders
from throughline.report.workflows import publish_cycle
from throughline.ui.fields import TranslatedText
from throughline.understand.actions import add_evidence, put_code, release_findings
from throughline.understand.models import Finding, Release
from throughline.understand.releases import released_findings

WORD = "quokka"


def texts(what: str) -> TranslatedText:
    translation = f"El {WORD} traducido: {what}"
    return TranslatedText("en", {"en": f"The {WORD}: {what}", "es": translation}, reviewed={"es": True})


class Planted:
    """The word in an answer, a survey's text, a note and two statements, quoted or counted, all published.

    `codes` are those of the links of the answer and the survey's text.
    """

    def __init__(self, district: District) -> None:
        self.district, self.actor = district, Actor.system(district)
        self.writer = Actor.contributor(district)
        self.cycle = make.cycle()
        self.browser = Client()
        self.codes: dict[str, str] = {}
        voices = [self.answer(), self.survey_text(), self.note()]
        for voice in voices[1:]:
            moderate_voice(self.actor, voice, move=ModerationMove.APPROVE)
        for voice in voices:
            voice.refresh_from_db()
        self.quoted = voices
        self.statement, self.in_pattern = self.statements()
        self.finding = self.found()
        self.browser_pages = [
            self.district.url(name, forum_id=voice.forum.public_id)
            for voice in voices[:2]
            for name in ("part_done", "my_answers", "part")
        ]
        make_one_link(self.writer, voices[0].forum, token=self.token)
        self.release: Release = release_findings(self.actor, self.cycle, [self.finding])
        self.directive = make.directive(self.cycle, "Animals in class", *released_findings(self.cycle))
        publish_cycle(self.actor, self.cycle)

    @property
    def voices(self) -> list[Voice]:
        return [*self.quoted, self.statement, self.in_pattern]

    def answer(self) -> Voice:
        forum = make.forum(self.cycle, ForumKind.QUESTION)
        make.question(forum, QuestionKind.TEXT)
        address = self.district.url("part", forum_id=forum.public_id)
        answered = fill(self.browser, address, text=f"The {WORD} should be taught.")
        assert answered.status_code == 303
        self.token = self.browser.cookies["tl_token"].value
        voice = Voice.objects.get(forum=forum)
        self.codes["answer"] = follow_code(self.token, voice.public_id)
        self.alerted(voice)
        self.appealed(voice)
        self.others(forum)
        return voice

    def alerted(self, voice: Voice) -> None:
        """A moderator takes the answer for urgent, the responders get mail, and one of them lets it go."""
        voice.forum.responders.set([make.member(self.district, Role.COORDINATOR)])
        flag = flag_as_urgent(self.actor, voice)
        assert alert_responders(self.district) == 1
        deal_with_urgent(self.actor, flag, what_was_done="It is about animals.", is_let_go=True)

    def appealed(self, voice: Voice) -> None:
        moderate_voice(self.actor, voice, move=ModerationMove.REJECT, reason=Reason.OFF_TOPIC)
        appeal = make_appeal(self.writer, voice, text=f"But {WORD} is what you asked about.")
        answer = f"You are right about “{WORD}”."
        decide_appeal(self.actor, appeal, is_granted=True, answer=answer)

    def others(self, forum: Forum) -> None:
        self.similar = [
            make.voice(forum, f"Animals, please ({number})", contributor=make.contributor(forum))
            for number in range(12)
        ]

    def survey_text(self) -> Voice:
        forum = make.forum(self.cycle, ForumKind.SURVEY)
        question = make.question(forum, QuestionKind.TEXT)
        voice = save_survey_answer(
            self.writer,
            question,
            stored=Stored(text=f"More about the {WORD}"),
            language="en",
            token=self.token,
        )
        assert voice is not None
        self.codes["survey"] = follow_code(self.token, voice.public_id)
        self.question = question
        return voice

    def note(self) -> Voice:
        table = make.table(make.forum(self.cycle, ForumKind.MEETING))
        return add_note(
            self.actor, table, part=NotePart.values[0], text=f"A table spoke of the {WORD}.", language="en"
        )

    def statements(self) -> tuple[Voice, Voice]:
        """One whose votes are released by themselves, and one in a pattern of votes."""
        forum = voted(self.cycle, (20, ONE), (15, OTHER))
        in_pattern = Voice.objects.filter(forum=forum).order_by("pk")[2]
        words = texts("a statement that all share")
        Voice.objects.filter(pk=in_pattern.pk).update(text=words.source, translation=words)
        in_pattern.refresh_from_db()
        self.run = find(self.actor, forum)
        other = make.forum(self.cycle)
        statement = make.statement(other, f"The {WORD} belongs in class.", translation=texts("in class"))
        make.votes(other, [statement], (20, [1]), (15, [-1]))
        return statement, in_pattern

    def found(self) -> Finding:
        code = make.code(self.cycle, "Animals", *self.similar)
        finding = make.finding(
            self.cycle, "Animals matter.", code=code, statement=self.statement, run=self.run
        )
        for voice in self.quoted:
            put_code(self.actor, voice, code)
            add_evidence(
                self.actor, finding, voice=voice, is_quoted=True, quote_translation=texts(voice.kind)
            )
        return finding
