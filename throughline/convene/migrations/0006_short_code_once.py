import throughline.convene.models.forum
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('convene', '0005_short_code'),
    ]

    operations = [
        migrations.AlterField(
            model_name='forum',
            name='short_code',
            field=models.CharField(default=throughline.convene.models.forum.new_short_code, editable=False, max_length=7),
        ),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.UniqueConstraint(fields=('district', 'short_code'), name='forum_short_code_once'),
        ),
    ]
