import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('understand', '0003_set_words_apart'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='releasedquote',
            name='words_before',
        ),
        migrations.AlterField(
            model_name='releasedquote',
            name='words',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='understand.releasedwords'),
        ),
    ]
