from throughline.convene.models.cycle import Cycle, Promise, StorylineStep
from throughline.convene.models.forum import DataKind, Forum, ForumKind, ForumResponder, Moderation
from throughline.convene.models.tally import Tally

__all__ = [
    "Cycle",
    "DataKind",
    "Forum",
    "ForumKind",
    "ForumResponder",
    "Moderation",
    "Promise",
    "StorylineStep",
    "Tally",
]
