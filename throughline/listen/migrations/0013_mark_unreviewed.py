from django.db import migrations


def mark_unreviewed(apps, schema_editor):
    """Texts that their forum showed at once, and about which no move of a moderator is in force."""
    voice_model = apps.get_model('listen', 'Voice')
    entry_model = apps.get_model('listen', 'ModerationEntry')
    looks = entry_model.objects.filter(undone_at__isnull=True).exclude(move='undo')
    shown = voice_model.objects.filter(forum__moderation='after', state='approved', is_seed=False)
    shown.exclude(channel='import').exclude(pk__in=looks.values('voice')).update(is_unreviewed=True)


class Migration(migrations.Migration):

    dependencies = [
        ('listen', '0012_reports_and_unreviewed'),
    ]

    operations = [
        migrations.RunPython(mark_unreviewed, migrations.RunPython.noop),
    ]
