from collections.abc import Callable

from django.utils import timezone

from tests import make
from tests.doors import Door, World
from throughline.accounts.models import Role
from throughline.accounts.permissions import Actor
from throughline.convene.models import ForumKind
from throughline.listen.models import QuestionKind, Upload, UploadKind, Voice
from throughline.understand import actions, workflows
from throughline.understand.models import (
    Dimension,
    InvitationRound,
    Population,
    PopulationCount,
    PopulationSource,
    RunKind,
    WhoIsCounted,
)


def furnish(world: World) -> None:
    actor = Actor.system(world.district)
    cycle = make.cycle()
    forum = make.forum(cycle)
    statement = make.statement(forum, "Students should learn to work with their hands.")
    make.votes(forum, [statement], (12, [1]))
    survey = make.forum(cycle, ForumKind.SURVEY)
    words = make.forum(cycle, ForumKind.QUESTION)
    texts = [
        make.voice(words, f"Shop class, please ({n})", contributor=make.contributor(words)) for n in range(12)
    ]
    code = make.code(cycle, "Hands-on learning", *texts[1:])
    finding = make.finding(cycle, "People want hands-on learning.", code=code)
    school = make.school()
    figures = Population.objects.create(
        title="District roster", source=PopulationSource.ROSTER, who_is_counted=WhoIsCounted.INVITED
    )
    PopulationCount.objects.create(
        population=figures, dimension=Dimension.SCHOOL, category=school.public_id, school=school, n=100
    )
    one = make.question(survey, QuestionKind.SINGLE, "Yes", "No")
    other = make.question(survey, QuestionKind.SINGLE, "Often", "Never")
    world.rows |= {
        "cycle": cycle,
        "forum": forum,
        "statement": statement,
        "survey": survey,
        "one": one,
        "other": other,
        "table": workflows.save_crosstab(actor, survey, one=one, other=other),
        "text": texts[0],
        "code": code,
        "coding": code.codings.first(),
        "finding": finding,
        "draft": make.finding(cycle, "Not released", code=code),
        "figures": figures,
        "weights": actions.record_run(
            actor,
            survey,
            kind=RunKind.WEIGHTS,
            method="weighting",
            method_version="1",
            settings={},
            seed=None,
            log_position=0,
            input_hash="0" * 64,
            n_people=0,
            result={
                "verdict": "not_weighted",
                "reason": "nobody",
                "margins": [],
                "is_single": False,
                "bounds": None,
            },
        ),
        "earlier_run": actions.record_run(
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
            result={"verdict": "cannot_tell", "reason": "few_people"},
        ),
        "run": actions.record_run(
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
            result={"verdict": "cannot_tell", "reason": "few_people"},
        ),
        "quote": actions.add_evidence(actor, make.finding(cycle), voice=texts[1], is_quoted=True),
        "release": actions.release_findings(actor, cycle, [finding]),
        "population": make.population({"language": {"es": 40, "en": 60}}),
        "figures_file": Upload.objects.create(
            kind=UploadKind.FIGURES, name="gone.csv", removed_at=timezone.now()
        ),
        "invitation": InvitationRound.objects.create(forum=survey, title="Letter", n_invited=400),
    }


def _id(name: str, row: str = "") -> Callable[[World], dict[str, str]]:
    return lambda world: {name: world.rows[row or name].public_id}


def _quote(world: World) -> dict[str, str]:
    text: Voice = world.rows["text"]
    return {"finding": world.rows["draft"].public_id, "text": text.public_id}


def _since(world: World) -> dict[str, str]:
    return {"run": world.rows["run"].public_id, "earlier": world.rows["earlier_run"].public_id}


def _compared(world: World) -> dict[str, str]:
    return {"forum": world.rows["survey"].public_id, "population": world.rows["population"].public_id}


def _matched(world: World) -> dict[str, str]:
    return {**_compared(world), "dimension": "language"}


SENTENCE = {"sentence_en": "People want shop class.", "sentence_es": "La gente quiere talleres."}

DOORS: list[Door] = [
    Door("coding_desk", kwargs=_id("cycle"), colleague_role=Role.FACILITATOR),
    Door("code_text", kwargs=_id("text"), colleague_role=Role.FACILITATOR),
    Door(
        "code_text",
        kwargs=_id("text"),
        method="post",
        data=lambda world: {"code": world.rows["code"].public_id},
        owner=302,
        colleague_role=Role.SCHOOL_LEADER,
    ),
    Door("mark_text_read", kwargs=_id("text"), method="post", owner=302, colleague_role=Role.BOARD_MEMBER),
    Door("remove_coding", kwargs=_id("coding"), method="post", owner=302, colleague_role=Role.FACILITATOR),
    Door("codes", kwargs=_id("cycle"), colleague_role=Role.BOARD_MEMBER),
    Door("codes_csv", kwargs=_id("cycle"), colleague_role=Role.FACILITATOR),
    Door("codings_csv", kwargs=_id("cycle"), colleague_role=Role.SCHOOL_LEADER),
    Door("create_code", kwargs=_id("cycle"), colleague_role=Role.FACILITATOR),
    Door(
        "create_code",
        kwargs=_id("cycle"),
        method="post",
        data=lambda world: {"name_en": "Buses"},
        owner=302,
        colleague_role=Role.FACILITATOR,
    ),
    Door("code", kwargs=_id("code"), colleague_role=Role.FACILITATOR),
    Door("edit_code", kwargs=_id("code"), colleague_role=Role.FACILITATOR),
    Door(
        "edit_code",
        kwargs=_id("code"),
        method="post",
        data=lambda world: {"name_en": "Shop class"},
        owner=302,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("runs", kwargs=_id("cycle"), colleague_role=Role.BOARD_MEMBER),
    Door("start_opinion_groups", kwargs=_id("forum"), colleague_role=Role.FACILITATOR),
    Door(
        "start_opinion_groups",
        kwargs=_id("forum"),
        method="post",
        data=lambda world: {"seed": "1"},
        owner=302,
        colleague_role=Role.FACILITATOR,
    ),
    Door("patterns_now", kwargs=_id("forum"), colleague_role=Role.FACILITATOR),
    Door("start_weights", kwargs=_id("forum", "survey"), colleague_role=Role.FACILITATOR),
    Door(
        "start_weights",
        kwargs=_id("forum", "survey"),
        method="post",
        data=lambda world: {"margins": f"{world.rows['figures'].public_id}:school", "empty": "stop"},
        owner=302,
        colleague_role=Role.SCHOOL_LEADER,
    ),
    Door("run", kwargs=_id("run", "weights"), colleague_role=Role.BOARD_MEMBER),
    Door("run", kwargs=_id("run"), colleague_role=Role.BOARD_MEMBER),
    Door("run", kwargs=_id("run", "table"), colleague_role=Role.BOARD_MEMBER),
    Door("patterns_csv", kwargs=_id("run"), colleague_role=Role.BOARD_MEMBER),
    Door("patterns_map", kwargs=_id("run"), colleague_role=Role.BOARD_MEMBER),
    Door("compare_runs", kwargs=_since, colleague_role=Role.FACILITATOR),
    Door("crosstab", kwargs=_id("forum", "survey"), colleague_role=Role.BOARD_MEMBER),
    Door(
        "crosstab",
        kwargs=_id("forum", "survey"),
        method="post",
        data=lambda world: {name: world.rows[name].public_id for name in ("one", "other")},
        owner=302,
        colleague_role=Role.FACILITATOR,
    ),
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
    Door("map_population", kwargs=_id("upload", "figures_file"), owner=410, colleague_role=Role.FACILITATOR),
    Door(
        "map_population",
        kwargs=_id("upload", "figures_file"),
        method="post",
        owner=410,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door(
        "discard_figures",
        kwargs=_id("upload", "figures_file"),
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
    Door("population", kwargs=_id("population"), colleague_role=Role.FACILITATOR),
    Door("delete_population", kwargs=_id("population"), colleague_role=Role.FACILITATOR),
    Door(
        "delete_population",
        kwargs=_id("population"),
        method="post",
        owner=303,
        colleague_role=Role.SCHOOL_LEADER,
    ),
    Door("coverage", kwargs=_id("forum", "survey"), colleague_role=Role.BOARD_MEMBER),
    Door(
        "compare_roles",
        kwargs=_compared,
        method="post",
        owner=303,
        colleague_role=Role.FACILITATOR,
    ),
    Door("match_figures", kwargs=_matched, colleague_role=Role.FACILITATOR),
    Door("match_figures", kwargs=_matched, method="post", owner=303, colleague_role=Role.SCHOOL_LEADER),
    Door("invitations", kwargs=_id("forum", "survey"), colleague_role=Role.FACILITATOR),
    Door(
        "invitations",
        kwargs=_id("forum", "survey"),
        method="post",
        data=lambda world: {"title": "Letter", "n_invited": "400"},
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("edit_invitation_round", kwargs=_id("invitation"), colleague_role=Role.FACILITATOR),
    Door(
        "edit_invitation_round",
        kwargs=_id("invitation"),
        method="post",
        data=lambda world: {"title": "Letter", "n_invited": "500"},
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door(
        "remove_invitation_round",
        kwargs=_id("invitation"),
        method="post",
        owner=303,
        colleague_role=Role.FACILITATOR,
    ),
    Door(
        "crosstab_csv",
        kwargs=_id("forum", "survey"),
        data=lambda world: {name: world.rows[name].public_id for name in ("one", "other")},
        colleague_role=Role.FACILITATOR,
    ),
    Door("findings", kwargs=_id("cycle")),
    Door("findings_csv", kwargs=_id("cycle"), colleague_role=Role.BOARD_MEMBER),
    Door("create_finding", kwargs=_id("cycle"), colleague_role=Role.FACILITATOR),
    Door(
        "create_finding",
        kwargs=_id("cycle"),
        method="post",
        data=lambda world: SENTENCE,
        owner=302,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("finding", kwargs=_id("finding"), colleague_role=Role.BOARD_MEMBER),
    Door("edit_finding", kwargs=_id("finding"), colleague_role=Role.BOARD_MEMBER),
    Door(
        "edit_finding",
        kwargs=_id("finding"),
        method="post",
        data=lambda world: SENTENCE,
        owner=302,
        colleague_role=Role.FACILITATOR,
    ),
    Door(
        "drop_finding",
        kwargs=_id("finding", "draft"),
        method="post",
        owner=302,
        colleague_role=Role.FACILITATOR,
    ),
    Door("add_evidence", kwargs=_id("finding", "draft"), colleague_role=Role.FACILITATOR),
    Door(
        "add_evidence",
        kwargs=_id("finding", "draft"),
        method="post",
        data=lambda world: {"kind": "statement", "chosen": world.rows["statement"].public_id},
        owner=302,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("quote_words", kwargs=_quote, colleague_role=Role.FACILITATOR),
    Door("quote_words", kwargs=_quote, method="post", owner=302, colleague_role=Role.BOARD_MEMBER),
    Door("edit_quote", kwargs=_id("evidence", "quote"), colleague_role=Role.FACILITATOR),
    Door(
        "edit_quote",
        kwargs=_id("evidence", "quote"),
        method="post",
        owner=302,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door(
        "remove_evidence",
        kwargs=_id("evidence", "quote"),
        method="post",
        owner=302,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("release_findings", kwargs=_id("cycle"), colleague_role=Role.FACILITATOR),
    Door(
        "release_findings",
        kwargs=_id("cycle"),
        method="post",
        data=lambda world: {"findings": world.rows["draft"].public_id},
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("releases", kwargs=_id("cycle")),
    Door("release", kwargs=_id("release")),
    Door("release_download", kwargs=_id("release")),
    Door("release_package", kwargs=_id("release")),
]
