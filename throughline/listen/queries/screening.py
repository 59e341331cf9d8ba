"""Where words that no voice took in were sent to, by the arguments of the page's address."""

from collections.abc import Mapping
from dataclasses import dataclass

from throughline.convene.models import Forum
from throughline.listen.models import Contributor, MeetingTable, SurveyQuestion, Voice, VoiceKind
from throughline.listen.queries.contributor import contributor_of, is_token, token_hash, voice_by_code


@dataclass(frozen=True)
class SentTo:
    """The forum, who sent the words, and the earlier words of theirs that these were about."""

    forum: Forum | None = None
    contributor: Contributor | None = None
    token_hash: str = ""
    earlier: Voice | None = None
    is_appeal: bool = False


def sent_to(arguments: Mapping[str, object], token: str) -> SentTo:
    """A place that does not exist gives an empty one: the words are still somebody's."""
    ids = {name: str(value) for name, value in arguments.items()}
    if "code" in ids:
        voice = voice_by_code(ids["code"])
        if voice is None:
            return SentTo()
        known_hash = voice.contributor.token_hash if voice.contributor else ""
        return SentTo(voice.forum, voice.contributor, known_hash, voice, is_appeal=True)
    if "note_id" in ids:
        notes = Voice.objects.filter(kind=VoiceKind.NOTE).select_related("forum__cycle")
        note = notes.filter(public_id=ids["note_id"]).first()
        return SentTo() if note is None else SentTo(note.forum, earlier=note)
    if "table_id" in ids:
        tables = MeetingTable.objects.select_related("forum__cycle")
        table = tables.filter(public_id=ids["table_id"]).first()
        return SentTo() if table is None else SentTo(table.forum)
    return _to_forum(ids, token)


def _to_forum(ids: Mapping[str, str], token: str) -> SentTo:
    forums = Forum.objects.select_related("cycle")
    question = None
    if "question_id" in ids:
        questions = SurveyQuestion.objects.select_related("forum__cycle")
        question = questions.filter(public_id=ids["question_id"]).first()
    if "forum_id" in ids:
        forum = forums.filter(public_id=ids["forum_id"]).first()
    else:
        forum = question.forum if question else None
    if forum is None or not is_token(token):
        return SentTo(forum)
    contributor = contributor_of(forum, token)
    earlier = None
    if contributor is not None and question is not None:
        earlier = Voice.objects.filter(contributor=contributor, question=question).first()
    return SentTo(forum, contributor, token_hash(token, forum), earlier)
