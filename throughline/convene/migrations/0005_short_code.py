from django.db import migrations, models

from throughline.convene.models.forum import new_short_code


def give_codes(apps, schema_editor):
    """Give each forum the code of a short link, no two of them the same."""
    forum_model = apps.get_model('convene', 'Forum')
    taken = set()
    for pk in forum_model.objects.values_list('pk', flat=True):
        while (code := new_short_code()) in taken:
            pass
        taken.add(code)
        forum_model.objects.filter(pk=pk).update(short_code=code)


class Migration(migrations.Migration):

    dependencies = [
        ('convene', '0004_meeting_times'),
    ]

    operations = [
        migrations.AddField(
            model_name='forum',
            name='short_code',
            field=models.CharField(editable=False, max_length=7, null=True),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
    ]
