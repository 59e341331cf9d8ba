"""All tables of this app as a new database gets them; another keeps the migrations that it had."""

import django.db.models.deletion
import django.db.models.functions.comparison
import throughline.accounts.models.scoped
import throughline.ui.fields
import throughline.ui.operations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('understand', '0001_tables'),
        ('understand', '0002_released_words'),
        ('understand', '0003_set_words_apart'),
        ('understand', '0004_quotes_refer_to_words'),
        ('understand', '0005_plain_words'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0009_all_tables'),
        ('convene', '0008_all_tables'),
        ('listen', '0015_all_tables'),
        ('measure', '0005_all_tables'),
    ]

    operations = [
        throughline.ui.operations.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Code',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('name', throughline.ui.fields.TranslatedTextField()),
                        ('definition', models.TextField(blank=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.cycle')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                    ],
                    options={
                        'ordering': ['id'],
                    },
                ),
                migrations.CreateModel(
                    name='Finding',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('stable_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('sentence', throughline.ui.fields.TranslatedTextField()),
                        ('explanation', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('who_is_missing', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('state', models.CharField(choices=[('draft', 'Draft'), ('changed', 'Changed since release'), ('released', 'Released'), ('dropped', 'Archived')], default='draft', max_length=8)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.cycle')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('released_as', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='understand.releasedfinding')),
                    ],
                    options={
                        'ordering': ['id'],
                    },
                ),
                migrations.CreateModel(
                    name='Evidence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('kind', models.CharField(choices=[('code', 'Theme'), ('statement', 'Votes on a statement'), ('run', 'Analysis'), ('voice', 'Comment')], max_length=10)),
                        ('is_quoted', models.BooleanField(default=False)),
                        ('quote_start', models.PositiveIntegerField(blank=True, null=True)),
                        ('quote_end', models.PositiveIntegerField(blank=True, null=True)),
                        ('quote_translation', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('code', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='understand.code')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('run', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='measure.run')),
                        ('voice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listen.voice')),
                        ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='understand.finding')),
                    ],
                    options={
                        'ordering': ['id'],
                    },
                ),
                migrations.CreateModel(
                    name='Release',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('number', models.PositiveIntegerField()),
                        ('schema_version', models.PositiveSmallIntegerField(default=4)),
                        ('canonical', models.TextField()),
                        ('sha256', models.CharField(max_length=64)),
                        ('audit', models.JSONField(default=dict)),
                        ('software', models.JSONField(default=dict)),
                        ('note', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('released_at', models.DateTimeField()),
                        ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='understand.release')),
                        ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.cycle')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('set_apart_sha256', models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        'ordering': ['-number'],
                        'constraints': [models.UniqueConstraint(fields=('cycle', 'number'), name='release_number_once_a_cycle')],
                    },
                ),
                migrations.CreateModel(
                    name='ReleasedFinding',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('stable_id', models.CharField(max_length=22)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('sentence', throughline.ui.fields.TranslatedTextField()),
                        ('explanation', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('who_is_missing', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('n', models.PositiveIntegerField(null=True)),
                        ('n_of', models.CharField(choices=[('people', 'people'), ('texts', 'comments'), ('both', 'responses')], default='people', max_length=8)),
                        ('data_kind', models.CharField(choices=[('chose', 'people who chose to take part'), ('roster', 'people invited from a complete list'), ('random', 'a random sample'), ('imported', 'responses collected elsewhere')], max_length=10)),
                        ('basis', models.JSONField(default=list)),
                        ('is_superseded', models.BooleanField(default=False)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='understand.release')),
                    ],
                    options={
                        'ordering': ['release_id', 'position'],
                        'constraints': [models.UniqueConstraint(fields=('release', 'stable_id'), name='released_finding_once_a_release')],
                    },
                ),
                migrations.CreateModel(
                    name='EvidenceAtRelease',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('code', 'Theme'), ('statement', 'Votes on a statement'), ('run', 'Analysis'), ('voice', 'Comment')], max_length=10)),
                        ('log_position', models.BigIntegerField(default=0)),
                        ('frozen', models.JSONField(default=dict)),
                        ('frozen_sha256', models.CharField(blank=True, max_length=64)),
                        ('told', models.JSONField(default=list)),
                        ('at', models.DateTimeField()),
                        ('code', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='understand.code')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='measure.run')),
                        ('voice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listen.voice')),
                        ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='understand.releasedfinding')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ReleasedQuote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('speaker', models.CharField(blank=True, max_length=20)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotes', to='understand.releasedfinding')),
                        ('words', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='understand.releasedwords')),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='Coding',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('start', models.PositiveIntegerField(blank=True, null=True)),
                        ('end', models.PositiveIntegerField(blank=True, null=True)),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('removed_at', models.DateTimeField(blank=True, null=True)),
                        ('code', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codings', to='understand.code')),
                        ('coder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('removed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listen.voice')),
                    ],
                    options={
                        'ordering': ['id'],
                        'indexes': [models.Index(fields=['voice', 'removed_at'], name='coding_by_voice')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('end__isnull', True), ('start__isnull', True)), ('end__gt', models.F('start')), _connector='OR'), name='coding_span_has_length'), models.UniqueConstraint(models.F('code'), models.F('voice'), django.db.models.functions.comparison.Coalesce('coder', 0, output_field=models.BigIntegerField()), django.db.models.functions.comparison.Coalesce('start', -1, output_field=models.IntegerField()), django.db.models.functions.comparison.Coalesce('end', -1, output_field=models.IntegerField()), condition=models.Q(('removed_at__isnull', True)), name='coding_once_even_without_coder_or_span')],
                    },
                ),
                migrations.CreateModel(
                    name='PublicCount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('app', models.CharField(max_length=20)),
                        ('series', models.CharField(max_length=120)),
                        ('n', models.PositiveIntegerField()),
                        ('counted_at', models.DateTimeField(null=True)),
                        ('shown_at', models.DateTimeField(auto_now_add=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                    ],
                    options={
                        'ordering': ['-id'],
                        'indexes': [models.Index(fields=['district', 'series'], name='public_count_series')],
                    },
                ),
                migrations.CreateModel(
                    name='Reading',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('reader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listen.voice')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('voice', 'reader'), name='reading_once')],
                    },
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
            ],
        ),
    ]
