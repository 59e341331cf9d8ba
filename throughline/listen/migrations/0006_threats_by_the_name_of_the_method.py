from django.db import migrations

RENAMED = {'threat': 'threats'}


def rename_kinds(apps, schema_editor):
    flag_model = apps.get_model('listen', 'UrgentFlag')
    for former, name in RENAMED.items():
        flag_model.objects.filter(kind=former).update(kind=name)


class Migration(migrations.Migration):

    dependencies = [
        ('listen', '0005_urgent_words_of_no_voice'),
    ]

    operations = [
        migrations.RunPython(rename_kinds, migrations.RunPython.noop),
    ]
