import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_setup_and_coordinates"),
        ("partner", "0009_more_kinds"),
    ]

    operations = [
        migrations.AddField(
            model_name="confidentialplace",
            name="incoming",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="confidentialplace",
            name="incoming_from",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="partner.directoryimport",
            ),
        ),
        migrations.AddField(
            model_name="directoryimport",
            name="job",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.job",
            ),
        ),
        migrations.AddField(
            model_name="directoryimport",
            name="seen_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name="PendingChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=40)),
                ("key", models.BigIntegerField()),
                ("values", models.JSONField(null=True)),
                (
                    "brought_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pending",
                        to="partner.directoryimport",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.district"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
    ]
