from throughline.align.models.directive import Directive, DirectiveFinding, Response, ResponseKind
from throughline.align.models.initiative import (
    Action,
    ActionStatus,
    Initiative,
    InitiativeDirective,
    InitiativeSchool,
    InitiativeState,
    Progress,
)

__all__ = [
    "Action",
    "ActionStatus",
    "Directive",
    "DirectiveFinding",
    "Initiative",
    "InitiativeDirective",
    "InitiativeSchool",
    "InitiativeState",
    "Progress",
    "Response",
    "ResponseKind",
]
