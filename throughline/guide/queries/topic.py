"""Help for the people at the desk: what each step is for, in a few sentences each."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from throughline.accounts.models import Role


@dataclass(frozen=True)
class Topic:
    slug: str
    title: str
    paragraphs: Sequence[str]
    page: str = ""
    roles: frozenset[str] = frozenset()
    """Who else than an owner may open the page; empty for all staff."""

    @property
    def whole(self) -> str:
        return " ".join([self.title, *self.paragraphs])


def topics() -> list[Topic]:
    """Every topic, in the order of the four activities, in the active language."""
    return [
        Topic(
            "decision",
            _("Begin with the decision"),
            [
                _(
                    "A forum opens for a decision that somebody will make. Write down which one, who makes it and roughly when, and what is already fixed, before you ask anybody anything."
                ),
                _(
                    "If nothing can still change, do not ask: inform instead. People forgive a narrow question. They do not forgive one that was settled before."
                ),
                _(
                    "The hours a week stand in front because somebody has to read, answer and report. A small district does well with two forums at a time."
                ),
            ],
            "cycles",
        ),
        Topic(
            "forums",
            _("Choose how to listen"),
            [
                _(
                    "Statements are quick for many people and show where they agree. An open question gives you words you did not think of. A meeting lets people hear each other. A short survey counts what you know how to ask."
                ),
                _(
                    "They run side by side. The five ready questions are one click away and can be changed before they are announced."
                ),
                _("Nobody needs an account. Each person gets a link to follow what they said."),
            ],
            "cycles",
        ),
        Topic(
            "moderation",
            _("Read what comes in"),
            [
                _(
                    "Approve whatever keeps the published rules, whether you like it or not: the rules judge conduct, never opinion. Each rejection has a reason from the rules, and its author can ask for a second look."
                ),
                _(
                    "When two statements say the same, merge the later one into the earlier one. A remark about the process itself can be marked as such; it then stays out of the patterns."
                ),
                _("Every move can be undone and is written down."),
            ],
            "moderate_queue",
            frozenset({Role.COORDINATOR, Role.FACILITATOR, Role.SCHOOL_LEADER}),
        ),
        Topic(
            "urgent",
            _("When a message is urgent"),
            [
                _(
                    "Words that may tell of self-harm, abuse or a threat are held back the moment they arrive, in English and in Spanish, and the named responders are written to. The search looks for patterns: it misses some and flags some that are harmless."
                ),
                _(
                    "A person reads each one, follows the district's own protocol, and writes down what was done. Until then it stays on the desk. School staff may be obliged by law to report what they read."
                ),
                _(
                    "People who write anonymously cannot be found through this system. Say so to whoever asks."
                ),
            ],
            "urgent",
            frozenset({Role.COORDINATOR}),
        ),
        Topic(
            "coding",
            _("Sort the words"),
            [
                _(
                    "A code is a name for something several people say. Read thirty contributions first, then make codes; put them on the words that carry them. A text may have several codes or none."
                ),
                _(
                    "The count tells how many of the contributions read so far carry the code. It is not a share of the community."
                ),
            ],
            "cycles",
        ),
        Topic(
            "patterns",
            _("Look for patterns of votes"),
            [
                _(
                    "People who vote alike stand near each other on the map. The groups are found by a computation that runs in the background; it says when it was run, on how many people and votes, and how."
                ),
                _(
                    "Below seven statements or fifteen people it says that it cannot tell yet. Small groups are merged before anything is shown outside."
                ),
                _("Look first at what all groups share. That is where a district can act tomorrow."),
            ],
            "cycles",
        ),
        Topic(
            "release",
            _("From a finding to a release"),
            [
                _(
                    "A finding is a sentence the district would put its name to, with what it rests on and who is missing. Whoever releases it sees exactly what will leave the house."
                ),
                _(
                    "A finding on fewer people than the district's smallest number is refused. A release is frozen: a mistake is corrected by a new release that says what it corrects."
                ),
            ],
            "cycles",
        ),
        Topic(
            "directive",
            _("Answer what people ask for"),
            [
                _(
                    "A directive says in one sentence what the community expects, and rests on released findings. Whoever decides answers it: yes, yes with changes, not now, or no, and why."
                ),
                _("A reasoned no is worth more than silence. What was answered earlier stays readable."),
            ],
            "directives",
        ),
        Topic(
            "initiatives",
            _("Line up the work"),
            [
                _(
                    "Write down what the district does already: existing work counts. Beside the directives you then see what no one answers yet, and what no one asked for."
                ),
                _(
                    "A pilot has a question and an end. An action has somebody responsible, a date, and a number people can see."
                ),
            ],
            "initiatives",
        ),
        Topic(
            "partners",
            _("Work with partners"),
            [
                _(
                    "A directory in the Human Services Data Specification, version 1.1 or 3.0, comes in whole, with a report of what was mapped, kept aside and missing."
                ),
                _(
                    "A support says who offers what, at which school, for how many students, in answer to which directive. It counts seats and never names students."
                ),
            ],
            "organizations",
        ),
        Topic(
            "telling-back",
            _("Tell people what became of it"),
            [
                _(
                    "The public page is made from releases, answers and progress: you write nothing twice. Look at it before you publish it. Every edition is kept."
                ),
                _(
                    "Say what you could not do, and why. Then say whether the promise was kept, and when the next question comes."
                ),
            ],
            "publications",
        ),
        Topic(
            "next-cycle",
            _("Go round again"),
            [
                _(
                    "A cycle ends when its promise is kept or openly not kept. The next one begins with what is already known: read the earlier findings before you ask again."
                ),
                _(
                    "Look at how often each audience was asked this year. Fewer questions, answered, beat many."
                ),
            ],
            "continuing",
        ),
    ]


def _plain(text: str) -> str:
    """Lower case without accents, so that "decision" finds "decisión"."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def help_topics(words: str) -> list[Topic]:
    """The topics that hold every word asked for, those with the words in their title first."""
    asked = _plain(words).split()
    found = [topic for topic in topics() if all(word in _plain(topic.whole) for word in asked)]
    return sorted(found, key=lambda topic: not all(word in _plain(topic.title) for word in asked))


def topic_of(slug: str) -> Topic | None:
    return next((topic for topic in topics() if topic.slug == slug), None)
