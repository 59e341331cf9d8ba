"""A name or an address with a line break, by which somebody would add headers to the product's mail."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError, EmailMessage
from django.core.validators import validate_email

from throughline.accounts.actions import send_message
from throughline.accounts.models import District

FORGED = "Juniper Valley\r\nBcc: thief@example.org\n\nHello"


def test_a_name_with_a_line_break_adds_no_header_and_stops_no_alert(district: District) -> None:
    assert send_message(district, to=["a@example.org"], subject=f"Read now: {FORGED}", body="Please.") == 1
    [message] = mail.outbox
    assert "Bcc" not in message.message()
    assert message.recipients() == ["a@example.org"]
    assert message.message()["Subject"] == "Read now: Juniper Valley Bcc: thief@example.org Hello"


def test_without_it_the_mail_is_not_sent_at_all() -> None:
    with pytest.raises(BadHeaderError):
        EmailMessage(f"Read now: {FORGED}", "Please.", to=["a@example.org"]).send()


@pytest.mark.parametrize(
    "address", ["a@example.org\nBcc: b@example.org", "a@example.org,b@example.org", "a b@x.y"]
)
def test_an_address_is_one_address(address: str) -> None:
    with pytest.raises(ValidationError):
        validate_email(address)
