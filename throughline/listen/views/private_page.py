"""Pages made for one browser, which no shared cache may store; with secret links on them, none at all."""

from django.views.decorators.cache import cache_control

private_page = cache_control(private=True, no_cache=True)
unstored_page = cache_control(private=True, no_store=True)
