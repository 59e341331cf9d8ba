"""All tables of this app as a new database gets them; another keeps the migrations that it had."""

import django.db.models.deletion
import django.utils.timezone
import throughline.accounts.models.scoped
import throughline.ui.fields
import throughline.ui.operations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('listen', '0001_tables'),
        ('listen', '0002_cycleupload'),
        ('listen', '0003_move_uploads_to_accounts'),
        ('listen', '0004_bursts'),
        ('listen', '0005_urgent_words_of_no_voice'),
        ('listen', '0006_threats_by_the_name_of_the_method'),
        ('listen', '0007_blank_appeals_of_withdrawn'),
        ('listen', '0008_undo_a_decision'),
        ('listen', '0009_plain_words'),
        ('listen', '0010_one_link'),
        ('listen', '0011_asking_options'),
        ('listen', '0012_reports_and_unreviewed'),
        ('listen', '0013_mark_unreviewed'),
        ('listen', '0014_school_and_role_asked'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0009_all_tables'),
        ('convene', '0008_all_tables'),
    ]

    operations = [
        throughline.ui.operations.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Contributor',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('token_hash', models.CharField(blank=True, max_length=64)),
                        ('follow_hash', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                        ('foreign_id', models.CharField(blank=True, max_length=80)),
                        ('foreign_xid', models.CharField(blank=True, max_length=80)),
                        ('language', models.CharField(blank=True, max_length=10)),
                        ('role', models.CharField(blank=True, max_length=20)),
                        ('began_on', models.DateField(default=django.utils.timezone.localdate)),
                        ('is_imported', models.BooleanField(default=False)),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.forum')),
                        ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.school')),
                        ('began_at', models.DateTimeField(blank=True, null=True)),
                        ('network', models.CharField(blank=True, max_length=8)),
                        ('burst', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='listen.burst')),
                        ('one_link_hash', models.CharField(blank=True, db_index=True, max_length=64, null=True)),
                        ('is_role_asked', models.BooleanField(default=False)),
                        ('is_school_asked', models.BooleanField(default=False)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('token_hash', ''), _negated=True), fields=('forum', 'token_hash'), name='contributor_token_once_a_forum'), models.UniqueConstraint(condition=models.Q(('foreign_id', ''), _negated=True), fields=('forum', 'foreign_id'), name='contributor_foreign_id_once')],
                    },
                ),
                migrations.CreateModel(
                    name='MeetingTable',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('label', models.CharField(max_length=60)),
                        ('host', models.CharField(blank=True, max_length=120)),
                        ('language', models.CharField(blank=True, max_length=10)),
                        ('n_people', models.PositiveSmallIntegerField(default=0)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.forum')),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='SurveyAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.SmallIntegerField(blank=True, null=True)),
                        ('word', models.CharField(blank=True, max_length=20)),
                        ('at', models.DateTimeField()),
                        ('contributor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='listen.contributor')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.forum')),
                        ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.school')),
                        ('choices', models.ManyToManyField(blank=True, related_name='+', through='listen.AnswerChoice', to='listen.surveychoice')),
                        ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='listen.surveyquestion')),
                        ('is_declined', models.BooleanField(default=False)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('contributor', 'question'), name='survey_answer_once_a_question')],
                    },
                ),
                migrations.CreateModel(
                    name='AnswerChoice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listen.surveyanswer')),
                        ('choice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listen.surveychoice')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('answer', 'choice'), name='answer_choice_once')],
                    },
                ),
                migrations.CreateModel(
                    name='SurveyChoice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('label', throughline.ui.fields.TranslatedTextField()),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='listen.surveyquestion')),
                        ('is_other', models.BooleanField(default=False)),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('is_other', True)), fields=('question',), name='survey_one_other_choice')],
                    },
                ),
                migrations.CreateModel(
                    name='SurveyQuestion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('kind', models.CharField(choices=[('single', 'Multiple choice (one answer)'), ('multiple', 'Checkboxes (several answers)'), ('scale', 'Scale'), ('text', 'Written answer'), ('school', 'School'), ('role', 'Role (such as parent or student)'), ('language', 'Language spoken at home')], max_length=10)),
                        ('prompt', throughline.ui.fields.TranslatedTextField()),
                        ('hint', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('scale_from', models.SmallIntegerField(default=1)),
                        ('scale_to', models.SmallIntegerField(default=5)),
                        ('scale_low_label', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('scale_high_label', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('foreign_name', models.CharField(blank=True, max_length=300)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.forum')),
                        ('is_protected_topic', models.BooleanField(default=False)),
                        ('is_required', models.BooleanField(default=False)),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('scale_to__gt', models.F('scale_from'))), name='survey_scale_goes_up'), models.CheckConstraint(condition=models.Q(('is_required', False), models.Q(('is_protected_topic', False), models.Q(('kind__in', ('school', 'role', 'language')), _negated=True)), _connector='OR'), name='survey_never_required_about_people')],
                    },
                ),
                migrations.CreateModel(
                    name='Voice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('kind', models.CharField(choices=[('statement', 'Statement'), ('answer', 'Answer to an open question'), ('note', 'Meeting note'), ('survey_text', 'Written answer in a survey')], max_length=12)),
                        ('part', models.CharField(blank=True, max_length=16)),
                        ('text', models.TextField(blank=True)),
                        ('language', models.CharField(blank=True, max_length=10)),
                        ('translation', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('channel', models.CharField(choices=[('web', 'Online'), ('meeting', 'At a meeting'), ('import', 'Collected elsewhere'), ('staff', 'Written by the district')], default='web', max_length=8)),
                        ('state', models.CharField(choices=[('received', 'Needs review'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('merged', 'Merged'), ('withdrawn', 'Withdrawn')], default='received', max_length=10)),
                        ('is_held', models.BooleanField(default=False)),
                        ('is_meta', models.BooleanField(default=False)),
                        ('is_seed', models.BooleanField(default=False)),
                        ('submission', models.CharField(blank=True, max_length=32)),
                        ('follow_hash', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                        ('foreign_id', models.CharField(blank=True, max_length=80)),
                        ('foreign_author_id', models.CharField(blank=True, max_length=80)),
                        ('received_at', models.DateTimeField()),
                        ('contributor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='voices', to='listen.contributor')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.forum')),
                        ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to='listen.voice')),
                        ('question', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='voices', to='listen.surveyquestion')),
                        ('table', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='listen.meetingtable')),
                        ('is_unreviewed', models.BooleanField(default=False)),
                    ],
                    options={
                        'ordering': ['id'],
                        'indexes': [models.Index(fields=['forum', 'kind', 'state'], name='voice_by_forum_kind_state'), models.Index(fields=['forum', 'state', 'received_at'], name='voice_waiting'), models.Index(fields=['district', '-id'], name='voice_by_district'), models.Index(fields=['district', 'state', 'received_at'], name='voice_waiting_in_district'), models.Index(condition=models.Q(('is_unreviewed', True)), fields=['district', 'received_at'], name='voice_unreviewed')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('submission', ''), _negated=True), fields=('contributor', 'submission'), name='voice_submission_once'), models.UniqueConstraint(condition=models.Q(models.Q(('submission', ''), _negated=True), ('table__isnull', False)), fields=('table', 'submission'), name='note_submission_once'), models.UniqueConstraint(condition=models.Q(('foreign_id', ''), _negated=True), fields=('forum', 'foreign_id'), name='voice_foreign_id_once'), models.UniqueConstraint(condition=models.Q(('question__isnull', False)), fields=('contributor', 'question'), name='survey_text_once_a_question')],
                    },
                ),
                migrations.CreateModel(
                    name='UrgentFlag',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('kind', models.CharField(choices=[('self_harm', 'May be about self-harm'), ('harm_by_others', 'May be about harm by others'), ('weapons', 'May be about weapons'), ('threats', 'May be about a threat'), ('abuse', 'May be about abuse'), ('neglect', 'May be about neglect'), ('running_away', 'May be about running away'), ('substances', 'May be about drugs or alcohol'), ('other', 'May be about danger to someone'), ('flagged', 'Marked urgent by a moderator'), ('reported', 'Reported by a reader as possible danger')], max_length=20)),
                        ('raised_at', models.DateTimeField(auto_now_add=True)),
                        ('alerted_at', models.DateTimeField(blank=True, null=True)),
                        ('n_alerted', models.PositiveSmallIntegerField(default=0)),
                        ('dealt_at', models.DateTimeField(blank=True, null=True)),
                        ('what_was_done', models.TextField(blank=True)),
                        ('dealt_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('raised_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('voice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='urgent_flags', to='listen.voice')),
                        ('contributor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='listen.contributor')),
                        ('fingerprint', models.CharField(blank=True, max_length=64)),
                        ('forum', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.forum')),
                        ('language', models.CharField(blank=True, max_length=10)),
                        ('source', models.CharField(blank=True, choices=[('closed', 'Sent after the forum closed.'), ('not_open', 'Sent before the forum opened.'), ('too_long', 'Not saved because it was too long.'), ('changed', 'Sent to replace an answer that can no longer be changed.'), ('appeal', 'Sent with an appeal that was not saved.'), ('too_many', 'Not saved because too many requests came from one connection.'), ('expired', 'Not saved because the page had been open for too long.'), ('failed', 'Not saved because of an error on our side.'), ('refused', 'Sent but not saved.'), ('elsewhere', 'Written on another page.')], max_length=12)),
                        ('words', models.TextField(blank=True)),
                    ],
                    options={
                        'ordering': ['dealt_at', '-raised_at'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('fingerprint', ''), _negated=True), fields=('district', 'fingerprint'), name='one_open_flag_of_the_same_words'), models.CheckConstraint(condition=models.Q(('voice__isnull', True), models.Q(('forum__isnull', True), ('source', ''), ('words', '')), _connector='OR'), name='flag_of_a_voice_has_no_words')],
                    },
                ),
                migrations.CreateModel(
                    name='ModerationEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('move', models.CharField(choices=[('approve', 'Approved'), ('reject', 'Rejected'), ('merge', 'Merged'), ('mark_meta', 'Marked as off topic (about the process)'), ('unmark_meta', 'Off-topic mark removed'), ('hold', 'On hold (urgent)'), ('release_hold', 'Released from hold'), ('undo', 'Undone'), ('withdraw', 'Withdrawn')], max_length=14)),
                        ('reason', models.CharField(blank=True, choices=[('threat', 'Threatens someone or calls for harm to someone'), ('insult', 'Attacks a person or group instead of addressing the question'), ('private', 'Shares private information about a person, or names a student or employee'), ('off_topic', "Isn't about the question"), ('advert', 'Is an advertisement'), ('repeat', 'Repeats another statement'), ('unreadable', "Can't be understood")], max_length=12)),
                        ('before', models.JSONField(default=dict)),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('undone_at', models.DateTimeField(blank=True, null=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moderation', to='listen.voice')),
                    ],
                    options={
                        'ordering': ['-id'],
                    },
                ),
                migrations.CreateModel(
                    name='CurrentVote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('value', models.SmallIntegerField(choices=[(-1, 'Disagree'), (0, 'Not sure'), (1, 'Agree')], null=True)),
                        ('at', models.DateTimeField(null=True)),
                        ('contributor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='current_votes', to='listen.contributor')),
                        ('district', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('forum', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.forum')),
                        ('statement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='current_votes', to='listen.voice')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['forum', 'statement', 'value'], name='current_vote_by_statement')],
                        'constraints': [models.UniqueConstraint(fields=('contributor', 'statement'), name='current_vote_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Appeal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('text', models.TextField(blank=True)),
                        ('state', models.CharField(choices=[('open', 'Waiting for a reply'), ('upheld', 'Not approved after another review'), ('granted', 'Approved after another review')], default='open', max_length=8)),
                        ('answer', models.TextField(blank=True)),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appeals', to='listen.voice')),
                    ],
                    options={
                        'ordering': ['-id'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('voice',), name='one_open_appeal_a_voice')],
                    },
                ),
                migrations.CreateModel(
                    name='Vote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('value', models.SmallIntegerField(choices=[(-1, 'Disagree'), (0, 'Not sure'), (1, 'Agree')])),
                        ('at', models.DateTimeField(null=True)),
                        ('contributor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='listen.contributor')),
                        ('district', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('forum', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.forum')),
                        ('statement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='listen.voice')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['forum', 'id'], name='vote_log')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('value__in', [-1, 0, 1])), name='vote_is_minus_one_zero_or_one')],
                    },
                ),
                migrations.CreateModel(
                    name='CycleUpload',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.cycle')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('upload', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.upload')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Burst',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('kind', models.CharField(choices=[('network', 'From one network on one day'), ('time', 'Within a short time')], max_length=10)),
                        ('state', models.CharField(choices=[('open', 'Not decided'), ('counted', 'Included'), ('set_aside', 'Excluded')], default='open', max_length=10)),
                        ('first_at', models.DateTimeField()),
                        ('last_at', models.DateTimeField()),
                        ('n_people', models.PositiveIntegerField()),
                        ('n_networks', models.PositiveIntegerField()),
                        ('reason', models.CharField(blank=True, max_length=500)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.forum')),
                        ('before', models.JSONField(blank=True, default=dict)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['forum', 'state'], name='burst_of_forum')],
                    },
                ),
                migrations.CreateModel(
                    name='VoiceReport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('reason', models.CharField(choices=[('danger', 'Someone may be in danger'), ('threat', 'Threatens someone or calls for harm to someone'), ('insult', 'Attacks a person or group instead of addressing the question'), ('private', 'Shares private information about a person, or names a student or employee'), ('off_topic', "Isn't about the question"), ('advert', 'Is an advertisement'), ('repeat', 'Repeats another statement'), ('unreadable', "Can't be understood")], max_length=12)),
                        ('browser_hash', models.CharField(max_length=64)),
                        ('reported_on', models.DateField()),
                        ('is_repeat', models.BooleanField(default=False)),
                        ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to='listen.moderationentry')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='listen.voice')),
                    ],
                    options={
                        'ordering': ['id'],
                        'indexes': [models.Index(condition=models.Q(('decision__isnull', True), ('is_repeat', False)), fields=['district', 'voice'], name='report_open')],
                        'constraints': [models.UniqueConstraint(fields=('voice', 'browser_hash'), name='one_report_a_browser_and_voice')],
                    },
                ),
            ],
        ),
    ]
