"""Sign-in. There is no public sign-up: people are invited."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse

from throughline.accounts.actions import DISTRICT_HEADER, record_sign_in
from throughline.accounts.models import Person
from throughline.accounts.queries import districts_of


class SignInAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Do nothing: people have no user name, their e-mail address identifies them."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send staff of a single district straight to its desk."""
        assert isinstance(request.user, Person)
        own = districts_of(request.user)
        if len(own) == 1 and own[0].is_staff:
            return own[0].district.url("desk")
        return str(super().get_login_redirect_url(request))

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **more: Any) -> HttpResponse:
        assert isinstance(user, Person)
        record_sign_in(user)
        response: HttpResponse = super().post_login(request, user, **more)
        return response

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, object],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Add a header with the person's district, by which the demo's outbox finds the mail."""
        person = Person.objects.filter(email=email).first()
        own = districts_of(person) if person else []
        if own:
            headers = {**(headers or {}), DISTRICT_HEADER: own[0].district.slug}
        message: EmailMessage = super().render_mail(template_prefix, email, context, headers)
        return message
