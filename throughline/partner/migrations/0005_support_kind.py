from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('partner', '0004_plain_words'),
    ]

    operations = [
        migrations.RenameModel('TaxonomyTerm', 'SupportKind'),
    ]
