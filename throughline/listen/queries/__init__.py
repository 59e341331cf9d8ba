from throughline.listen.queries.contributor import code_hash, contributor_by_code, own_votes, voice_by_code
from throughline.listen.queries.question_kinds import answer_label
from throughline.listen.queries.statement import VoteTable, vote_table
from throughline.listen.queries.survey import AnswerColumn, answer_column, countable_questions, questions_of
from throughline.listen.queries.voice import texts_to_code, usable_voices

__all__ = [
    "AnswerColumn",
    "VoteTable",
    "answer_column",
    "answer_label",
    "code_hash",
    "contributor_by_code",
    "countable_questions",
    "own_votes",
    "questions_of",
    "texts_to_code",
    "usable_voices",
    "voice_by_code",
    "vote_table",
]
