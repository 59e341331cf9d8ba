from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """The action cannot be done as requested; the text is the sentence shown to the user."""

    def __str__(self) -> str:
        return " ".join(self.messages)
