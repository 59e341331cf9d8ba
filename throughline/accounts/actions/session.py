from django.db import transaction

from throughline.accounts.actions.audit import record
from throughline.accounts.models import Person, Session, hash_of_session_key
from throughline.accounts.permissions import Actor, log_security


@transaction.atomic
def end_session(session: Session) -> None:
    """End one's own session. There is no audit row: this concerns no single district."""
    session.delete()
    transaction.on_commit(lambda: log_security("end_session", session.person))


@transaction.atomic
def end_sessions(person: Person, *, keep: str | None = None) -> int:
    """End all sessions of a person but that with the key `keep`; return how many."""
    sessions = Session.objects.filter(person=person)
    if keep:
        sessions = sessions.exclude(pk=hash_of_session_key(keep))
    n_ended = sessions.delete()[0]
    transaction.on_commit(lambda: log_security("end_sessions", person, n=str(n_ended)))
    return n_ended


@transaction.atomic
def end_sessions_of_member(actor: Actor, person: Person, *, keep: str | None = None) -> int:
    """As an owner, end the sessions of a member: they can sign in again, and lose nothing."""
    n_ended = end_sessions(person, keep=keep)
    record(actor, "end_sessions", person, n_sessions=n_ended)
    return n_ended
