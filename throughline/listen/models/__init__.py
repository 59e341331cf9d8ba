from throughline.listen.models.burst import Burst, BurstKind, BurstState
from throughline.listen.models.contributor import Contributor, ContributorRole
from throughline.listen.models.meeting import MeetingTable, NotePart
from throughline.listen.models.moderation import Appeal, AppealState, ModerationEntry, ModerationMove, Reason
from throughline.listen.models.report import ReportReason, VoiceReport
from throughline.listen.models.survey import (
    ABOUT_THE_PERSON,
    AnswerChoice,
    QuestionKind,
    SurveyAnswer,
    SurveyChoice,
    SurveyQuestion,
)
from throughline.listen.models.upload import CycleUpload
from throughline.listen.models.urgent import FlagSource, UrgentFlag, UrgentKind
from throughline.listen.models.voice import Channel, Voice, VoiceKind, VoiceState, words_to_show
from throughline.listen.models.vote import CurrentVote, Vote, VoteValue

__all__ = [
    "ABOUT_THE_PERSON",
    "AnswerChoice",
    "Appeal",
    "AppealState",
    "Burst",
    "BurstKind",
    "BurstState",
    "Channel",
    "Contributor",
    "ContributorRole",
    "CurrentVote",
    "CycleUpload",
    "FlagSource",
    "MeetingTable",
    "ModerationEntry",
    "ModerationMove",
    "NotePart",
    "QuestionKind",
    "Reason",
    "ReportReason",
    "SurveyAnswer",
    "SurveyChoice",
    "SurveyQuestion",
    "UrgentFlag",
    "UrgentKind",
    "Voice",
    "VoiceKind",
    "VoiceReport",
    "VoiceState",
    "Vote",
    "VoteValue",
    "words_to_show",
]
