"""The one way to handle a page with a form: bind the post, act, then redirect or show the form again.

    form = SchoolForm(posted(request))
    school = act(form, actions.create_school, request.actor)
    if school is not None:
        return see_other(request.district.url("schools"))
    return form_page(request, "accounts/create_school.html", form)

A form with a file takes `sent_files(request)` too.
"""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from throughline.ui.forms import FileForm, Files

SEE_OTHER = 303
UNPROCESSABLE = 422

Made = TypeVar("Made")

require_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
"""Method decorator of a view with a form."""


def posted(request: HttpRequest) -> QueryDict | None:
    """The data a form is bound to; None when the form is first shown."""
    return request.POST if request.method == "POST" else None


def sent_files(request: HttpRequest) -> Files:
    return request.FILES if request.method == "POST" else None


def act(
    form: forms.Form,
    action: Callable[..., Made],
    *objects: object,
    error_field: str | None = None,
    **more: object,
) -> Made | None:
    """Call an action with a valid form's values and `more`, and return its result.

    A `ValidationError` (`Refused` is one) becomes an error of the form, at `error_field` if that is given.
    Its report by row, if it has one, becomes that of a `FileForm`. None means that the form has errors.
    """
    if not form.is_valid():
        return None
    try:
        return action(*objects, **more, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(error_field, refusal)
        if isinstance(form, FileForm):
            form.report = getattr(refusal, "report", ())
        return None


def form_page(request: HttpRequest, template: str, form: forms.Form, **context: object) -> HttpResponse:
    """The page with the form: 422 after a post, since a successful post redirects."""
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)


def see_other(url: str) -> HttpResponseRedirect:
    """Answer a post with 303: the browser gets the page, and a reload does not post again."""
    return HttpResponseRedirect(url, status=SEE_OTHER)
