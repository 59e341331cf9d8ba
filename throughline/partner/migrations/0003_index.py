from django.db import migrations, models

from throughline.accounts.models import IndexWriter

FIELDS = ("name", "alternate_name", "description")
BATCH = 500


def index_directory(apps, schema_editor):
    """Index the directory of every district for searching; from now on writing a row does it."""
    for name in ("Organization", "Service"):
        model = apps.get_model("partner", name)
        writer = IndexWriter(model._meta.label_lower, apps)
        rows = model._base_manager.order_by("pk").values_list("district_id", "pk", *FIELDS)
        last = 0
        while batch := list(rows.filter(pk__gt=last)[:BATCH]):
            writer.write(batch)
            last = batch[-1][1]


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0003_search"),
        ("partner", "0002_whole_rules"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="address",
            index=models.Index(fields=["district", "city"], name="address_by_city"),
        ),
        migrations.RunPython(index_directory, migrations.RunPython.noop),
    ]
