"""What allauth's page for removing a passkey does not ask."""

from typing import Any

from allauth.mfa.totp.forms import DeactivateTOTPForm
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.http import HttpRequest, HttpResponseBase

from throughline.ui.form_pages import require_get_or_post


class RemovePasskeyView(RemoveWebAuthnView):
    """Refuse to remove the last factor where it is needed, as the page of the app does."""

    form_class = DeactivateTOTPForm

    def get_form_kwargs(self) -> dict[str, Any]:
        found: dict[str, Any] = {**super().get_form_kwargs(), "authenticator": self.object}
        found.setdefault("data", {})  # a refusal is shown before the button is pressed
        return found


@require_get_or_post
def mfa_remove_webauthn(request: HttpRequest, pk: int) -> HttpResponseBase:
    response: HttpResponseBase = RemovePasskeyView.as_view()(request, pk=pk)
    return response
