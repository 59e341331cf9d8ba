import django.db.models.deletion
import throughline.accounts.models.scoped
import throughline.ui.fields
import throughline.ui.operations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_all_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('partner', '0013_all_tables'),
    ]

    operations = [
        migrations.AddField(
            model_name='organization',
            name='answered_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='service',
            name='assured_by',
            field=models.CharField(blank=True, choices=[('partner', 'The organization itself'), ('staff', 'District staff')], max_length=10),
        ),
        migrations.AddField(
            model_name='service',
            name='capacity_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='service',
            name='capacity_status',
            field=models.CharField(blank=True, choices=[('open', 'Open to new people'), ('limited', 'A few places left'), ('full', 'Full'), ('waiting_list', 'Waiting list'), ('assessment', 'Needs assessment first')], max_length=20),
        ),
        migrations.AlterField(
            model_name='revision',
            name='kind',
            field=models.CharField(choices=[('edit', 'Edit'), ('partner', 'Partner'), ('import', 'Import'), ('merge', 'Merge'), ('confidential', 'Confidential'), ('undo', 'Undo')], default='edit', max_length=12),
        ),
        throughline.ui.operations.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='FinderEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('is_first', models.BooleanField(default=True)),
                        ('is_available', models.BooleanField(default=True)),
                        ('name', models.CharField(max_length=250)),
                        ('latitude', models.FloatField(blank=True, null=True)),
                        ('longitude', models.FloatField(blank=True, null=True)),
                        ('languages', models.BigIntegerField(default=0)),
                        ('accessibility', models.IntegerField(default=0)),
                        ('times', models.IntegerField(default=0)),
                        ('months', models.IntegerField(default=0)),
                        ('cost', models.SmallIntegerField(choices=[(0, 'Unknown'), (1, 'Free'), (2, 'Reduced'), (3, 'Paid')], default=0)),
                        ('minimum_age', models.FloatField(blank=True, null=True)),
                        ('maximum_age', models.FloatField(blank=True, null=True)),
                        ('capacity_status', models.CharField(blank=True, max_length=20)),
                        ('has_hours', models.BooleanField(default=False)),
                        ('hours_until', models.DateField(blank=True, null=True)),
                        ('confirmed_on', models.DateField(blank=True, null=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('location', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='finder_entries', to='partner.location')),
                        ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='finder_entries', to='partner.service')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['district', 'is_first', 'is_available', 'name'], name='finder_by_name'), models.Index(fields=['district', 'latitude', 'longitude'], name='finder_by_place'), models.Index(fields=['district', 'confirmed_on'], name='finder_by_confirmed'), models.Index(fields=['district', 'hours_until'], name='finder_by_hours_until')],
                        'constraints': [models.UniqueConstraint(fields=('service', 'location'), name='finder_entry_once_a_place')],
                    },
                ),
                migrations.CreateModel(
                    name='FinderHours',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('weekday', models.SmallIntegerField(blank=True, null=True)),
                        ('day', models.DateField(blank=True, null=True)),
                        ('first_day', models.DateField(blank=True, null=True)),
                        ('last_day', models.DateField(blank=True, null=True)),
                        ('opens', models.SmallIntegerField(blank=True, null=True)),
                        ('closes', models.SmallIntegerField(blank=True, null=True)),
                        ('is_instead', models.BooleanField(default=False)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='partner.finderentry')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['entry', 'weekday'], name='finder_hours_by_weekday'), models.Index(fields=['entry', 'day'], name='finder_hours_by_day')],
                    },
                ),
                migrations.CreateModel(
                    name='PartnerLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('email', models.EmailField(blank=True, max_length=254)),
                        ('secret_hash', models.CharField(max_length=64, unique=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('n_sent', models.PositiveSmallIntegerField(default=0)),
                        ('used_at', models.DateTimeField(blank=True, null=True)),
                        ('expires_at', models.DateTimeField()),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('bars_address', models.BooleanField(default=False)),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partner_links', to='partner.organization')),
                    ],
                    options={
                        'ordering': ['-id'],
                    },
                ),
                migrations.CreateModel(
                    name='ProposedEdit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('fields', models.JSONField(default=dict)),
                        ('state', models.CharField(choices=[('waiting', 'Needs review'), ('approved', 'Approved'), ('declined', 'Declined'), ('replaced', 'Replaced by the partner'), ('withdrawn', 'Withdrawn by the partner')], default='waiting', max_length=10)),
                        ('note', models.TextField(blank=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='partner.partnerlink')),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposed_edits', to='partner.service')),
                    ],
                    options={
                        'ordering': ['-id'],
                        'indexes': [models.Index(fields=['district', 'state'], name='proposed_edit_by_state')],
                    },
                ),
                migrations.CreateModel(
                    name='ServiceList',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('name', throughline.ui.fields.TranslatedTextField()),
                        ('note', throughline.ui.fields.TranslatedTextField(blank=True)),
                        ('is_public', models.BooleanField(default=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.school')),
                    ],
                    options={
                        'ordering': ['-id'],
                    },
                ),
                migrations.CreateModel(
                    name='ListedService',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('note', models.TextField(blank=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='partner.service')),
                        ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='partner.servicelist')),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('of', 'service'), name='listed_service_once')],
                    },
                ),
                migrations.CreateModel(
                    name='DirectorySettings',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('approves_partner_edits', models.BooleanField(default=True)),
                        ('sends_reminders', models.BooleanField(default=False)),
                        ('helper_name', models.CharField(blank=True, max_length=120)),
                        ('helper_phone', models.CharField(blank=True, max_length=40)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('district',), name='directory_settings_once')],
                    },
                ),
                migrations.CreateModel(
                    name='EntryReport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('reason', models.CharField(choices=[('phone', "The phone number doesn't work"), ('hours', 'The hours are wrong'), ('place', 'The address is wrong'), ('closed', 'It has closed or moved away'), ('full', 'They take no one new'), ('cost', 'The cost is wrong'), ('language', "They don't speak the language listed"), ('refused', "They said it isn't for us"), ('treated', 'We were treated badly there'), ('other', 'Something else')], max_length=12)),
                        ('words', models.TextField(blank=True)),
                        ('language', models.CharField(blank=True, max_length=10)),
                        ('is_likely_spam', models.BooleanField(default=False)),
                        ('is_urgent', models.BooleanField(default=False)),
                        ('state', models.CharField(choices=[('open', 'Open'), ('fixed', 'Fixed'), ('no_change', 'No change needed'), ('spam', 'Spam')], default='open', max_length=10)),
                        ('note', models.TextField(blank=True)),
                        ('reported_at', models.DateTimeField(auto_now_add=True)),
                        ('handled_at', models.DateTimeField(blank=True, null=True)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('handled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='partner.organization')),
                        ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='partner.service')),
                    ],
                    options={
                        'ordering': ['-id'],
                        'indexes': [models.Index(fields=['district', 'state', 'is_likely_spam'], name='entry_report_by_state')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('service__isnull', True), ('organization__isnull', True), _connector='XOR'), name='entry_report_of_one_entry')],
                    },
                ),
            ],
        ),
    ]
