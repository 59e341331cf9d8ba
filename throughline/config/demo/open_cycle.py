"""The open cycle: half way, with two texts that wait for moderation."""

from throughline.config.demo import files
from throughline.config.demo.story import Story, questions_of, texts_of
from throughline.convene.models import Cycle, ForumKind
from throughline.listen.workflows.sample import (
    fill_answers,
    fill_meeting,
    fill_statements,
    fill_survey,
    leave_waiting,
)

N_PEOPLE = 60


class OpenCycle:
    def __init__(self, story: Story) -> None:
        self.story, self.actor = story, story.actor
        self.about: files.OpenCycle = files.read("story")["half_way"]
        self.begins = story.start_of(-12)

    def make(self) -> None:
        cycle = self.story.cycle(self.about["cycle"])
        self.statements(cycle)
        self.answers(cycle)
        self.survey(cycle)
        self.meeting(cycle)

    def statements(self, cycle: Cycle) -> None:
        story, statements = self.story, files.read("statements")["served"]
        forum = story.forum(cycle, ForumKind.STATEMENTS, self.about["forums"]["statements"])
        votes = [vote for vote in story.votes(statements, N_PEOPLE) if story.dice.random() < 0.6]
        fill_statements(
            self.actor,
            forum,
            statements=[statement["en"] for statement in statements],
            translations=[statement["es"] for statement in statements],
            people=story.people(N_PEOPLE, story.dice),
            votes=votes,
            moments=story.moments(len(votes), self.begins, story.now),
        )
        late = story.people(2, story.dice)
        leave_waiting(
            self.actor,
            forum,
            person=late[0],
            texts=[(waiting["text"], waiting["language"]) for waiting in self.about["waiting"]],
        )

    def answers(self, cycle: Cycle) -> None:
        story, answers = self.story, files.read("answers")["half_way"]
        fill_answers(
            self.actor,
            story.forum(cycle, ForumKind.QUESTION, self.about["forums"]["question"]),
            people=story.authors(answers, story.dice),
            texts=texts_of(answers),
            moments=story.moments(len(answers), self.begins, story.now),
        )

    def survey(self, cycle: Cycle) -> None:
        about = self.about["forums"]["survey"]
        fill_survey(
            self.actor,
            self.story.forum(cycle, ForumKind.SURVEY, about),
            questions=questions_of(about),
            people=[],
            answers=[],
            moments=[],
        )

    def meeting(self, cycle: Cycle) -> None:
        about = self.about["forums"]["meeting"]
        fill_meeting(
            self.actor,
            self.story.forum(cycle, ForumKind.MEETING, about),
            [(table["label"], table["language"], 0, []) for table in about["tables"]],
        )
