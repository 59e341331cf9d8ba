"""Add academic help, college and career, basic needs and family engagement where a list of kinds exists."""

import secrets

from django.db import migrations
from django.db.models import Max

from throughline.ui.fields import TranslatedText

KINDS = (
    ("academic-help", "Academic help", "Ayuda con los estudios"),
    ("college-career", "College and career", "Universidad y carrera"),
    ("basic-needs", "Basic needs", "Necesidades básicas"),
    ("family-engagement", "Family engagement", "Participación de las familias"),
)


def add(apps, schema_editor):
    kinds = apps.get_model("partner", "SupportKind")
    for row in kinds.objects.order_by().values("district_id").annotate(last=Max("position")):
        codes = set(kinds.objects.filter(district_id=row["district_id"]).values_list("code", flat=True))
        for place, (code, english, spanish) in enumerate(KINDS, 1):
            if code not in codes:
                kinds.objects.create(
                    district_id=row["district_id"],
                    # A dash at the beginning would start an option or a formula.
                    public_id="k" + secrets.token_urlsafe(16)[:21],
                    code=code,
                    name=TranslatedText.of("en", english, es=spanish),
                    position=row["last"] + place,
                )


class Migration(migrations.Migration):

    dependencies = [
        ('partner', '0008_hsds_id_once'),
    ]

    operations = [
        migrations.RunPython(add, migrations.RunPython.noop, elidable=False),
    ]
