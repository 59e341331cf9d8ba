"""Voices as apps to the right read them."""

from django.db.models import QuerySet

from throughline.convene.models import Cycle, Forum
from throughline.listen.models import Voice, VoiceState


def usable_voices(of: Cycle | Forum) -> QuerySet[Voice]:
    """Voices that may be shown, coded and counted: approved and not held."""
    voices = Voice.objects.filter(state=VoiceState.APPROVED, is_held=False)
    return voices.filter(forum=of) if isinstance(of, Forum) else voices.filter(forum__cycle=of)


def texts_to_code(of: Cycle | Forum) -> QuerySet[Voice]:
    """Usable voices with a text by the community, in order of arrival: no seeds, nothing on the process."""
    voices = usable_voices(of).exclude(text="").filter(is_meta=False, is_seed=False)
    return voices.select_related("forum", "question", "table", "contributor").order_by("id")
