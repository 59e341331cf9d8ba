"""All tables of this app as a new database gets them; another keeps the migrations that it had."""

import django.db.models.deletion
import throughline.accounts.models.scoped
import throughline.ui.operations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('report', '0001_tables'),
        ('report', '0002_set_words_apart'),
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
                    name='Publication',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=throughline.accounts.models.scoped.new_public_id, editable=False, max_length=22, unique=True)),
                        ('number', models.PositiveIntegerField()),
                        ('content', models.JSONField(default=dict)),
                        ('sha256', models.CharField(max_length=64)),
                        ('published_at', models.DateTimeField()),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                        ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convene.cycle')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
                        ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-number'],
                        'constraints': [models.UniqueConstraint(fields=('cycle', 'number'), name='publication_number_once_a_cycle')],
                    },
                ),
            ],
        ),
    ]
