from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """Something cannot be done as asked; its text is the sentence people read."""

    def __str__(self) -> str:
        return " ".join(self.messages)
