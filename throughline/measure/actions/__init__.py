from throughline.measure.actions.comparison import settle_match, settle_roles
from throughline.measure.actions.invitation import (
    add_invitation_round,
    edit_invitation_round,
    remove_invitation_round,
)
from throughline.measure.actions.kept_view import keep_view
from throughline.measure.actions.population import delete_population, record_population
from throughline.measure.actions.run import record_run

__all__ = [
    "add_invitation_round",
    "delete_population",
    "edit_invitation_round",
    "keep_view",
    "record_population",
    "record_run",
    "remove_invitation_round",
    "settle_match",
    "settle_roles",
]
