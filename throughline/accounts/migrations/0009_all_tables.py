"""All tables of this app as a new database gets them; another keeps the migrations that it had."""

import django.db.models.deletion
import django.db.models.functions.text
import throughline.accounts.models.district
import throughline.accounts.models.scoped
import throughline.ui.operations
from django.conf import settings
from django.db import migrations, models

from throughline.accounts.queries.folding import postgres_function


def create_fold(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(postgres_function(), params=None)


class Migration(migrations.Migration):

    replaces = [
        ('accounts', '0001_tables'),
        ('accounts', '0002_upload'),
        ('accounts', '0003_search'),
        ('accounts', '0004_sessions_and_two_step'),
        ('accounts', '0005_lost_work'),
        ('accounts', '0006_plain_words'),
        ('accounts', '0007_job_texts'),
        ('accounts', '0008_setup_and_coordinates'),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.RunPython(create_fold, migrations.RunPython.noop),
        throughline.ui.operations.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Person',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('email', models.EmailField(max_length=254, unique=True)),
                        ('name', models.CharField(max_length=120)),
                        ('language', models.CharField(blank=True, max_length=10)),
                        ('is_active', models.BooleanField(default=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('n_two_step_reminders', models.PositiveSmallIntegerField(default=0)),
                        ('two_step_due_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='person_email_once')],
                    },
                ),
                migrations.CreateModel(
                    name='District',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('slug', models.SlugField(unique=True)),
                        ('name', models.CharField(max_length=120)),
                        ('state', models.CharField(blank=True, max_length=2)),
                        ('nces_id', models.CharField(blank=True, max_length=7)),
                        ('state_id', models.CharField(blank=True, max_length=20)),
                        ('time_zone', models.CharField(default='America/Denver', max_length=50, validators=[throughline.accounts.models.district.validate_time_zone])),
                        ('languages', models.JSONField(default=list, validators=[throughline.accounts.models.district.validate_languages])),
                        ('accent', models.CharField(default='#1f5b66', max_length=7, validators=[throughline.accounts.models.district.validate_accent])),
                        ('contact', models.CharField(blank=True, max_length=200)),
                        ('minimum_n', models.PositiveSmallIntegerField(default=10)),
                        ('student_minimum_n', models.PositiveSmallIntegerField(default=16)),
                        ('employee_minimum_n', models.PositiveSmallIntegerField(default=5)),
                        ('protection', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('bottom_percent', models.PositiveSmallIntegerField(default=5)),
                        ('top_percent', models.PositiveSmallIntegerField(default=95)),
                        ('is_sample', models.BooleanField(default=False)),
                        ('setup', models.JSONField(blank=True, default=dict)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('minimum_n__gte', 3)), name='district_minimum_n_at_least_3'), models.CheckConstraint(condition=models.Q(('student_minimum_n__gte', 3)), name='district_student_minimum_n_at_least_3'), models.CheckConstraint(condition=models.Q(('employee_minimum_n__gte', 3)), name='district_employee_minimum_n_at_least_3'), models.CheckConstraint(condition=models.Q(('protection__isnull', True), ('protection__gte', 1), _connector='OR'), name='district_protection_at_least_1'), models.CheckConstraint(condition=models.Q(('bottom_percent__gte', 1), ('bottom_percent__lt', 50), ('top_percent__gt', 50), ('top_percent__lte', 99)), name='district_edges_on_either_side')],
                    },
                ),
                migrations.CreateModel(
                    name='Job',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('kind', models.CharField(max_length=40)),
                        ('title', models.CharField(max_length=200)),
                        ('state', models.CharField(choices=[('waiting', 'Pending'), ('running', 'In progress'), ('done', 'Completed'), ('failed', 'Failed'), ('cancelled', 'Canceled')], default='waiting', max_length=10)),
                        ('n_done', models.PositiveIntegerField(default=0)),
                        ('n_total', models.PositiveIntegerField(default=0)),
                        ('language', models.CharField(blank=True, max_length=10)),
                        ('sentence', models.TextField(blank=True)),
                        ('is_cancel_asked', models.BooleanField(default=False)),
                        ('result_url', models.CharField(blank=True, max_length=300)),
                        ('report', models.JSONField(blank=True, default=list)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('started_at', models.DateTimeField(blank=True, null=True)),
                        ('seen_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('n_restarts', models.PositiveSmallIntegerField(default=0)),
                        ('task_id', models.UUIDField(blank=True, editable=False, null=True)),
                        ('reports', models.JSONField(blank=True, default=dict)),
                        ('texts', models.JSONField(blank=True, default=dict)),
                    ],
                    options={
                        'ordering': ['-id'],
                    },
                ),
                migrations.CreateModel(
                    name='School',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('name', models.CharField(max_length=120)),
                        ('level', models.CharField(choices=[('elementary', 'Elementary school'), ('middle', 'Middle school'), ('high', 'High school'), ('other', 'Other')], default='other', max_length=12)),
                        ('nces_id', models.CharField(blank=True, max_length=12)),
                        ('state_id', models.CharField(blank=True, max_length=20)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('latitude', models.FloatField(blank=True, null=True)),
                        ('longitude', models.FloatField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['position', 'name'],
                        'constraints': [models.UniqueConstraint(fields=('district', 'name'), name='school_name_once_a_district'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='school_on_the_globe_or_nowhere')],
                    },
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('role', models.CharField(choices=[('owner', 'Owner'), ('coordinator', 'Coordinator'), ('analyst', 'Analyst'), ('facilitator', 'Facilitator'), ('school_leader', 'School leader'), ('board_member', 'Board member'), ('partner_contact', 'Partner contact')], max_length=20)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                        ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.school')),
                    ],
                    options={
                        'ordering': ['person__name', 'role'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('school__isnull', False)), fields=('district', 'person', 'role', 'school'), name='membership_once_a_school'), models.UniqueConstraint(condition=models.Q(('school__isnull', True)), fields=('district', 'person', 'role'), name='membership_once_a_district')],
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('email', models.EmailField(max_length=254)),
                        ('role', models.CharField(choices=[('owner', 'Owner'), ('coordinator', 'Coordinator'), ('analyst', 'Analyst'), ('facilitator', 'Facilitator'), ('school_leader', 'School leader'), ('board_member', 'Board member'), ('partner_contact', 'Partner contact')], max_length=20)),
                        ('secret_hash', models.CharField(max_length=64, unique=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('expires_at', models.DateTimeField()),
                        ('accepted_at', models.DateTimeField(blank=True, null=True)),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.school')),
                    ],
                    options={
                        'ordering': ['-created_at'],
                    },
                ),
                migrations.CreateModel(
                    name='TimedRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=60)),
                        ('last_began_at', models.DateTimeField(null=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('district', 'name'), name='timed_run_once_a_district')],
                    },
                ),
                migrations.CreateModel(
                    name='AuditEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(auto_now_add=True, db_index=True)),
                        ('actor_kind', models.CharField(choices=[('person', 'Person'), ('contributor', 'Participant'), ('system', 'System')], max_length=12)),
                        ('verb', models.CharField(max_length=60)),
                        ('object_type', models.CharField(max_length=60)),
                        ('object_id', models.CharField(blank=True, max_length=40)),
                        ('details', models.JSONField(default=dict)),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                    ],
                    options={
                        'ordering': ['-id'],
                        'indexes': [models.Index(fields=['district', '-id'], name='audit_by_district'), models.Index(fields=['district', 'object_type', 'object_id'], name='audit_by_object'), models.Index(fields=['district', 'verb'], name='audit_by_verb'), models.Index(fields=['district', 'person'], name='audit_by_person')],
                    },
                ),
                migrations.CreateModel(
                    name='Upload',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('kind', models.CharField(max_length=40)),
                        ('title', models.CharField(blank=True, max_length=200)),
                        ('name', models.CharField(max_length=200)),
                        ('n_bytes', models.PositiveBigIntegerField(default=0)),
                        ('choices', models.JSONField(default=dict)),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('removed_at', models.DateTimeField(blank=True, null=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.job')),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-id'],
                    },
                ),
                migrations.CreateModel(
                    name='SearchEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=60)),
                        ('row_id', models.BigIntegerField()),
                        ('name', models.TextField()),
                        ('text', models.TextField()),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('district', 'kind', 'row_id'), name='search_entry_once_a_row')],
                    },
                ),
                migrations.CreateModel(
                    name='SearchWord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=60)),
                        ('word', models.CharField(max_length=40)),
                        ('written', models.CharField(max_length=40)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('district', 'kind', 'word'), name='search_word_once_a_kind')],
                    },
                ),
                migrations.CreateModel(
                    name='Session',
                    fields=[
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('session_data', models.TextField(verbose_name='session data')),
                        ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                        ('session_key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ('began_at', models.DateTimeField()),
                        ('seen_at', models.DateTimeField()),
                        ('browser', models.CharField(blank=True, max_length=20)),
                        ('system', models.CharField(blank=True, max_length=20)),
                        ('method', models.CharField(blank=True, choices=[('password', 'Password'), ('app', 'Password and authenticator app'), ('passkey', 'Passkey'), ('backup_code', 'Password and backup code')], max_length=20)),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Worker',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=64, unique=True)),
                        ('seen_at', models.DateTimeField()),
                    ],
                    options={
                    },
                ),
            ],
        ),
    ]
