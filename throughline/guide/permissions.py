from throughline.accounts.permissions import Actor, allow


def pass_staff(actor: Actor) -> None:
    allow(actor.is_staff)
