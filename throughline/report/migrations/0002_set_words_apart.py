"""Take people's words out of published pages: what is left refers to the words of the release."""

from django.db import migrations


def blank(words):
    words = words.get('translated', words)
    return {'source': words.get('source', 'en'), 'texts': {}}


def without_words(heard):
    """For a finding whose released row is gone: its words cannot be withdrawn any more, so they are removed."""
    basis = []
    for entry in heard['basis']:
        if entry['kind'] == 'statement':
            entry = {**entry, 'label': blank(entry['label'])}
        statements = entry['figures'].get('statements')
        if statements:
            changed = [{**one, 'words': blank(one['words'])} if one.get('words') else one for one in statements]
            entry = {**entry, 'figures': {**entry['figures'], 'statements': changed}}
        basis.append(entry)
    quotes = [{**one, 'words': blank(one['words'])} for one in heard['quotes']]
    return {**heard, 'basis': basis, 'quotes': quotes}


def referring(apps, heard, cycle_id):
    finding_model = apps.get_model('understand', 'ReleasedFinding')
    quote_model = apps.get_model('understand', 'ReleasedQuote')
    rows = finding_model.objects.filter(release__cycle_id=cycle_id, stable_id=heard['stable_id'])
    row = next(
        (one for one in rows.select_related('release') if one.release.released_at.isoformat() == heard['released_at']),
        None,
    )
    if row is None:
        return without_words(heard)
    quotes = quote_model.objects.filter(finding=row).select_related('words').order_by('position', 'id')
    return {
        **heard,
        'basis': row.basis,
        'quotes': [
            {
                'words': {
                    'words': one.words.public_id, 'source': one.words.language, 'sha256': one.words.sha256
                },
                'speaker': one.speaker,
            }
            for one in quotes
        ],
    }


def set_words_apart(apps, schema_editor):
    publication_model = apps.get_model('report', 'Publication')
    for publication in publication_model.objects.order_by('pk').iterator():
        content = publication.content
        if content.get('heard'):
            content['heard'] = [referring(apps, one, publication.cycle_id) for one in content['heard']]
            publication.content = {**content, 'schema_version': 2}
            publication.save(update_fields=['content'])


class Migration(migrations.Migration):

    dependencies = [
        ('report', '0001_tables'),
        ('understand', '0004_quotes_refer_to_words'),
    ]

    operations = [
        migrations.RunPython(set_words_apart),
    ]
