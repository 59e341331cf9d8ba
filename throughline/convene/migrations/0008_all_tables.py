"""All tables of this app as a new database gets them; another keeps the migrations that it had."""

import django.db.models.deletion
import throughline.accounts.models.scoped
import throughline.convene.models.forum
import throughline.ui.fields
import throughline.ui.operations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('convene', '0001_tables'),
        ('convene', '0002_each_app_declares_its_tallies'),
        ('convene', '0003_plain_words'),
        ('convene', '0004_meeting_times'),
        ('convene', '0005_short_code'),
        ('convene', '0006_short_code_once'),
        ('convene', '0007_school_and_role_asked'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0009_all_tables'),
    ]

    operations = [
        throughline.ui.operations.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Cycle',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('title', throughline.ui.fields.TranslatedTextField()),
                        ('decision', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('decider', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('decided_when', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('already_fixed', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('asked_of_people', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('promise', models.CharField(blank=True, choices=[('inform', 'Inform: we will tell you what is decided and why'), ('consult', 'Consult: we will ask you before we decide, and we will tell you what we did with your input'), ('involve', 'Involve: we will work with you throughout the decision'), ('collaborate', 'Collaborate: we will write the proposal together with you'), ('empower', 'Empower: we will carry out what you decide')], max_length=12)),
                        ('staff_hours_a_week', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True)),
                        ('is_public', models.BooleanField(default=False)),
                        ('began_on', models.DateField(blank=True, null=True)),
                        ('ended_on', models.DateField(blank=True, null=True)),
                        ('is_promise_kept', models.BooleanField(blank=True, null=True)),
                        ('promise_kept_note', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.school')),
                        ('is_role_asked', models.BooleanField(default=True)),
                        ('is_school_asked', models.BooleanField(default=True)),
                    ],
                    options={
                        'ordering': ['-id'],
                    },
                ),
                migrations.CreateModel(
                    name='Forum',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('kind', models.CharField(choices=[('statements', 'Vote on statements'), ('question', 'Open question'), ('meeting', 'Meeting'), ('survey', 'Short survey')], max_length=12)),
                        ('title', throughline.ui.fields.TranslatedTextField()),
                        ('introduction', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('is_for_students', models.BooleanField(default=False)),
                        ('is_for_staff', models.BooleanField(default=False)),
                        ('moderation', models.CharField(choices=[('before', 'Reviewed before they are shown'), ('after', 'Shown right away and reviewed afterward')], default='before', max_length=6)),
                        ('may_add_statements', models.BooleanField(default=True)),
                        ('data_kind', models.CharField(choices=[('chose', 'people who chose to take part'), ('roster', 'people invited from a complete list'), ('random', 'a random sample'), ('imported', 'responses collected elsewhere')], default='chose', max_length=10)),
                        ('ready_question', models.CharField(blank=True, max_length=20)),
                        ('announced_at', models.DateTimeField(blank=True, null=True)),
                        ('opens_at', models.DateTimeField(blank=True, null=True)),
                        ('closes_at', models.DateTimeField(blank=True, null=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('arriving_at', models.DateTimeField(editable=False, null=True)),
                        ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forums', to='convene.cycle')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('responders', models.ManyToManyField(blank=True, related_name='+', through='convene.ForumResponder', to=settings.AUTH_USER_MODEL)),
                        ('ends_at', models.DateTimeField(blank=True, null=True)),
                        ('n_changes', models.PositiveSmallIntegerField(default=0, editable=False)),
                        ('online_url', models.URLField(blank=True, max_length=500)),
                        ('place', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('starts_at', models.DateTimeField(blank=True, null=True)),
                        ('short_code', models.CharField(default=throughline.convene.models.forum.new_short_code, editable=False, max_length=7)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('closes_at__isnull', True), ('closes_at__gt', models.F('opens_at')), _connector='OR'), name='forum_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(('is_for_students', False), ('is_for_staff', False), _connector='OR'), name='forum_for_staff_or_for_students'), models.CheckConstraint(condition=models.Q(models.Q(('ends_at__isnull', True), ('starts_at__isnull', True)), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='meeting_ends_after_it_starts'), models.UniqueConstraint(fields=('district', 'short_code'), name='forum_short_code_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ForumResponder',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.forum')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('forum', 'person'), name='forum_responder_once')],
                    },
                ),
                migrations.CreateModel(
                    name='StorylineStep',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('title', throughline.ui.fields.TranslatedTextField()),
                        ('when', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('is_done', models.BooleanField(default=False)),
                        ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='storyline', to='convene.cycle')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='Tally',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('what', models.CharField(max_length=14)),
                        ('n', models.PositiveIntegerField(default=0)),
                        ('oldest_at', models.DateTimeField(null=True)),
                        ('counted_at', models.DateTimeField()),
                        ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tallies', to='convene.cycle')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('forum', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tallies', to='convene.forum')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('forum__isnull', False)), fields=('cycle', 'forum', 'what'), name='tally_once_a_forum'), models.UniqueConstraint(condition=models.Q(('forum__isnull', True)), fields=('cycle', 'what'), name='tally_once_a_cycle')],
                    },
                ),
            ],
        ),
    ]
