"""The finished cycle: asked, counted, released, answered by the board, acted on, published."""

import random
from datetime import timedelta
from decimal import Decimal

from throughline.accounts.actions import run_job
from throughline.accounts.models import Job
from throughline.align.actions import (
    create_action,
    create_directive,
    create_initiative,
    report_progress,
    respond,
)
from throughline.align.models import Action, Directive, Initiative
from throughline.config.demo import files
from throughline.config.demo.files import translated, translated_or_none
from throughline.config.demo.story import SEED, Row, Story, questions_of, texts_of
from throughline.convene.actions import add_storyline_step, end_cycle, mark_storyline_step
from throughline.convene.models import Cycle, Forum, ForumKind
from throughline.listen.workflows.sample import (
    Person,
    fill_answers,
    fill_meeting,
    fill_statements,
    fill_survey,
)
from throughline.measure.workflows import find_opinion_groups, save_crosstab
from throughline.measure.workflows.sample import latest_run
from throughline.partner.workflows.sample import bring_partners
from throughline.report.workflows import publish_cycle
from throughline.ui.fields import TranslatedText
from throughline.understand.releases import released_findings
from throughline.understand.workflows.sample import Draft, Quote, release, sort_words, write_findings

N_SURVEYED = 166
CODES_OF_TABLES = ("real_work", "money", "languages", "known", "basics", "getting_on")
N_NOTES_OF_A_TABLE = 4


class FinishedCycle:
    def __init__(self, story: Story) -> None:
        self.story, self.actor = story, story.actor
        self.about: files.FinishedCycle = files.read("story")["finished"]

    def make(self) -> None:
        cycle = self.cycle()
        seeds, forum = self.statements(cycle)
        answered, notes = self.answers(cycle), self.meeting(cycle)
        survey = self.survey(cycle)
        patterns = self.patterns(forum)
        codes = self.codes(cycle, answered, notes)
        self.findings(cycle, seeds, answered, codes, {"survey": survey, "patterns": patterns})
        directives = self.directives(cycle)
        self.initiatives(directives)
        bring_partners(self.actor, files.read("partners")["organizations"], self.story.schools, directives)
        end_cycle(self.actor, cycle, is_promise_kept=True, note=translated(self.about["end_note"]))
        cycle.refresh_from_db()
        publish_cycle(self.actor, cycle)

    def cycle(self) -> Cycle:
        cycle = self.story.cycle(self.about["cycle"])
        for about in self.about["steps"]:
            step = add_storyline_step(
                self.actor, cycle, title=translated(about["title"]), when=translated(about["when"])
            )
            if about["is_done"]:
                mark_storyline_step(self.actor, step, is_done=True)
        return cycle

    # Gather

    def statements(self, cycle: Cycle) -> tuple[list[Row], Forum]:
        story, statements = self.story, files.read("statements")["graduate"]
        forum = story.forum(cycle, ForumKind.STATEMENTS, self.about["forums"]["statements"])
        votes = story.votes(statements, story.n_people)
        begins = story.start_of(-250)
        seeds = fill_statements(
            self.actor,
            forum,
            statements=[statement["en"] for statement in statements],
            translations=[statement["es"] for statement in statements],
            people=story.people(story.n_people, story.dice),
            votes=votes,
            moments=story.moments(len(votes), begins, begins + timedelta(days=60)),
        )
        story.close(forum, -190)
        return seeds, forum

    def answers(self, cycle: Cycle) -> list[tuple[Row, files.Answer]]:
        story = self.story
        forum = story.forum(cycle, ForumKind.QUESTION, self.about["forums"]["question"])
        answers: list[files.Answer] = files.read("answers")["answers"]
        source = random.Random(f"{SEED} answers")  # noqa: S311
        people = story.authors(answers, source)
        begins = story.start_of(-250)
        written = fill_answers(
            self.actor,
            forum,
            people=people,
            texts=texts_of(answers),
            moments=story.moments(len(answers), begins, begins + timedelta(days=60)),
        )
        story.close(forum, -190)
        return list(zip(written, answers, strict=True))

    def meeting(self, cycle: Cycle) -> list[Row]:
        forum = self.story.forum(cycle, ForumKind.MEETING, self.about["forums"]["meeting"])
        return fill_meeting(
            self.actor,
            forum,
            [
                (table["label"], table["language"], table["people"], table["notes"])
                for table in files.read("notes")["tables"]
            ],
        )

    def survey(self, cycle: Cycle) -> Row:
        """A survey with gaps, and the cross-tabulation of its first and fourth question."""
        story, about = self.story, self.about["forums"]["survey"]
        forum = story.forum(cycle, ForumKind.SURVEY, about)
        people = story.people(N_SURVEYED, story.dice, spanish=0.12)
        answers = self.survey_answers(people)
        begins = story.start_of(-220)
        questions = fill_survey(
            self.actor,
            forum,
            questions=questions_of(about),
            people=people,
            answers=answers,
            moments=story.moments(len(answers), begins, begins + timedelta(days=21)),
        )
        story.close(forum, -195)
        return save_crosstab(self.actor, forum, one=questions[0], other=questions[3])

    def survey_answers(self, people: list[Person]) -> list[tuple[int, int, int | str]]:
        """Answers: school, role and language from everybody, a choice from most, a number from fewer."""
        dice = self.story.dice
        answers: list[tuple[int, int, int | str]] = []
        for place, person in enumerate(people):
            is_small = person.school is not None and person.school.name == "Dry Fork School"
            weights = [1, 3, 5, 6] if is_small else [4, 7, 5, 2]
            answers += [(place, 0, 0), (place, 1, 0), (place, 2, 0)]
            if dice.random() < 0.94:
                answers.append((place, 3, dice.choices(range(4), weights)[0]))
            if dice.random() < 0.88:
                answers.append((place, 4, dice.choices(range(1, 6), [2, 5, 8, 5, 2])[0]))
        return answers

    # Make sense

    def patterns(self, forum: Forum) -> Row:
        titles = {"en": "Voting patterns", "es": "Patrones de votación"}
        job = Job.objects.create(
            kind="opinion_groups",
            title=titles["en"],
            texts={"title": titles},
            person=self.actor.person,
            language="en",
        )
        run_job(
            self.story.district.slug,
            job.public_id,
            find_opinion_groups,
            forum_id=forum.public_id,
        )
        return latest_run(forum.pk)

    def codes(
        self, cycle: Cycle, answered: list[tuple[Row, files.Answer]], notes: list[Row]
    ) -> dict[str, Row]:
        """Apply the codes of the answers, and one code to the first note of each table."""
        coded = [(voice, answer["codes"]) for voice, answer in answered]
        for place, note in enumerate(notes):
            table, number = divmod(place, N_NOTES_OF_A_TABLE)
            coded.append((note, [] if number else [CODES_OF_TABLES[table]]))
        names = {key: translated(name) for key, name in files.read("answers")["codes"].items()}
        return sort_words(self.actor, cycle, codes=names, coded=coded)

    def findings(
        self,
        cycle: Cycle,
        seeds: list[Row],
        answered: list[tuple[Row, files.Answer]],
        codes: dict[str, Row],
        runs: dict[str, Row],
    ) -> None:
        missing = translated(self.about["who_is_missing"])
        drafts = [
            Draft(
                translated(finding["sentence"]),
                translated(finding["explanation"]),
                missing,
                statements=[seeds[place] for place in finding.get("statements", ())],
                codes=finding.get("codes", []),
                runs=[runs[name] for name in finding.get("runs", ())],
                quotes=_quotes(answered, finding["quotes"]),
            )
            for finding in self.about["findings"]
        ]
        written = write_findings(self.actor, cycle, drafts, codes)
        release(self.actor, cycle, written)

    # Decide and act

    def directives(self, cycle: Cycle) -> list[Directive]:
        directives = [
            create_directive(self.actor, cycle, sentence=translated(about["sentence"]), findings=[finding])
            for about, finding in zip(self.about["directives"], released_findings(cycle), strict=True)
        ]
        for about, directive in zip(self.about["directives"], directives, strict=True):
            response = about["response"]
            respond(
                self.actor,
                directive,
                decided_by=translated(self.about["decided_by"]),
                decided_on=self.story.today - timedelta(days=150),
                kind=response["kind"],
                vote=response["vote"],
                reason=translated(response["reason"]),
                changes=translated_or_none(response.get("changes")),
            )
        return directives

    def initiatives(self, directives: list[Directive]) -> None:
        for about in self.about["initiatives"]:
            initiative = self.initiative(about, directives)
            for action in about.get("actions", ()):
                self.action(initiative, action)

    def initiative(self, about: files.Initiative, directives: list[Directive]) -> Initiative:
        ends_in = about.get("pilot_ends_in_days")
        return create_initiative(
            self.actor,
            title=translated(about["title"]),
            state=about["state"],
            owner=about["owner"],
            directives=[directives[place] for place in about.get("directives", ())],
            schools=[school for school in self.story.schools if school.level == about.get("level")],
            required_by=about.get("required_by", ""),
            is_public=about.get("is_public", True),
            description=translated_or_none(about.get("description")),
            pilot_question=translated_or_none(about.get("pilot_question")),
            pilot_ends_on=None if ends_in is None else self.story.today + timedelta(days=ends_in),
        )

    def action(self, initiative: Initiative, about: files.Action) -> Action:
        today = self.story.today
        action = create_action(
            self.actor,
            initiative,
            title=translated(about["title"]),
            owner=about["owner"],
            due_on=today + timedelta(days=about["due_in_days"]),
            measure=translated(about["measure"]),
            target=Decimal(about["target"]),
        )
        for progress in about["progress"]:
            report_progress(
                self.actor,
                action,
                on=today - timedelta(days=progress["days_ago"]),
                status=progress["status"],
                value=Decimal(progress["value"]),
                sentence=translated(progress["sentence"]),
            )
        return action


def _quotes(answered: list[tuple[Row, files.Answer]], code: str) -> list[Quote]:
    return [
        Quote(voice, _translation(answer))
        for voice, answer in answered
        if answer.get("quote") and code in answer["codes"]
    ]


def _translation(answer: files.Answer) -> TranslatedText:
    """The reviewed translation of a quote; without one a quote is not released."""
    language = "es" if answer["language"] == "en" else "en"
    return TranslatedText(language, {language: answer["translation"]}, {language: True})
