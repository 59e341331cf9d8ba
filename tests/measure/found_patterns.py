"""Forums with votes on statements, and runs that look for patterns in them."""

from tests import make
from throughline.accounts.actions import RunningJob
from throughline.accounts.models import Job
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum
from throughline.measure import workflows
from throughline.measure.models import Run

ONE, OTHER = [1, 1, 1, 1, -1, -1, -1, 0], [-1, -1, -1, 1, 1, 1, 1, 0]


def voted(cycle: Cycle, *patterns: tuple[int, list[int]]) -> Forum:
    forum = make.forum(cycle)
    statements = [make.statement(forum, f"Statement {number}") for number in range(8)]
    make.votes(forum, statements, *patterns)
    return forum


def find(actor: Actor, forum: Forum, seed: int = 1) -> Run:
    job = Job.objects.create(kind="opinion_groups", title="Patterns", person=actor.person)
    workflows.find_opinion_groups(RunningJob(job, actor), forum_id=forum.public_id, seed=seed)
    return Run.objects.latest("pk")
