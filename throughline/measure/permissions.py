"""Who may compute and see counts, and permission checks of runs, figures and invitations."""

from django.http import Http404

from throughline.accounts.models import Role, Upload
from throughline.accounts.permissions import Actor, allow, find_or_404
from throughline.convene.models import Cycle, Forum
from throughline.convene.permissions import get_cycle_for, get_forum_for
from throughline.listen.models import SurveyQuestion
from throughline.listen.permissions import EXPORTERS, TIED_EXPORTERS
from throughline.measure.models import InvitationRound, Population, Run, RunKind

ANALYSTS = frozenset({Role.OWNER, Role.COORDINATOR, Role.ANALYST})
READERS_OF_COUNTS = ANALYSTS | {Role.FACILITATOR, Role.SCHOOL_LEADER}
PAGE_ROLES = {
    "export_forum": EXPORTERS,
    "export_forum_tied": TIED_EXPORTERS,
    "start_opinion_groups": ANALYSTS,
    "runs": READERS_OF_COUNTS,
    "coverage": READERS_OF_COUNTS,
    "populations": ANALYSTS,
    "crosstab": READERS_OF_COUNTS,
    "results": READERS_OF_COUNTS,
}


def may_analyze(actor: Actor) -> bool:
    """Whether they may read and code raw texts, compute, write findings and release them."""
    return actor.has(*ANALYSTS)


def may_see_counts(actor: Actor) -> bool:
    """Whether they may see codes and tables as they may be published: counts, never texts."""
    return actor.has(*READERS_OF_COUNTS)


def get_cycle_to_count_for(actor: Actor, public_id: str) -> Cycle:
    cycle = get_cycle_for(actor, public_id)
    allow(may_see_counts(actor))
    return cycle


def get_forum_to_analyze_for(actor: Actor, public_id: str) -> Forum:
    forum = get_forum_for(actor, public_id)
    allow(may_analyze(actor))
    return forum


def get_forum_to_count_for(actor: Actor, public_id: str) -> Forum:
    forum = get_forum_for(actor, public_id)
    allow(may_see_counts(actor))
    return forum


def get_question_to_count_for(actor: Actor, public_id: str) -> SurveyQuestion:
    questions = SurveyQuestion.objects.select_related("forum__cycle__school").prefetch_related("choices")
    question = find_or_404(questions, public_id)
    get_forum_to_count_for(actor, question.forum.public_id)
    return question


def get_run_for(actor: Actor, public_id: str) -> Run:
    run = find_or_404(Run.objects.select_related("forum__cycle", "person"), public_id)
    allow(may_see_counts(actor))
    return run


def get_run_to_analyze_for(actor: Actor, public_id: str) -> Run:
    run = get_run_for(actor, public_id)
    allow(may_analyze(actor))
    return run


def get_runs_to_compare_for(actor: Actor, public_id: str, earlier_id: str) -> tuple[Run, Run]:
    """Return two runs of patterns of one forum, the later first."""
    runs = Run.objects.select_related("forum__cycle", "person").filter(kind=RunKind.OPINION_GROUPS)
    run, earlier = (runs.filter(public_id=one).first() for one in (public_id, earlier_id))
    if run is None or earlier is None or run.forum_id != earlier.forum_id or earlier.pk >= run.pk:
        raise Http404
    allow(may_analyze(actor))
    return run, earlier


def require_may_keep_figures(actor: Actor) -> None:
    """Require access to raw voices, because population figures include small counts."""
    if not actor.is_staff:
        raise Http404
    allow(may_analyze(actor))


def may_use_figures_upload(actor: Actor, upload: Upload) -> bool:
    return may_analyze(actor)


def get_population_for(actor: Actor, public_id: str) -> Population:
    population = find_or_404(Population.objects.select_related("person"), public_id)
    allow(may_analyze(actor))
    return population


def get_invitation_round_for(actor: Actor, public_id: str) -> InvitationRound:
    invitation_round = find_or_404(InvitationRound.objects.select_related("forum__cycle"), public_id)
    allow(may_analyze(actor))
    return invitation_round
