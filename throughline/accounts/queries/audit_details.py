"""The details of an audit entry as a page shows them: a name and a value that a person can read."""

from datetime import datetime

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.accounts.declarations import story_apps
from throughline.accounts.models import Role

LABELS = {
    "after": gettext_lazy("After"),
    "before": gettext_lazy("Before"),
    "closes_at": gettext_lazy("Closes"),
    "corrects": gettext_lazy("Corrects release"),
    "dimension": gettext_lazy("Characteristic"),
    "fields": gettext_lazy("Fields"),
    "findings": gettext_lazy("Findings"),
    "flag": gettext_lazy("Urgent message"),
    "hours": gettext_lazy("Hours"),
    "is_done": gettext_lazy("Done"),
    "is_imported": gettext_lazy("Imported"),
    "is_promise_kept": gettext_lazy("Promise kept"),
    "is_quoted": gettext_lazy("Quoted"),
    "kind": gettext_lazy("Type"),
    "log_position": gettext_lazy("Votes through vote number"),
    "n": gettext_lazy("Total"),
    "n_bytes": gettext_lazy("File size in bytes"),
    "n_codes": gettext_lazy("Codes"),
    "n_codings": gettext_lazy("Codings"),
    "n_counts": gettext_lazy("Counts"),
    "n_directives": gettext_lazy("Community priorities"),
    "n_findings": gettext_lazy("Findings"),
    "n_flags": gettext_lazy("Urgent messages"),
    "n_held": gettext_lazy("Comments on hold"),
    "n_initiatives": gettext_lazy("Initiatives"),
    "n_invited": gettext_lazy("People invited"),
    "n_people": gettext_lazy("People"),
    "n_sessions": gettext_lazy("Devices signed out"),
    "n_taken_back": gettext_lazy("Findings withdrawn"),
    "n_voices": gettext_lazy("Responses"),
    "number": gettext_lazy("Number"),
    "opens_at": gettext_lazy("Opens"),
    "position": gettext_lazy("Position"),
    "question": gettext_lazy("Question"),
    "reason": gettext_lazy("Reason"),
    "role": gettext_lazy("Role"),
    "roles": gettext_lazy("Roles"),
    "sha256": gettext_lazy("Fingerprint (SHA-256)"),
    "source": gettext_lazy("Source"),
    "state": gettext_lazy("Status"),
    "status": gettext_lazy("Status"),
    "version": gettext_lazy("Version"),
    "was": gettext_lazy("Status before"),
}
# Details that hold a value of a field with another name.
FIELD_OF = {"was": "state"}


def detail_label(name: str) -> str:
    """The label of a detail; empty for one without a label of its own."""
    return str(LABELS.get(name, ""))


def detail_shown(object_type: str, name: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(detail_shown(object_type, name, part) for part in value)
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return number_format(value, force_grouping=True)
    text = str(value)
    if name.endswith("_at"):
        return _moment(text)
    if name in ("role", "roles") and text in Role.values:
        return str(Role(text).label)
    return _choice(object_type, FIELD_OF.get(name, name), text)


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return date_format(timezone.localtime(moment) if moment.tzinfo else moment, "DATETIME_FORMAT")


def _choice(object_type: str, name: str, text: str) -> str:
    """The label of a value of a field with choices. A row may outlive the choice, the field and the model."""
    model = _model(object_type)
    if model is None:
        return text
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return text
    return str(dict(getattr(field, "flatchoices", ())).get(text, text))


def _model(object_type: str) -> type[models.Model] | None:
    return next((app.get_model(object_type) for app in story_apps() if object_type in app.models), None)
