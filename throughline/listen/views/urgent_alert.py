from throughline.accounts.permissions import Request
from throughline.listen.models import Voice
from throughline.listen.tasks import alert_responders


def alert_if_held(request: Request, voice: Voice | None) -> None:
    """Alert those who answer for a forum to a voice that was held back as urgent."""
    if voice is not None and voice.is_held:
        alert_responders.enqueue(request.district.slug)
