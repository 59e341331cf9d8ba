"""Rounds of invitations, and their counts."""

from typing import Any

from django.db import transaction

from throughline.accounts.actions import record
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.measure.models import InvitationRound


@transaction.atomic
def add_invitation_round(actor: Actor, forum: Forum, **counts: Any) -> InvitationRound:
    """Record one round of invitations; counts that are not known are None."""
    invitation_round = InvitationRound.objects.create(forum=forum, person=actor.person, **counts)
    record(actor, "add_invitation_round", invitation_round, n_invited=invitation_round.n_invited)
    return invitation_round


@transaction.atomic
def edit_invitation_round(actor: Actor, invitation_round: InvitationRound, **counts: Any) -> InvitationRound:
    for name, value in counts.items():
        setattr(invitation_round, name, value)
    invitation_round.save(update_fields=list(counts))
    record(actor, "edit_invitation_round", invitation_round, n_invited=invitation_round.n_invited)
    return invitation_round


@transaction.atomic
def remove_invitation_round(actor: Actor, invitation_round: InvitationRound) -> None:
    record(actor, "remove_invitation_round", invitation_round)
    invitation_round.delete()
