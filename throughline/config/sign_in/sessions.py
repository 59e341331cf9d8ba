"""Sessions in the database, as `SESSION_ENGINE`: found by a hash of their key, with an absolute lifetime."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.utils import timezone

from throughline.accounts.models import Session, SignInMethod, hash_of_session_key
from throughline.config.sign_in.devices import browser_and_system

BEGAN_AT, OF_PERSON = "began_at", "of_person"
N_PUBLIC_SIGNS = 22
SECONDS_WITHOUT_PERSON = 3_600  # anybody may begin one, with a passkey's challenge or a link to a password
METHOD_OF_SECOND_STEP = {
    "totp": SignInMethod.APP,
    "webauthn": SignInMethod.PASSKEY,
    "recovery_codes": SignInMethod.BACKUP_CODE,
}


class SessionStore(db.SessionStore):
    """Django's store in the database, extended as its documentation shows."""

    user_agent = ""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        now, key = timezone.now(), hash_of_session_key(self.session_key or "")
        begun_after = now - timedelta(seconds=settings.SESSION_LIFETIME_SECONDS)
        found = Session.objects.filter(pk=key, expire_date__gt=now, began_at__gt=begun_after).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(pk=hash_of_session_key(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(pk=hash_of_session_key(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        now, person_id = timezone.now(), data.get(SESSION_KEY)
        if BEGAN_AT not in data or data.get(OF_PERSON) != person_id:  # it begins anew with a sign-in
            data |= {BEGAN_AT: now.isoformat(), OF_PERSON: person_id}
        browser, system = browser_and_system(self.user_agent) if person_id else ("", "")
        key = hash_of_session_key(self._get_or_create_session_key())  # type: ignore[attr-defined]
        return Session(
            session_key=key,
            public_id=key[:N_PUBLIC_SIGNS],
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            person_id=person_id,
            began_at=datetime.fromisoformat(data[BEGAN_AT]),
            seen_at=now,
            browser=browser,
            system=system,
            method=_method(data) if person_id else "",
        )

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        """The end without further use, at the latest when the absolute lifetime ends."""
        expiry: datetime = super().get_expiry_date(**kwargs)
        return min(expiry, self._last_moment())

    def get_expiry_age(self, **kwargs: Any) -> int:
        age: int = super().get_expiry_age(**kwargs)
        return min(age, max(0, int((self._last_moment() - timezone.now()).total_seconds())))

    def _last_moment(self) -> datetime:
        if SESSION_KEY not in self:
            return timezone.now() + timedelta(seconds=SECONDS_WITHOUT_PERSON)
        began_at = datetime.fromisoformat(self.get(BEGAN_AT) or timezone.now().isoformat())
        return began_at + timedelta(seconds=settings.SESSION_LIFETIME_SECONDS)


def _method(data: dict[str, Any]) -> str:
    """How the person signed in; what was entered again later does not count."""
    records = [r for r in data.get(AUTHENTICATION_METHODS_SESSION_KEY, ()) if not r.get("reauthenticated")]
    steps = [METHOD_OF_SECOND_STEP.get(record.get("type")) for record in records]
    found = next((step for step in steps if step), None)
    if found is None:
        return SignInMethod.PASSWORD if records else ""
    return found


class NamedSessionMiddleware(SessionMiddleware):
    """Tell the store which browser it is, of which only the short name is kept."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.session.user_agent = request.headers.get("User-Agent", "")  # type: ignore[attr-defined]
