"""A value comes from the form or from the address, as the view says: never from whichever has it."""

import ast
from pathlib import Path

import pytest
from django.test import Client

from throughline.accounts.models import District, Invitation, Person, Role

ROOT = Path(__file__).resolve().parents[2]


def merged(source: str) -> list[str]:
    """Expressions that look into both, such as `request.POST.get(x) or request.GET.get(x)`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        is_unpacking = isinstance(node, ast.Dict) and None in node.keys
        if is_unpacking or isinstance(node, ast.BoolOp | ast.BinOp):
            text = ast.unparse(node)
            if "request.GET" in text and "request.POST" in text:
                found.append(text)
    return found


@pytest.mark.once
def test_a_view_takes_a_value_from_the_form_or_the_address_as_it_says() -> None:
    files = [*(ROOT / "throughline").rglob("views.py"), *(ROOT / "throughline").rglob("views/*.py")]
    assert len(files) > 20
    assert [text for path in files for text in merged(path.read_text(encoding="utf-8"))] == []


@pytest.mark.once
@pytest.mark.parametrize(
    "source",
    [
        "x = request.POST.get('a') or request.GET.get('a')",
        "x = {**request.GET, **request.POST}",
        "x = request.GET | request.POST",
    ],
)
def test_a_planted_mixture_is_caught(source: str) -> None:
    assert merged(source)


def test_of_a_field_sent_twice_the_last_counts_and_the_address_adds_none(
    district: District, owner: Person
) -> None:
    client = Client()
    client.force_login(owner)
    address = f"{district.url('invite_member')}?email=address@example.org&role={Role.OWNER}"
    client.post(address, {"email": ["first@example.org", "last@example.org"], "role": Role.ANALYST})
    assert list(Invitation.objects.values_list("email", "role")) == [("last@example.org", Role.ANALYST)]
