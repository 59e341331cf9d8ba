import re
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from throughline.accounts.actions import Refused
from throughline.ui.form_pages import act, posted, require_get_or_post, see_other, sent_files
from throughline.ui.forms import FileForm


class NameForm(forms.Form):
    name = forms.CharField()


def greet(person: str, *, name: str, greeting: str = "Hello") -> str:
    if name == "nobody":
        raise ValidationError("Nobody is here.")
    return f"{greeting} {name}, from {person}"


def test_an_action_is_called_with_the_values_of_a_valid_form() -> None:
    assert act(NameForm({"name": "Ana"}), greet, "Ben") == "Hello Ana, from Ben"
    assert act(NameForm({"name": "Ana"}), greet, "Ben", greeting="Hola") == "Hola Ana, from Ben"


@pytest.mark.parametrize("data", [None, {}])
def test_an_action_is_not_called_where_the_form_is_new_or_invalid(data: Any) -> None:
    assert act(NameForm(data), greet, "Ben") is None


@pytest.mark.parametrize(("field", "key"), [(None, "__all__"), ("name", "name")])
def test_a_refusal_becomes_an_error_of_the_form(field: str | None, key: str) -> None:
    form = NameForm({"name": "nobody"})
    assert act(form, greet, "Ben", error_field=field) is None
    assert form.errors == {key: ["Nobody is here."]}


def test_a_form_is_bound_to_what_was_posted_and_to_nothing_else(rf: RequestFactory) -> None:
    file = SimpleUploadedFile("a.csv", b"a")
    post = rf.post("/", {"name": "Ana", "file": file})
    assert posted(post) == post.POST
    assert sent_files(post) == post.FILES
    for request in (rf.get("/", {"name": "Ana"}), rf.head("/")):
        assert posted(request) is sent_files(request) is None
    assert posted(rf.post("/")) is not None, "an empty post is a post"


def test_a_post_is_answered_with_303() -> None:
    assert (see_other("/a/").status_code, see_other("/a/")["Location"]) == (303, "/a/")


def test_a_page_with_a_form_answers_get_head_and_post(rf: RequestFactory) -> None:
    @require_get_or_post
    def page(request: HttpRequest) -> Any:
        return see_other("/a/")

    answers = [page(rf.generic(method, "/")).status_code for method in ("GET", "HEAD", "POST", "PUT")]
    assert answers == [303, 303, 303, 405]


def test_a_refusal_of_a_file_brings_its_report_to_the_form() -> None:
    class NamedForm(FileForm):
        name = forms.CharField()

    def refuse(*, name: str) -> None:
        raise Refused.listing("No.", [{"Row": 2, "Details": "A short row."}])

    form = NamedForm({"name": "Ada"})
    assert act(form, refuse, error_field="name") is None
    page = render_to_string("ui/form.html", {"form": form})
    assert re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", page) == ["Row", "Details", "2", "A short row."]
