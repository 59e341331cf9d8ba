"""Give every row the id under which it is published, and move what has a field now out of `extra`."""

import uuid
from datetime import date

from django.db import migrations

TABLES = (
    "organization",
    "service",
    "serviceatlocation",
    "location",
    "address",
    "phone",
    "contact",
    "schedule",
)
NEW_FIELDS = {
    "organization": ("logo", "uri"),
    "service": (
        "wait_time",
        "fees",
        "accreditations",
        "licenses",
        "alert",
        "assurer_email",
        "assured_date",
    ),
    "location": ("url", "external_identifier", "external_identifier_type"),
}
BATCH = 500


def _uuid_of(foreign_id):
    try:
        return uuid.UUID(foreign_id)
    except ValueError:
        return uuid.uuid4()


def _move(row, name, field):
    text = row.extra.get(name)
    if not isinstance(text, str) or len(text) > (field.max_length or len(text)):
        return
    if name == "assured_date":
        try:
            value = date.fromisoformat(text)
        except ValueError:
            return
    else:
        value = text
    setattr(row, name, value)
    del row.extra[name]


def fill(apps, schema_editor):
    for table in TABLES:
        model = apps.get_model("partner", table)
        names = NEW_FIELDS.get(table, ())
        taken = set()
        last = 0
        while rows := list(model.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
            for row in rows:
                row.hsds_id = _uuid_of(row.foreign_id)
                if (row.district_id, row.hsds_id) in taken:
                    row.hsds_id = uuid.uuid4()
                taken.add((row.district_id, row.hsds_id))
                for name in names:
                    _move(row, name, model._meta.get_field(name))
            model.objects.bulk_update(rows, ["hsds_id", *names, *(["extra"] if names else [])])
            last = rows[-1].pk


class Migration(migrations.Migration):

    dependencies = [
        ('partner', '0006_whole_standard'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
    ]
