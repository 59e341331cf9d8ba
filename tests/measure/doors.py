from django.utils import timezone

from tests import make
from tests.doors import Door, World, id_of
from throughline.accounts.models import Role, Upload
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum, ForumKind
from throughline.listen.models import QuestionKind
from throughline.measure import actions, workflows
from throughline.measure.apps import FIGURES
from throughline.measure.models import (
    Dimension,
    InvitationRound,
    Population,
    PopulationCount,
    PopulationSource,
    Run,
    RunKind,
    WhoIsCounted,
)
from throughline.measure.models.results import ExactPatterns, FrozenPatterns, FrozenWeights, NoWeights
from throughline.measure.queries.guard import rules_of
from throughline.measure.queries.weights.coded_people import NOBODY


def furnish(world: World) -> None:
    actor = Actor.system(world.district)
    cycle = make.cycle()
    forum = make.forum(cycle)
    make.votes(forum, [make.statement(forum, "Students should learn to work with their hands.")], (12, [1]))
    survey = make.forum(cycle, ForumKind.SURVEY)
    school = make.school()
    figures = Population.objects.create(
        title="District roster", source=PopulationSource.ROSTER, who_is_counted=WhoIsCounted.INVITED
    )
    PopulationCount.objects.create(
        population=figures, dimension=Dimension.SCHOOL, category=school.public_id, school=school, n=100
    )
    make.contributor(survey, school=school)
    one = make.question(survey, QuestionKind.SINGLE, "Yes", "No")
    other = make.question(survey, QuestionKind.SINGLE, "Often", "Never")
    make.answers(make.contributors(survey, 3, role="family", school=school), one, 0)
    world.rows |= {
        "cycle": cycle,
        "forum": forum,
        "survey": survey,
        "one": one,
        "other": other,
        "table": workflows.save_crosstab(actor, survey, one=one, other=other),
        "figures": figures,
        "weights": _weights_run(actor, survey),
        "earlier_run": _patterns_run(actor, forum),
        "run": _patterns_run(actor, forum),
        "population": make.population({"language": {"es": 40, "en": 60}}),
        "figures_file": Upload.objects.create(kind=FIGURES.name, name="gone.csv", removed_at=timezone.now()),
        "invitation": InvitationRound.objects.create(forum=survey, title="Letter", n_invited=400),
    }


def _weights_run(actor: Actor, forum: Forum) -> Run:
    return actions.record_run(
        actor,
        forum,
        kind=RunKind.WEIGHTS,
        method="weighting",
        method_version="1",
        settings={},
        seed=None,
        log_position=0,
        input_hash="0" * 64,
        n_people=0,
        exact=NoWeights(NOBODY, (), False, None),
        frozen=FrozenWeights(rules_of(forum.district)),
    )


def _patterns_run(actor: Actor, forum: Forum) -> Run:
    return actions.record_run(
        actor,
        forum,
        kind=RunKind.OPINION_GROUPS,
        method="opinion_groups",
        method_version="1",
        settings={},
        seed=1,
        log_position=1,
        input_hash="0" * 64,
        n_people=0,
        exact=ExactPatterns("cannot_tell", 0, 0, 0, 0, "few_people"),
        frozen=FrozenPatterns(rules_of(forum.district), (), ()),
    )


def _since(world: World) -> dict[str, str]:
    return {"run_id": world.rows["run"].public_id, "earlier_id": world.rows["earlier_run"].public_id}


def _compared(world: World) -> dict[str, str]:
    return {"forum_id": world.rows["survey"].public_id, "population_id": world.rows["population"].public_id}


def _matched(world: World) -> dict[str, str]:
    return {**_compared(world), "dimension": "language"}


DOORS: list[Door] = [
    Door("runs", kwargs=id_of("cycle"), colleague_role=Role.BOARD_MEMBER),
    Door("start_opinion_groups", kwargs=id_of("forum"), colleague_role=Role.FACILITATOR),
    Door(
        "start_opinion_groups",
        kwargs=id_of("forum"),
        method="post",
        data=lambda world: {"seed": "1"},
        owner=303,
        colleague_role=Role.FACILITATOR,
    ),
    Door("patterns_now", kwargs=id_of("forum"), colleague_role=Role.FACILITATOR),
    Door("start_weights", kwargs=id_of("forum", "survey"), colleague_role=Role.FACILITATOR),
    Door(
        "start_weights",
        kwargs=id_of("forum", "survey"),
        method="post",
        data=lambda world: {"margins": f"{world.rows['figures'].public_id}:school", "empty": "stop"},
        owner=303,
        colleague_role=Role.SCHOOL_LEADER,
    ),
    Door("run", kwargs=id_of("run", "weights"), colleague_role=Role.BOARD_MEMBER),
    Door("run", kwargs=id_of("run"), colleague_role=Role.BOARD_MEMBER),
    Door("run", kwargs=id_of("run", "table"), colleague_role=Role.BOARD_MEMBER),
    Door("patterns_csv", kwargs=id_of("run"), colleague_role=Role.BOARD_MEMBER),
    Door("patterns_map", kwargs=id_of("run"), colleague_role=Role.BOARD_MEMBER),
    Door("compare_runs", kwargs=_since, colleague_role=Role.FACILITATOR),
    Door("crosstab", kwargs=id_of("forum", "survey"), colleague_role=Role.BOARD_MEMBER),
    Door(
        "crosstab",
        kwargs=id_of("forum", "survey"),
        method="post",
        data=lambda world: {name: world.rows[name].public_id for name in ("one", "other")},
        owner=303,
        colleague_role=Role.FACILITATOR,
    ),
    Door("results", kwargs=id_of("forum", "survey"), colleague_role=Role.BOARD_MEMBER),
    Door("results", kwargs=id_of("forum"), colleague_role=Role.BOARD_MEMBER),
    Door("results_of_question", kwargs=id_of("question", "one"), colleague_role=Role.BOARD_MEMBER),
    Door("results_csv", kwargs=id_of("forum", "survey"), colleague_role=Role.FACILITATOR),
    Door("populations", colleague_role=Role.FACILITATOR),
    Door("race_crosswalk", colleague_role=Role.BOARD_MEMBER),
    Door("import_population", colleague_role=Role.FACILITATOR),
    Door(
        "import_population",
        method="post",
        data=lambda world: {"title": "Enrollment"},
        owner=422,
        colleague_role=Role.SCHOOL_LEADER,
    ),
    Door(
        "map_population", kwargs=id_of("upload", "figures_file"), owner=410, colleague_role=Role.FACILITATOR
    ),
    Door(
        "map_population",
        kwargs=id_of("upload", "figures_file"),
        method="post",
        owner=410,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door(
        "choose_geography",
        kwargs=id_of("upload", "figures_file"),
        owner=410,
        colleague_role=Role.FACILITATOR,
    ),
    Door(
        "choose_geography",
        kwargs=id_of("upload", "figures_file"),
        method="post",
        data=lambda world: {"geography": "Juniper Valley School District, Colorado"},
        owner=410,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door(
        "discard_figures",
        kwargs=id_of("upload", "figures_file"),
        method="post",
        owner=303,
        colleague_role=Role.FACILITATOR,
    ),
    Door("type_population", colleague_role=Role.SCHOOL_LEADER),
    Door(
        "type_population",
        method="post",
        data=lambda world: {
            "title": "Counted by us",
            "who_is_counted": "families",
            "as_of": "2026",
            "language": "Spanish: 40",
        },
        owner=303,
        colleague_role=Role.FACILITATOR,
    ),
    Door("population", kwargs=id_of("population"), colleague_role=Role.FACILITATOR),
    Door("delete_population", kwargs=id_of("population"), colleague_role=Role.FACILITATOR),
    Door(
        "delete_population",
        kwargs=id_of("population"),
        method="post",
        owner=303,
        colleague_role=Role.SCHOOL_LEADER,
    ),
    Door("coverage", kwargs=id_of("forum", "survey"), colleague_role=Role.BOARD_MEMBER),
    Door(
        "compare_roles",
        kwargs=_compared,
        method="post",
        owner=303,
        colleague_role=Role.FACILITATOR,
    ),
    Door("match_figures", kwargs=_matched, colleague_role=Role.FACILITATOR),
    Door("match_figures", kwargs=_matched, method="post", owner=303, colleague_role=Role.SCHOOL_LEADER),
    Door("invitations", kwargs=id_of("forum", "survey"), colleague_role=Role.FACILITATOR),
    Door(
        "invitations",
        kwargs=id_of("forum", "survey"),
        method="post",
        data=lambda world: {"title": "Letter", "n_invited": "400"},
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("edit_invitation_round", kwargs=id_of("invitation"), colleague_role=Role.FACILITATOR),
    Door(
        "edit_invitation_round",
        kwargs=id_of("invitation"),
        method="post",
        data=lambda world: {"title": "Letter", "n_invited": "500"},
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door(
        "remove_invitation_round",
        kwargs=id_of("invitation"),
        method="post",
        owner=303,
        colleague_role=Role.FACILITATOR,
    ),
    Door(
        "crosstab_csv",
        kwargs=id_of("forum", "survey"),
        data=lambda world: {name: world.rows[name].public_id for name in ("one", "other")},
        colleague_role=Role.FACILITATOR,
    ),
]
