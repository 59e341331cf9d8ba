import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_search'),
        ('convene', '0002_each_app_declares_its_tallies'),
        ('listen', '0004_bursts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='urgentflag',
            name='contributor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='listen.contributor'),
        ),
        migrations.AddField(
            model_name='urgentflag',
            name='fingerprint',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='urgentflag',
            name='forum',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.forum'),
        ),
        migrations.AddField(
            model_name='urgentflag',
            name='language',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name='urgentflag',
            name='source',
            field=models.CharField(blank=True, choices=[('closed', 'This was sent after the forum had closed.'), ('not_open', 'This was sent before the forum opened.'), ('too_long', 'This was too long to be taken in.'), ('changed', 'This was to replace words that can no longer be changed.'), ('appeal', 'This was sent with an appeal that was not taken in.'), ('too_many', 'This was sent while too much came from one connection.'), ('expired', 'This was sent from a page that had been open for too long.'), ('failed', 'This was lost to an error on our side.'), ('refused', 'This was sent and not taken in.'), ('elsewhere', 'This was written on another page.')], max_length=12),
        ),
        migrations.AddField(
            model_name='urgentflag',
            name='words',
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name='urgentflag',
            name='kind',
            field=models.CharField(choices=[('self_harm', 'May be about self-harm'), ('harm_by_others', 'May be about harm by others'), ('weapons', 'May be about weapons'), ('threats', 'May be about a threat'), ('abuse', 'May be about abuse'), ('neglect', 'May be about neglect'), ('running_away', 'May be about running away'), ('substances', 'May be about drugs or alcohol'), ('other', 'May be about danger to somebody'), ('flagged', 'Flagged by a moderator')], max_length=20),
        ),
        migrations.AlterField(
            model_name='urgentflag',
            name='voice',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='urgent_flags', to='listen.voice'),
        ),
        migrations.AddConstraint(
            model_name='urgentflag',
            constraint=models.UniqueConstraint(condition=models.Q(('fingerprint', ''), _negated=True), fields=('district', 'fingerprint'), name='one_open_flag_of_the_same_words'),
        ),
        migrations.AddConstraint(
            model_name='urgentflag',
            constraint=models.CheckConstraint(condition=models.Q(('voice__isnull', True), models.Q(('forum__isnull', True), ('source', ''), ('words', '')), _connector='OR'), name='flag_of_a_voice_has_no_words'),
        ),
    ]
