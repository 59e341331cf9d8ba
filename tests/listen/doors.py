from typing import Any

from django.utils import timezone

from tests import make
from tests.doors import Door, World, id_of
from throughline.accounts.models import Upload
from throughline.convene.models import ForumKind
from throughline.listen.models import (
    Appeal,
    CycleUpload,
    FlagSource,
    ModerationEntry,
    ModerationMove,
    QuestionKind,
    Reason,
    UrgentFlag,
    UrgentKind,
    VoiceKind,
    VoiceState,
)
from throughline.listen.queries.contributor import code_hash

CODE = "a-code-of-22-letters-x"


def furnish(world: World) -> None:
    rows = world.rows
    cycle = make.cycle()
    rows["statements"] = make.forum(cycle, ForumKind.STATEMENTS)
    rows["open_question"] = make.forum(cycle, ForumKind.QUESTION)
    rows["survey"] = make.forum(cycle, ForumKind.SURVEY)
    rows["meeting"] = make.forum(cycle, ForumKind.MEETING)
    rows["statement"] = make.statement(rows["statements"])
    rows["seed"] = make.statement(rows["statements"], is_seed=True)
    rows["own"] = make.voice(rows["open_question"], follow_hash=code_hash(code_in(world)))
    rows["question"] = make.question(rows["survey"], QuestionKind.SINGLE, "Yes", "No")
    rows["choice"] = rows["question"].choices.all()[0]
    rows["choices"] = [choice.public_id for choice in rows["question"].choices.all()]
    rows["table"] = make.table(rows["meeting"])
    rows["empty_table"] = make.table(rows["meeting"])
    rows["note"] = make.voice(
        rows["meeting"], kind=VoiceKind.NOTE, table=rows["table"], part="question", state="received"
    )
    furnish_desk(rows, code_in(world)[::-1])


def furnish_desk(rows: dict[str, Any], code: str) -> None:
    """Create rows for the pages of moderators and responders."""
    forum = rows["statements"]
    rows["cycle"] = forum.cycle
    rows["waiting"] = make.statement(forum, state=VoiceState.RECEIVED)
    rows["rejected"] = make.statement(forum, state=VoiceState.REJECTED, follow_hash=code_hash(code))
    rows["move"] = ModerationEntry.objects.create(
        voice=rows["rejected"],
        move=ModerationMove.REJECT,
        reason=Reason.INSULT,
        before={"state": "received", "is_meta": False, "is_held": False, "merged_into": None},
    )
    other = make.statement(forum, state=VoiceState.REJECTED)
    rows["appeal"] = Appeal.objects.create(voice=other, text="Please look again.")
    held = make.statement(forum, state=VoiceState.RECEIVED, is_held=True)
    rows["flag"] = UrgentFlag.objects.create(voice=held, kind=UrgentKind.SELF_HARM)
    dealt = make.statement(forum, state=VoiceState.RECEIVED, is_held=True)
    rows["dealt_flag"] = UrgentFlag.objects.create(
        voice=dealt, kind=UrgentKind.THREATS, dealt_at=timezone.now(), what_was_done="The police were told."
    )
    rows["lost_flag"] = UrgentFlag.objects.create(
        forum=forum,
        kind=UrgentKind.ABUSE,
        source=FlagSource.CLOSED,
        words="Too late.",
        language="en",
    )
    UrgentFlag.objects.create(
        forum=forum,
        kind=UrgentKind.OTHER,
        source=FlagSource.TOO_LONG,
        dealt_at=timezone.now(),
        what_was_done="Done.",
    )
    rows["burst"] = make.burst(forum, n=8)
    rows["upload"] = Upload.objects.create(kind="survey", name="gone.csv")
    CycleUpload.objects.create(upload=rows["upload"], cycle=forum.cycle)


def code_in(world: World) -> str:
    return (world.district.slug + CODE)[:22]


SURVEY_ANSWER = {
    "kwargs": lambda world: {
        "forum_id": world.rows["survey"].public_id,
        "question_id": world.rows["question"].public_id,
    },
    "data": lambda world: {"answer": world.rows["choice"].public_id},
}
WORDS = {"text": "Words of a test.", "language": "en"}
A_TABLE = {"label": "Table 9", "n_people": "6", "language": "en"}
A_QUESTION = {"prompt_en": "What else?"}


def reported_statement(world: World) -> dict[str, str]:
    rows = world.rows
    return {"forum_id": rows["statements"].public_id, "voice_id": rows["statement"].public_id}


TAKING_PART = [
    Door("who_sees_what", public=True),
    Door(
        "withdraw",
        method="post",
        data=lambda world: {"code": code_in(world), "confirm": "yes"},
        public=True,
        owner=303,
    ),
    Door("part", id_of("forum", "statements"), public=True),
    Door("part", id_of("forum", "open_question"), public=True),
    Door("part", id_of("forum", "survey"), public=True),
    Door("part", id_of("forum", "meeting"), public=True),
    Door("part_done", id_of("forum", "statements"), public=True),
    Door("my_answers", id_of("forum", "statements"), public=True),
    Door("make_one_link", id_of("forum", "statements"), method="post", public=True, owner=303),
    Door("about_self", id_of("forum", "statements"), public=True, owner=302),
    Door(
        "about_self",
        id_of("forum", "statements"),
        method="post",
        data=lambda world: {"role": "family"},
        public=True,
        owner=303,
    ),
    Door(
        "vote",
        id_of("forum", "statements"),
        method="post",
        data=lambda world: {"statement": world.rows["statement"].public_id, "answer": "agree"},
        public=True,
        owner=303,
    ),
    Door("add_statement", id_of("forum", "statements"), public=True),
    Door(
        "add_statement",
        id_of("forum", "statements"),
        method="post",
        data=lambda world: WORDS,
        public=True,
        owner=303,
    ),
    Door(
        "give_answer",
        id_of("forum", "open_question"),
        method="post",
        data=lambda world: WORDS,
        public=True,
        owner=303,
    ),
    Door("report_voice", reported_statement, public=True),
    Door(
        "report_voice",
        reported_statement,
        method="post",
        data=lambda world: {"reason": "off_topic"},
        public=True,
        owner=303,
    ),
    Door("save_survey_answer", **SURVEY_ANSWER, method="post", public=True, owner=303),  # type: ignore[arg-type]
    Door("finish_survey", id_of("forum", "survey"), method="post", public=True, owner=303),
]

ASKING = [
    Door("ask", id_of("forum", "statements")),
    Door("ask", id_of("forum", "survey"), colleague_role="analyst"),
    Door("ask", id_of("forum", "open_question"), colleague_role="facilitator"),
    Door(
        "add_seed_statement",
        id_of("forum", "statements"),
        method="post",
        data=lambda world: WORDS,
        owner=303,
        colleague_role="board_member",
    ),
    Door(
        "add_seed_statements",
        id_of("forum", "statements"),
        method="post",
        data=lambda world: {"lines_en": "One more.\nAnother."},
        owner=303,
        colleague_role="analyst",
    ),
    Door("edit_seed", id_of("seed"), colleague_role="analyst"),
    Door(
        "edit_seed",
        id_of("seed"),
        method="post",
        data=lambda world: {"text": "Later buses would help."},
        owner=303,
        colleague_role="facilitator",
    ),
    Door("withdraw_seed", id_of("seed"), colleague_role="board_member"),
    Door("withdraw_seed", id_of("seed"), method="post", owner=303, colleague_role="analyst"),
    Door("add_question", id_of("forum", "survey"), data=lambda world: {"kind": "text"}),
    Door(
        "add_question",
        id_of("forum", "survey"),
        method="post",
        query="kind=text",
        data=lambda world: A_QUESTION,
        owner=303,
    ),
    Door("edit_question", id_of("question"), colleague_role="analyst"),
    Door(
        "edit_question",
        id_of("question"),
        method="post",
        data=lambda world: A_QUESTION,
        owner=303,
    ),
    Door(
        "add_questions",
        id_of("forum", "survey"),
        method="post",
        data=lambda world: {"lines_en": "How?\nWhy?"},
        owner=303,
        colleague_role="facilitator",
    ),
    Door("add_presets", id_of("forum", "survey"), method="post", owner=303, colleague_role="analyst"),
    Door(
        "order_questions",
        id_of("forum", "survey"),
        method="post",
        data=lambda world: {"order": [world.rows["question"].public_id]},
        owner=303,
    ),
    Door("copy_question", id_of("question"), method="post", owner=303, colleague_role="board_member"),
    Door("move_question", id_of("question"), method="post", owner=303),
    Door("remove_question", id_of("question"), method="post", owner=303),
    Door(
        "add_choice",
        id_of("question"),
        method="post",
        data=lambda world: {"label_en": "Perhaps"},
        owner=303,
    ),
    Door(
        "add_choices",
        id_of("question"),
        method="post",
        data=lambda world: {"lines_en": "Never\nSometimes"},
        owner=303,
        colleague_role="facilitator",
    ),
    Door(
        "order_choices",
        id_of("question"),
        method="post",
        data=lambda world: {"order": world.rows["choices"]},
        owner=303,
    ),
    Door("move_choice", id_of("choice"), method="post", owner=303),
    Door("edit_choice", id_of("choice")),
    Door(
        "edit_choice", id_of("choice"), method="post", data=lambda world: {"label_en": "Perhaps"}, owner=303
    ),
    Door("remove_choice", id_of("choice"), method="post", owner=303),
    Door("copy_forum", id_of("forum", "survey"), colleague_role="analyst"),
    Door(
        "copy_forum",
        id_of("forum", "survey"),
        method="post",
        data=lambda world: {"title_en": "Copy", "cycle": world.rows["cycle"].public_id},
        owner=303,
        colleague_role="facilitator",
    ),
    Door("copy_cycle", id_of("cycle"), colleague_role="analyst"),
    Door("copy_cycle", id_of("cycle"), method="post", data=lambda world: {"title_en": "Copy"}, owner=303),
]

MEETINGS = [
    Door("meeting_tables", id_of("forum", "meeting"), colleague_role="board_member"),
    Door(
        "meeting_tables",
        id_of("forum", "meeting"),
        method="post",
        data=lambda world: A_TABLE,
        owner=303,
    ),
    Door("table_notes", id_of("table"), colleague_role="analyst"),
    Door(
        "table_notes",
        id_of("table"),
        method="post",
        data=lambda world: {**WORDS, "part": "common_ground"},
        owner=303,
    ),
    Door("table_sheet", id_of("table")),
    Door("edit_table", id_of("table")),
    Door("edit_table", id_of("table"), method="post", data=lambda world: A_TABLE, owner=303),
    Door("remove_table", id_of("table", "empty_table"), method="post", owner=303),
    Door("edit_note", id_of("note"), colleague_role="board_member"),
    Door(
        "edit_note",
        id_of("note"),
        method="post",
        data=lambda world: {**WORDS, "part": "question"},
        colleague_role="board_member",
        owner=303,
    ),
    Door("withdraw_note", id_of("note"), method="post", owner=303),
]

APPROVE = {"move": "approve"}
AN_ANSWER = {"is_granted": "no", "answer": "It names a student."}
DONE = {"what_was_done": "The counselor was told.", "is_let_go": "no"}

DESK = [
    Door("rules", public=True),
    Door("appeal", lambda world: {"code": code_in(world)[::-1]}, public=True),
    Door("appeal", lambda world: {"code": code_in(world)[::-1]}, method="post", public=True, owner=303),
    Door("moderate_queue", colleague_role="analyst"),
    Door("moderate_voice", id_of("voice", "waiting"), colleague_role="board_member"),
    Door(
        "moderate_voice",
        id_of("voice", "waiting"),
        method="post",
        data=lambda world: APPROVE,
        colleague_role="analyst",
        owner=303,
    ),
    Door(
        "moderate_voices",
        method="post",
        data=lambda world: {**APPROVE, "voice": world.rows["waiting"].public_id},
        colleague_role="analyst",
        owner=303,
    ),
    Door(
        "translate_voice",
        id_of("voice", "waiting"),
        method="post",
        data=lambda world: {"translation_es": "Una frase.", "reviewed_es": "on"},
        colleague_role="analyst",
        owner=303,
    ),
    Door("undo_move", id_of("move"), method="post", owner=303),
    Door("appeals", colleague_role="analyst"),
    Door("answer_appeal", id_of("appeal"), colleague_role="board_member"),
    Door("answer_appeal", id_of("appeal"), method="post", data=lambda world: AN_ANSWER, owner=303),
    Door("urgent", colleague_role="facilitator"),
    Door("deal_with_urgent", id_of("flag"), colleague_role="analyst"),
    Door("deal_with_urgent", id_of("flag"), colleague_role="board_member"),
    Door(
        "deal_with_urgent",
        id_of("flag"),
        method="post",
        data=lambda world: DONE,
        colleague_role="facilitator",
        owner=303,
    ),
    Door("deal_with_urgent", id_of("flag", "lost_flag"), colleague_role="facilitator"),
    Door(
        "deal_with_urgent",
        id_of("flag", "lost_flag"),
        method="post",
        data=lambda world: {"what_was_done": "The counselor was told."},
        colleague_role="school_leader",
        owner=303,
    ),
    Door("let_go_urgent", id_of("flag", "lost_flag"), method="post", colleague_role="facilitator", owner=404),
    Door("let_go_urgent", id_of("flag", "dealt_flag"), method="post", colleague_role="analyst", owner=303),
    Door("flag_voice", id_of("voice", "waiting"), method="post", colleague_role="analyst", owner=303),
    Door("bursts", id_of("forum", "statements"), colleague_role="facilitator"),
    Door("bursts", id_of("forum", "statements"), colleague_role="school_leader"),
    Door("decide_burst", id_of("burst"), colleague_role="facilitator"),
    Door("decide_burst", id_of("burst"), colleague_role="board_member"),
    Door("undo_decision", id_of("burst"), method="post", colleague_role="facilitator", owner=303),
    Door(
        "decide_burst",
        id_of("burst"),
        method="post",
        data=lambda world: {"state": "set_aside", "why": "Nobody knows of a class."},
        owner=303,
        colleague_role="facilitator",
    ),
    Door("voices", colleague_role="board_member"),
    Door("export_voices", colleague_role="board_member"),
    Door("export_voices_tied", colleague_role="coordinator"),
    Door(
        "export_voices_tied",
        method="post",
        data=lambda world: {"is_needed": "on"},
        colleague_role="facilitator",
    ),
    Door("import_survey", colleague_role="analyst"),
    Door("import_survey", method="post", owner=422, colleague_role="facilitator"),
    Door("map_survey", id_of("upload"), owner=410, colleague_role="analyst"),
    Door("map_survey", id_of("upload"), method="post", owner=410, colleague_role="facilitator"),
    Door("discard_upload", id_of("upload"), method="post", owner=303, colleague_role="analyst"),
    # These views are in measure, whose runs store the published groups.
    Door("import_polis", colleague_role="analyst"),
    Door("import_polis", method="post", owner=422, colleague_role="facilitator"),
    Door("export_forum", id_of("forum", "statements"), colleague_role="facilitator"),
    Door("export_forum_tied", id_of("forum", "survey"), colleague_role="coordinator"),
    Door(
        "export_forum_tied",
        id_of("forum", "statements"),
        method="post",
        owner=422,
        colleague_role="facilitator",
    ),
]

DOORS = [*TAKING_PART, *ASKING, *MEETINGS, *DESK]
