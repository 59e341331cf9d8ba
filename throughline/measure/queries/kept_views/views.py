from django.core.cache import cache

from throughline.convene.models import Cycle, Forum
from throughline.measure.models import KeptView, KeptViewKind
from throughline.measure.queries.kept_views.columns import Column, unpacked

SECONDS_UNTIL_TRIED_AGAIN = 600


def kept_view(kind: KeptViewKind, cycle: Cycle, forum: Forum | None = None) -> KeptView | None:
    """The view in sight, without the people counted in it; None if there is none yet."""
    return KeptView.objects.filter(kind=kind, cycle=cycle, forum=forum).defer("packed").first()


def columns_of(view: KeptView | None) -> dict[str, Column]:
    """The people counted in a view."""
    return {} if view is None else unpacked(bytes(view.packed))


def was_tried(kind: KeptViewKind, of: Cycle | Forum, view: KeptView | None, state: str) -> bool:
    """Whether a new view was computed from this state a short while ago, in vain.

    With very many people that takes seconds, so that it is not done on each request.
    """
    return bool(cache.get(_key(kind, of, view)) == state)


def note_tried(kind: KeptViewKind, of: Cycle | Forum, view: KeptView | None, state: str) -> None:
    cache.set(_key(kind, of, view), state, SECONDS_UNTIL_TRIED_AGAIN)


def _key(kind: KeptViewKind, of: Cycle | Forum, view: KeptView | None) -> str:
    return f"kept-view:{kind}:{of.public_id}:{view.number if view else 0}"
