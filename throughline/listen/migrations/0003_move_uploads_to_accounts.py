from django.db import migrations

COPIED = (
    'public_id', 'kind', 'title', 'name', 'n_bytes', 'choices', 'removed_at', 'district_id', 'job_id', 'person_id'
)


def move_uploads(apps, schema_editor):
    """Every upload of every district, under its public id: its folder is named by that."""
    old_model = apps.get_model('listen', 'Upload')
    upload_model = apps.get_model('accounts', 'Upload')
    cycle_upload_model = apps.get_model('listen', 'CycleUpload')
    for old in old_model.objects.order_by('pk').iterator():
        upload = upload_model.objects.create(**{name: getattr(old, name) for name in COPIED})
        upload_model.objects.filter(pk=upload.pk).update(at=old.at)  # `create` takes the present moment
        if old.cycle_id is not None:
            cycle_upload_model.objects.create(
                upload=upload, cycle_id=old.cycle_id, district_id=old.district_id
            )


class Migration(migrations.Migration):

    dependencies = [
        ('listen', '0002_cycleupload'),
    ]

    operations = [
        migrations.RunPython(move_uploads),
        migrations.DeleteModel(
            name='Upload',
        ),
    ]
