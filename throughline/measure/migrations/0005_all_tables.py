"""All tables of this app as a new database gets them; another keeps the migrations that it had."""

import django.db.models.deletion
import django.db.models.functions.comparison
import throughline.accounts.models.scoped
import throughline.ui.operations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('measure', '0001_tables'),
        ('measure', '0002_keptview'),
        ('measure', '0003_plain_words'),
        ('measure', '0004_kept_results'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0009_all_tables'),
        ('convene', '0008_all_tables'),
        ('listen', '0015_all_tables'),
    ]

    operations = [
        throughline.ui.operations.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='KeptVotes',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('log_position', models.BigIntegerField()),
                        ('n_rows', models.BigIntegerField()),
                        ('packed', models.BinaryField()),
                        ('digest', models.CharField(max_length=64)),
                        ('at', models.DateTimeField(auto_now=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('forum', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.forum')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Population',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('title', models.CharField(max_length=200)),
                        ('source', models.CharField(choices=[('roster', 'Roster (CSV)'), ('oneroster', 'OneRoster export'), ('ccd', 'NCES enrollment counts (CCD membership)'), ('acs', 'American Community Survey (ACS)'), ('edge', 'NCES EDGE table on parents'), ('typed', 'Entered by hand')], max_length=10)),
                        ('who_is_counted', models.CharField(choices=[('students', 'Students'), ('families', 'Parents and guardians'), ('staff', 'School staff'), ('residents', 'Everyone who lives in the district'), ('invited', 'Everyone who was invited')], max_length=10)),
                        ('as_of', models.CharField(blank=True, max_length=40)),
                        ('citation', models.CharField(blank=True, max_length=300)),
                        ('race_standard', models.CharField(blank=True, choices=[('1997', '1997 federal standard: separate questions on race and Hispanic origin'), ('2024', '2024 federal standard: one question, choose all that apply')], max_length=4)),
                        ('n', models.PositiveIntegerField(blank=True, null=True)),
                        ('margin_of_error', models.FloatField(blank=True, null=True)),
                        ('file_name', models.CharField(blank=True, max_length=200)),
                        ('file_sha256', models.CharField(blank=True, max_length=64)),
                        ('notes', models.JSONField(blank=True, default=list)),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-id'],
                    },
                ),
                migrations.CreateModel(
                    name='Run',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('kind', models.CharField(choices=[('opinion_groups', 'Voting patterns'), ('imported_groups', 'Imported voting patterns'), ('crosstab', 'Cross-tabulation'), ('weights', 'Weighting')], max_length=16)),
                        ('method', models.CharField(max_length=60)),
                        ('method_version', models.CharField(max_length=20)),
                        ('settings', models.JSONField(default=dict)),
                        ('seed', models.BigIntegerField(null=True)),
                        ('log_position', models.BigIntegerField(default=0)),
                        ('input_hash', models.CharField(max_length=64)),
                        ('n_people', models.PositiveIntegerField(default=0)),
                        ('exact', models.JSONField(default=dict)),
                        ('published', models.JSONField(default=None, null=True)),
                        ('frozen', models.JSONField(default=dict)),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.forum')),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-id'],
                    },
                ),
                migrations.CreateModel(
                    name='InvitationRound',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('title', models.CharField(max_length=120)),
                        ('sent_on', models.DateField(blank=True, null=True)),
                        ('n_invited', models.PositiveIntegerField()),
                        ('n_reached', models.PositiveIntegerField(blank=True, null=True)),
                        ('n_opened', models.PositiveIntegerField(blank=True, null=True)),
                        ('n_started', models.PositiveIntegerField(blank=True, null=True)),
                        ('n_finished', models.PositiveIntegerField(blank=True, null=True)),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.forum')),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['sent_on', 'id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('n_reached__isnull', True), ('n_reached__lte', models.F('n_invited')), _connector='OR'), name='invitation_reached_at_most_invited')],
                    },
                ),
                migrations.CreateModel(
                    name='Comparison',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('roles', models.JSONField(blank=True, default=list)),
                        ('matches', models.JSONField(blank=True, default=dict)),
                        ('at', models.DateTimeField(auto_now=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.forum')),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('population', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comparisons', to='measure.population')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('forum', 'population'), name='comparison_once_a_forum')],
                    },
                ),
                migrations.CreateModel(
                    name='PopulationCount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('dimension', models.CharField(choices=[('school', 'School'), ('grade_band', 'Grade band'), ('grade', 'Grade'), ('language', 'Language at home'), ('role', 'Role'), ('group', 'Race and ethnicity'), ('sex', 'Sex'), ('age', 'Age'), ('education', 'Education level'), ('income', 'Household income'), ('tenure', 'Housing (own or rent)'), ('children', 'Children at home'), ('other', 'Other grouping')], max_length=12)),
                        ('category', models.CharField(max_length=80)),
                        ('label', models.CharField(blank=True, max_length=200)),
                        ('position', models.PositiveIntegerField(default=0)),
                        ('n', models.PositiveIntegerField(blank=True, null=True)),
                        ('margin_of_error', models.FloatField(blank=True, null=True)),
                        ('state', models.CharField(choices=[('counted', 'counted'), ('too_few', 'hidden by the source: too few people'), ('not_available', 'not available in the source'), ('not_applicable', 'not applicable'), ('missing', 'missing from the source'), ('doubtful', 'withheld by the source because of doubts about its quality'), ('no_count', 'no official count to compare with')], default='counted', max_length=14)),
                        ('margin_state', models.CharField(choices=[('exact', 'complete count'), ('given', 'margin of error given by the source'), ('controlled', 'adjusted to an official total: no margin of error'), ('unknown', 'no usable margin of error from the source')], default='exact', max_length=10)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('population', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='measure.population')),
                        ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.school')),
                    ],
                    options={
                        'ordering': ['dimension', 'position', 'id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('n__isnull', False), ('state', 'counted')), models.Q(models.Q(('state', 'counted'), _negated=True), ('n__isnull', True)), _connector='OR'), name='population_count_is_a_number_or_a_state'), models.CheckConstraint(condition=models.Q(('margin_of_error__isnull', True), ('margin_of_error__gte', 0), _connector='OR'), name='population_margin_is_not_negative'), models.UniqueConstraint(models.F('population'), models.F('dimension'), models.F('category'), django.db.models.functions.comparison.Coalesce('school', 0, output_field=models.BigIntegerField()), name='population_count_once')],
                    },
                ),
                migrations.CreateModel(
                    name='RunMember',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('group', models.SmallIntegerField(null=True)),
                        ('x', models.FloatField(null=True)),
                        ('y', models.FloatField(null=True)),
                        ('weight', models.FloatField(null=True)),
                        ('contributor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listen.contributor')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='measure.run')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('run', 'contributor'), name='run_member_once')],
                    },
                ),
                migrations.CreateModel(
                    name='KeptView',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('coverage', 'Coverage'), ('codes', 'Codes'), ('patterns', 'Patterns'), ('results', 'Results')], max_length=10)),
                        ('number', models.PositiveIntegerField()),
                        ('content', models.JSONField()),
                        ('n_people', models.PositiveIntegerField()),
                        ('packed', models.BinaryField()),
                        ('fingerprint', models.CharField(blank=True, max_length=64)),
                        ('computed_at', models.DateTimeField()),
                        ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.cycle')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('forum', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.forum')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('forum__isnull', True)), fields=('kind', 'cycle'), name='kept_view_once_a_cycle'), models.UniqueConstraint(condition=models.Q(('forum__isnull', False)), fields=('kind', 'forum'), name='kept_view_once_a_forum')],
                    },
                ),
            ],
        ),
    ]
