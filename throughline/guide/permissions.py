from django.core.exceptions import PermissionDenied

from throughline.accounts.permissions import Actor


def pass_staff(actor: Actor) -> None:
    if not actor.is_staff:
        raise PermissionDenied
