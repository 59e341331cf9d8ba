from tests import make
from tests.doors import Door, World, id_of
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


def _quote(world: World) -> dict[str, str]:
    text: Voice = world.rows["text"]
    return {"finding_id": world.rows["draft"].public_id, "text_id": text.public_id}


SENTENCE = {"sentence_en": "People want shop class.", "sentence_es": "La gente quiere talleres."}

DOORS: list[Door] = [
    Door("coding_desk", kwargs=id_of("cycle"), colleague_role=Role.FACILITATOR),
    Door("code_text", kwargs=id_of("text"), colleague_role=Role.FACILITATOR),
    Door(
        "code_text",
        kwargs=id_of("text"),
        method="post",
        data=lambda world: {"code": world.rows["code"].public_id},
        owner=303,
        colleague_role=Role.SCHOOL_LEADER,
    ),
    Door("mark_text_read", kwargs=id_of("text"), method="post", owner=303, colleague_role=Role.BOARD_MEMBER),
    Door("remove_coding", kwargs=id_of("coding"), method="post", owner=303, colleague_role=Role.FACILITATOR),
    Door("codes", kwargs=id_of("cycle"), colleague_role=Role.BOARD_MEMBER),
    Door("codes_csv", kwargs=id_of("cycle"), colleague_role=Role.FACILITATOR),
    Door("codings_csv", kwargs=id_of("cycle"), colleague_role=Role.SCHOOL_LEADER),
    Door("create_code", kwargs=id_of("cycle"), colleague_role=Role.FACILITATOR),
    Door(
        "create_code",
        kwargs=id_of("cycle"),
        method="post",
        data=lambda world: {"name_en": "Buses"},
        owner=303,
        colleague_role=Role.FACILITATOR,
    ),
    Door("code", kwargs=id_of("code"), colleague_role=Role.FACILITATOR),
    Door("edit_code", kwargs=id_of("code"), colleague_role=Role.FACILITATOR),
    Door(
        "edit_code",
        kwargs=id_of("code"),
        method="post",
        data=lambda world: {"name_en": "Shop class"},
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("findings", kwargs=id_of("cycle")),
    Door("findings_csv", kwargs=id_of("cycle"), colleague_role=Role.BOARD_MEMBER),
    Door("create_finding", kwargs=id_of("cycle"), colleague_role=Role.FACILITATOR),
    Door(
        "create_finding",
        kwargs=id_of("cycle"),
        method="post",
        data=lambda world: SENTENCE,
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("finding", kwargs=id_of("finding"), colleague_role=Role.BOARD_MEMBER),
    Door(
        "current_finding",
        kwargs=lambda world: {"stable_id": world.rows["finding"].stable_id},
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("edit_finding", kwargs=id_of("finding"), colleague_role=Role.BOARD_MEMBER),
    Door(
        "edit_finding",
        kwargs=id_of("finding"),
        method="post",
        data=lambda world: SENTENCE,
        owner=303,
        colleague_role=Role.FACILITATOR,
    ),
    Door(
        "drop_finding",
        kwargs=id_of("finding", "draft"),
        method="post",
        owner=303,
        colleague_role=Role.FACILITATOR,
    ),
    Door("add_evidence", kwargs=id_of("finding", "draft"), colleague_role=Role.FACILITATOR),
    Door(
        "add_evidence",
        kwargs=id_of("finding", "draft"),
        method="post",
        data=lambda world: {"kind": "statement", "chosen": world.rows["statement"].public_id},
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("quote_words", kwargs=_quote, colleague_role=Role.FACILITATOR),
    Door("quote_words", kwargs=_quote, method="post", owner=303, colleague_role=Role.BOARD_MEMBER),
    Door("edit_quote", kwargs=id_of("evidence", "quote"), colleague_role=Role.FACILITATOR),
    Door(
        "edit_quote",
        kwargs=id_of("evidence", "quote"),
        method="post",
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door(
        "remove_evidence",
        kwargs=id_of("evidence", "quote"),
        method="post",
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("release_findings", kwargs=id_of("cycle"), colleague_role=Role.FACILITATOR),
    Door(
        "release_findings",
        kwargs=id_of("cycle"),
        method="post",
        data=lambda world: {"findings": world.rows["draft"].public_id},
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("releases", kwargs=id_of("cycle")),
    Door("release", kwargs=id_of("release")),
    Door("release_download", kwargs=id_of("release")),
    Door("release_package", kwargs=id_of("release")),
]
