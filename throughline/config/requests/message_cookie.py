from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class MessageCookie(CookieStorage):
    """Django's, under a name that no other host can set (see `COOKIE_PREFIX`)."""

    cookie_name = f"{settings.COOKIE_PREFIX}messages"
