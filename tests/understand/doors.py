from collections.abc import Callable

from tests import make
from tests.doors import Door, World
from throughline.accounts.models import Role
from throughline.accounts.permissions import Actor
from throughline.convene.models import ForumKind
from throughline.listen.models import Voice
from throughline.understand import actions


def furnish(world: World) -> None:
    actor = Actor.system(world.district)
    cycle = make.cycle()
    forum = make.forum(cycle)
    statement = make.statement(forum, "Students should learn to work with their hands.")
    make.votes(forum, [statement], (12, [1]))
    words = make.forum(cycle, ForumKind.QUESTION)
    texts = [
        make.voice(words, f"Shop class, please ({n})", contributor=make.contributor(words)) for n in range(12)
    ]
    code = make.code(cycle, "Hands-on learning", *texts[1:])
    finding = make.finding(cycle, "People want hands-on learning.", code=code)
    world.rows |= {
        "cycle": cycle,
        "forum": forum,
        "statement": statement,
        "text": texts[0],
        "code": code,
        "coding": code.codings.first(),
        "finding": finding,
        "draft": make.finding(cycle, "Not released", code=code),
        "quote": actions.add_evidence(actor, make.finding(cycle), voice=texts[1], is_quoted=True),
        "release": actions.release_findings(actor, cycle, [finding]),
    }


def _id(name: str, row: str = "") -> Callable[[World], dict[str, str]]:
    return lambda world: {name: world.rows[row or name].public_id}


def _quote(world: World) -> dict[str, str]:
    text: Voice = world.rows["text"]
    return {"finding": world.rows["draft"].public_id, "text": text.public_id}


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
