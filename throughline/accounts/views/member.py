from typing import cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django_scopes import scope

from throughline.accounts import actions, queries, tasks
from throughline.accounts.actions import Refused
from throughline.accounts.forms.lines import InvitationsForm
from throughline.accounts.forms.people import InvitationForm, JoinForm, MemberForm
from throughline.accounts.models import Invitation, Person, Role
from throughline.accounts.permissions import (
    Request,
    allow,
    get_invitation_for,
    get_membership_for,
    limit,
    may_invite,
    may_manage_people,
    roles_to_invite,
)
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of

SIGN_IN_WITH = "allauth.account.auth_backends.AuthenticationBackend"
INVITATION_PAGES_A_MINUTE = 30


@require_safe
def members(request: Request) -> HttpResponse:
    allow(may_manage_people(request.actor))
    page = page_of(request, queries.people_in_scope())
    context = {"page": page, "members": queries.members_among(list(page)), **_pending(request)}
    return render(request, "accounts/members.html", context)


def link_of(invitation: Invitation) -> str:
    return str(settings.BASE_URL + invitation.path)


def _say_invited(request: Request, sent: str, made: str) -> None:
    """Say that invitations were sent or, where no mail leaves the server, that links must be shared."""
    if queries.is_mail_sent():
        messages.success(request, sent)
    else:
        by_hand = _("Email isn't set up on this server. Copy each link and send it yourself.")
        messages.warning(request, f"{made} {by_hand}")


def _invitations_url(request: Request) -> str:
    """The page that lists pending invitations: of everybody for owners, for others their own."""
    return request.district.url("members" if may_manage_people(request.actor) else "invite_member")


def _pending(request: Request) -> dict[str, object]:
    """The pending invitations that this person may manage, a page of them."""
    rows = queries.open_invitations()
    if not may_manage_people(request.actor):
        rows = rows.filter(invited_by=request.actor.person)
    invited = page_of(request, rows, name="invited")
    listed = [(invitation, queries.label_of(invitation), link_of(invitation)) for invitation in invited]
    return {"invited": invited, "invitations": listed, "is_mail_sent": queries.is_mail_sent()}


@require_get_or_post
def invite_member(request: Request) -> HttpResponse:
    allow(may_invite(request.actor))
    form = InvitationForm(
        posted(request), schools=queries.schools_in_scope(), roles=roles_to_invite(request.actor)
    )
    invitation = act(form, actions.invite_member, request.actor, mail=tasks.mail_invitation)
    if invitation is not None:
        sent = _("Invitation sent to %(email)s. You can also copy the link below and share it.")
        made = _("Invitation for %(email)s created.")
        _say_invited(request, *(words % {"email": invitation.email} for words in (sent, made)))
        return see_other(_invitations_url(request))
    may_manage = may_manage_people(request.actor)
    context = {"is_mail_sent": queries.is_mail_sent(), **({} if may_manage else _pending(request))}
    return form_page(request, "accounts/invite_member.html", form, may_manage=may_manage, **context)


@require_get_or_post
def invite_members(request: Request) -> HttpResponse:
    """Invite several people at once, one per line."""
    allow(may_invite(request.actor))
    form = InvitationsForm(
        posted(request),
        roles=roles_to_invite(request.actor),
        schools=queries.schools_in_scope(),
        members=queries.known_addresses,
    )
    invited = act(form, actions.invite_members, request.actor, mail=tasks.mail_invitation)
    if invited is not None:
        n = len(invited)
        sent = ngettext("Sent %(n)s invitation.", "Sent %(n)s invitations.", n) % {"n": n}
        made = ngettext("Created %(n)s invitation.", "Created %(n)s invitations.", n) % {"n": n}
        _say_invited(request, sent, made)
        return see_other(_after_inviting(request))
    return form_page(
        request,
        "accounts/invite_members.html",
        form,
        may_manage=may_manage_people(request.actor),
        is_mail_sent=queries.is_mail_sent(),
    )


def _after_inviting(request: Request) -> str:
    """The list of invitations; during setup the next step, unless there are links to share first."""
    if "setup" not in request.GET or not may_manage_people(request.actor):
        return _invitations_url(request)
    return (
        request.district.url("setup_next")
        if queries.is_mail_sent()
        else _invitations_url(request) + "?setup="
    )


@require_POST
def revoke_invitation(request: Request, invitation_id: str) -> HttpResponse:
    actions.revoke_invitation(request.actor, get_invitation_for(request.actor, invitation_id))
    messages.success(request, _("Invitation canceled. The link no longer works."))
    return see_other(_invitations_url(request))


@require_POST
def resend_invitation(request: Request, invitation_id: str) -> HttpResponse:
    invitation = get_invitation_for(request.actor, invitation_id)
    try:
        actions.resend_invitation(request.actor, invitation, mail=tasks.mail_invitation)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        sent = _("Invitation sent to %(email)s again.")
        made = _("The invitation link for %(email)s now works for 14 more days.")
        _say_invited(request, *(words % {"email": invitation.email} for words in (sent, made)))
    return see_other(_invitations_url(request))


@require_get_or_post
def change_member(request: Request, membership_id: str) -> HttpResponse:
    membership = get_membership_for(request.actor, membership_id)
    member = queries.member_of(membership.person)
    form = MemberForm(
        posted(request),
        schools=queries.schools_in_scope(),
        initial={"roles": sorted(member.roles), "schools_led": sorted(member.school_ids)},
    )
    if form.is_valid():
        try:
            actions.change_member(
                request.actor,
                membership,
                roles=form.cleaned_data["roles"],
                schools=form.cleaned_data["schools_led"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return see_other(_after_change(request, membership.person))
    sessions = page_of(request, queries.sessions_of(membership.person), name="devices")
    return form_page(request, "accounts/change_member.html", form, member=member, sessions=sessions)


@require_get_or_post
def remove_member(request: Request, membership_id: str) -> HttpResponse:
    membership = get_membership_for(request.actor, membership_id)
    refusal = ""
    if request.method == "POST":
        try:
            actions.remove_member(request.actor, membership)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(
                request,
                _("%(name)s is no longer a member of this district.") % {"name": membership.person.name},
            )
            return see_other(_after_change(request, membership.person))
    return render(
        request,
        "accounts/remove_member.html",
        {"member": queries.member_of(membership.person), "refusal": refusal},
        status=422 if refusal else 200,
    )


def _after_change(request: Request, person: Person) -> str:
    """The next page: people who removed their own rights can no longer open the members page."""
    if (
        request.actor.person == person
        and not queries.people_with_roles(Role.OWNER).filter(pk=person.pk).exists()
    ):
        return reverse("my_districts")
    return request.district.url("members")


@require_get_or_post
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """The page of an invitation's link, outside any district: its holder belongs to none yet."""
    limit(request, "invitation", INVITATION_PAGES_A_MINUTE)
    found = queries.find_invitation(actions.hash_of_code(code))
    if found is None:
        raise Http404
    context = {"invitation": found, "role": queries.label_of(found), "host": found.district}
    if not found.is_usable(timezone.now()):
        return render(request, "accounts/invitation_over.html", context, status=410)
    if request.user.is_authenticated:
        return _join_with_account(request, found, context)
    if Person.objects.filter(email=found.email).exists():
        return render(request, "accounts/invitation_sign_in.html", context)
    return _join_as_new_person(request, found, context)


def _join_with_account(request: HttpRequest, found: Invitation, context: dict[str, object]) -> HttpResponse:
    if request.method != "POST":
        return render(request, "accounts/invitation.html", context)
    with scope(district=found.district):
        try:
            actions.accept_invitation(found, cast(Person, request.user))
        except Refused:
            return render(request, "accounts/invitation_over.html", context, status=410)
    messages.success(request, _("Welcome to %(district)s.") % {"district": found.district.name})
    return see_other(_first_page(found, cast(Person, request.user)))


def _first_page(found: Invitation, person: Person) -> str:
    """Where the work of a new member begins."""
    own = queries.districts_of(person)
    return next(one.first_page for one in own if one.district == found.district)


def _join_as_new_person(request: HttpRequest, found: Invitation, context: dict[str, object]) -> HttpResponse:
    form = JoinForm(posted(request), email=found.email, district=found.district)
    if form.is_valid():
        with scope(district=found.district):
            try:
                person = actions.join_as_new_person(
                    found,
                    name=form.cleaned_data["name"],
                    password=form.cleaned_data["password"],
                    language=request.LANGUAGE_CODE,
                )
            except Refused:
                return render(request, "accounts/invitation_over.html", context, status=410)
        get_adapter().login(request, person)
        messages.success(request, _("Welcome to %(district)s.") % {"district": found.district.name})
        return see_other(_first_page(found, person))
    return form_page(request, "accounts/invitation.html", form, **context)
