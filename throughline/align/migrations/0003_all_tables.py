"""All tables of this app as a new database gets them; another keeps the migrations that it had."""

import django.db.models.deletion
import throughline.accounts.models.scoped
import throughline.ui.fields
import throughline.ui.operations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('align', '0001_tables'),
        ('align', '0002_plain_words'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0009_all_tables'),
        ('convene', '0008_all_tables'),
        ('understand', '0006_all_tables'),
    ]

    operations = [
        throughline.ui.operations.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Directive',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('sentence', throughline.ui.fields.TranslatedTextField()),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.cycle')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('findings', models.ManyToManyField(related_name='+', through='align.DirectiveFinding', to='understand.releasedfinding')),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='DirectiveFinding',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('directive', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='align.directive')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='understand.releasedfinding')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('directive', 'finding'), name='directive_finding_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Initiative',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('title', throughline.ui.fields.TranslatedTextField()),
                        ('description', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('state', models.CharField(choices=[('future', 'Future'), ('developing', 'In development'), ('existing', 'Existing'), ('pilot', 'Pilot')], max_length=10)),
                        ('required_by', models.CharField(blank=True, max_length=200)),
                        ('owner', models.CharField(blank=True, max_length=120)),
                        ('pilot_question', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('pilot_ends_on', models.DateField(blank=True, null=True)),
                        ('is_public', models.BooleanField(default=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('directives', models.ManyToManyField(blank=True, related_name='initiatives', through='align.InitiativeDirective', to='align.directive')),
                        ('schools', models.ManyToManyField(blank=True, related_name='+', through='align.InitiativeSchool', to='accounts.school')),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'pilot'), _negated=True), ('pilot_ends_on__isnull', False), _connector='OR'), name='pilot_has_an_end')],
                    },
                ),
                migrations.CreateModel(
                    name='Action',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('title', throughline.ui.fields.TranslatedTextField()),
                        ('owner', models.CharField(max_length=120)),
                        ('due_on', models.DateField()),
                        ('measure', throughline.ui.fields.TranslatedTextField()),
                        ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                        ('status', models.CharField(choices=[('planned', 'Planned'), ('under_way', 'In progress'), ('behind', 'Behind schedule'), ('done', 'Completed'), ('stopped', 'Stopped')], default='planned', max_length=10)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='align.initiative')),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='InitiativeDirective',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('directive', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='align.directive')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='align.initiative')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'directive'), name='initiative_directive_once')],
                    },
                ),
                migrations.CreateModel(
                    name='InitiativeSchool',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='align.initiative')),
                        ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.school')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'school'), name='initiative_school_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Progress',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('on', models.DateField()),
                        ('value', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                        ('status', models.CharField(choices=[('planned', 'Planned'), ('under_way', 'In progress'), ('behind', 'Behind schedule'), ('done', 'Completed'), ('stopped', 'Stopped')], max_length=10)),
                        ('sentence', throughline.ui.fields.TranslatedTextField()),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='progress', to='align.action')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('reported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-on', '-id'],
                    },
                ),
                migrations.CreateModel(
                    name='Response',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('kind', models.CharField(choices=[('adopt', 'Yes'), ('adapt', 'Yes, with changes'), ('defer', 'Not now'), ('decline', 'No')], max_length=8)),
                        ('reason', throughline.ui.fields.TranslatedTextField()),
                        ('changes', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('decided_by', throughline.ui.fields.TranslatedTextField()),
                        ('decided_on', models.DateField()),
                        ('vote', models.CharField(blank=True, max_length=40)),
                        ('minutes_url', models.URLField(blank=True)),
                        ('recorded_at', models.DateTimeField(auto_now_add=True)),
                        ('directive', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='align.directive')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-decided_on', '-id'],
                    },
                ),
            ],
        ),
    ]
