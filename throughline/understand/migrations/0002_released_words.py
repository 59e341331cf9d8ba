import django.db.models.deletion
import throughline.accounts.models.scoped
import throughline.ui.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_tables'),
        ('listen', '0001_tables'),
        ('understand', '0001_tables'),
    ]

    operations = [
        migrations.AddField(
            model_name='release',
            name='set_apart_sha256',
            field=models.CharField(blank=True, default='', max_length=64),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='release',
            name='schema_version',
            field=models.PositiveSmallIntegerField(default=4),
        ),
        migrations.CreateModel(
            name='ReleasedWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                ('text', throughline.ui.fields.TranslatedTextField(blank=True)),
                ('language', models.CharField(max_length=10)),
                ('salt', models.CharField(blank=True, max_length=32)),
                ('sha256', models.JSONField(default=dict)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='understand.release')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='SourceOfWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listen.voice')),
                ('words', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='understand.releasedwords')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RenameField(
            model_name='releasedquote',
            old_name='words',
            new_name='words_before',
        ),
        migrations.AddField(
            model_name='releasedquote',
            name='words',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='understand.releasedwords'),
        ),
    ]
