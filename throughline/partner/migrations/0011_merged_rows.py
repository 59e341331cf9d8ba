import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_setup_and_coordinates'),
        ('partner', '0010_imports_in_steps'),
    ]

    operations = [
        migrations.CreateModel(
            name='MergedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=40)),
                ('key', models.BigIntegerField()),
                ('kept_key', models.BigIntegerField()),
                ('foreign_id', models.CharField(blank=True, max_length=250)),
                ('hsds_id', models.UUIDField()),
                ('public_id', models.CharField(blank=True, max_length=22)),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.district')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['district', 'table', 'foreign_id'], name='merged_row_by_foreign_id'), models.Index(fields=['district', 'table', 'public_id'], name='merged_row_by_public_id')],
                'constraints': [models.UniqueConstraint(fields=('district', 'table', 'key'), name='merged_row_once')],
            },
        ),
    ]
