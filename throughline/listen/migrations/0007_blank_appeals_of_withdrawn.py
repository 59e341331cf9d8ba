from django.db import migrations


def blank_appeals(apps, schema_editor):
    """Appeals about texts that were withdrawn and blanked, and their answers, may repeat the words."""
    appeal_model = apps.get_model('listen', 'Appeal')
    appeal_model.objects.filter(voice__state='withdrawn', voice__text='').update(text='', answer='')


class Migration(migrations.Migration):

    dependencies = [
        ('listen', '0006_threats_by_the_name_of_the_method'),
    ]

    operations = [
        migrations.RunPython(blank_appeals),
    ]
