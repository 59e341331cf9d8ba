from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.accounts import actions, queries, workflows
from throughline.accounts.actions import Refused
from throughline.accounts.forms.people import PersonForm
from throughline.accounts.models import Person
from throughline.accounts.permissions import public
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other
from throughline.ui.language import remember_language
from throughline.ui.pages import page_of


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:80]
    page = page_of(request, queries.districts_of_server(words))
    return render(request, "accounts/front.html", {"page": page, "words": words})


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Health check for monitoring: it answers, and so does the database."""
    queries.districts_of_server().exists()
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@login_required
@require_safe
def my_districts(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, Person)
    page = page_of(request, queries.districts_of(request.user))
    return render(request, "accounts/my_districts.html", {"page": page})


@login_required
@require_get_or_post
def my_account(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, Person)
    initial = {"name": request.user.name, "language": request.user.language or request.LANGUAGE_CODE}
    form = PersonForm(posted(request), initial=initial)
    person = act(form, actions.change_person, request.user)
    if person is not None:
        with translation.override(person.language):
            messages.success(request, _("Saved."))
        response = see_other(reverse("my_account"))
        remember_language(response, person.language)
        return response
    return form_page(request, "accounts/my_account.html", form)


@login_required
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
@require_get_or_post
def delete_account(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, Person)
    refusal = ""
    if request.method == "POST":
        try:
            workflows.delete_account(request.user)
        except Refused as refused:
            refusal = str(refused)
        else:
            logout(request)
            messages.success(request, _("Your account was deleted."))
            return see_other(reverse("front"))
    own = queries.districts_of(request.user)
    context = {"districts": own, "refusal": refusal}
    return render(request, "accounts/delete_account.html", context, status=422 if refusal else 200)
