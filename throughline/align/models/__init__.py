from throughline.align.models.directive import Directive, Response, ResponseKind
from throughline.align.models.initiative import Action, ActionStatus, Initiative, InitiativeState, Progress

__all__ = [
    "Action",
    "ActionStatus",
    "Directive",
    "Initiative",
    "InitiativeState",
    "Progress",
    "Response",
    "ResponseKind",
]
