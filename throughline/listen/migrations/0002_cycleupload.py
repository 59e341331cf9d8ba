import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_upload'),
        ('convene', '0001_tables'),
        ('listen', '0001_tables'),
    ]

    operations = [
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
    ]
