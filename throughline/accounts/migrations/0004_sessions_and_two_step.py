from datetime import timedelta

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

import throughline.accounts.models.scoped

GRACE_DAYS = 14


def give_time_to_set_up(apps, schema_editor):
    """Those who are owners or analysts already have two weeks, as others have from the day they join."""
    membership = apps.get_model("accounts", "Membership")
    people = membership.objects.filter(role__in=("owner", "analyst")).values("person_id")
    apps.get_model("accounts", "Person").objects.filter(pk__in=people).update(
        two_step_due_at=timezone.now() + timedelta(days=GRACE_DAYS)
    )


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0003_search"),
    ]

    operations = [
        # Django's own table of sessions held keys that open them. Everybody signs in once more.
        migrations.RunSQL("DROP TABLE IF EXISTS django_session", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="person",
            name="n_two_step_reminders",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="person",
            name="two_step_due_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("public_id", models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("session_key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("browser", models.CharField(blank=True, max_length=20)),
                ("system", models.CharField(blank=True, max_length=20)),
                ("method", models.CharField(blank=True, choices=[("password", "Password"), ("app", "Password and a code from an app"), ("passkey", "Passkey"), ("backup_code", "Password and a backup code")], max_length=20)),
                ("person", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RunPython(give_time_to_set_up, migrations.RunPython.noop),
    ]
