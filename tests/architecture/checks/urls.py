"""Names and methods of views."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.urls import URLPattern, URLResolver


def url_patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    """Every pattern of our own apps, however deeply included."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from url_patterns(pattern)
        elif pattern.callback.__module__.startswith("throughline."):
            yield pattern


def misnamed_urls(patterns: Iterable[URLPattern]) -> list[str]:
    """URL names that differ from the name of their view, and names shared by two views."""
    found = []
    views: dict[str, object] = {}
    for pattern in patterns:
        name, view = str(pattern.name), pattern.callback
        if name != view.__name__:
            found.append(f"{pattern.pattern}: the view {view.__name__} has a URL called {name}")
        if views.setdefault(name, view) is not view:
            found.append(f"{pattern.pattern}: another view is called {name} too")
    return found


def views_of_any_method(patterns: Iterable[URLPattern]) -> list[str]:
    """Views without a method decorator, such as `require_safe`."""
    return [
        f"{pattern.pattern}: the view {pattern.callback.__name__} answers any method"
        for pattern in patterns
        if not _has_method_decorator(pattern.callback)
    ]


def takes_posts(view: Callable[..., object]) -> bool:
    """Whether the view's method decorator names POST."""
    return "POST" in (_methods(view) or ())


def _has_method_decorator(view: Callable[..., object] | None) -> bool:
    return _methods(view) is not None


def _methods(view: Callable[..., object] | None) -> Sequence[str] | None:
    """The methods that a view answers, by its decorator; None if it has none."""
    while view is not None:
        closure = inspect.getclosurevars(view).nonlocals
        if "request_method_list" in closure:  # of `require_http_methods`
            methods: Sequence[str] = closure["request_method_list"]
            return methods
        view = getattr(view, "__wrapped__", None)
    return None
