from throughline.accounts.permissions import Request
from throughline.listen.models import Voice
from throughline.listen.tasks import alert_responders


def alert_if_held(request: Request, voice: Voice | None) -> None:
    """Enqueue an alert to the forum's responders if the voice was held back as urgent."""
    if voice is not None and voice.is_held:
        alert_responders.enqueue(request.district.slug)
