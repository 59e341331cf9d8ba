"""Sequences of steps behind the tasks."""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_scopes import scope

from throughline.accounts import actions
from throughline.accounts.models import District, Invitation
from throughline.accounts.permissions import Actor


def mail_invitation(district_slug: str, invitation_id: str) -> None:
    """Mail the link in every language of the district, since the reader's language is not known yet."""
    district = District.objects.get(slug=district_slug)
    with scope(district=district):
        invitation = Invitation.objects.select_related("invited_by").get(public_id=invitation_id)
        if not invitation.is_usable(timezone.now()):
            return
        parts, subject = [], ""
        for language in district.languages:
            with translation.override(language):
                words = {
                    "district": district.name,
                    "inviter": str(invitation.invited_by or district.name),
                    "link": settings.BASE_URL + invitation.path,
                    "days": actions.INVITATION_DAYS,
                }
                subject = subject or _("Join %(district)s on Throughline") % words
                parts.append(
                    _(
                        "%(inviter)s invites you to work with %(district)s on Throughline.\n\n"
                        "This link sets up your account. It works once, for %(days)s days:\n%(link)s\n\n"
                        "If you did not expect this, leave it alone: nothing happens."
                    )
                    % words
                )
        actions.send_message(district, to=[invitation.email], subject=subject, body="\n\n---\n\n".join(parts))


def fail_lost_jobs() -> None:
    actions.fail_lost_jobs(timezone.now())


def remove_expired_rows() -> None:
    actions.remove_expired_rows(timezone.now())


def remove_old_uploads(district: District) -> None:
    actions.remove_old_uploads(Actor.system(district), timezone.now())
