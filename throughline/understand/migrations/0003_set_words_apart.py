"""Take people's words out of the releases of schema 3 and earlier, so that they can be withdrawn.

The hash of a release stays: as long as none of its words is withdrawn, the text that was hashed can be put
together again. Words whose writer withdrew them, or can no longer be found, are removed at once.
"""

import hashlib
import json
import secrets

from django.db import migrations
from django.utils import timezone


def canonical(content):
    return json.dumps(content, sort_keys=True, separators=(',', ':'), ensure_ascii=False, allow_nan=False)


def sha256_of(text):
    return hashlib.sha256(text.encode()).hexdigest()


def with_each_text(finding, change):
    """Apply `change(kind, text)` to each person's words, in order."""
    quotes = [{**quote, 'words': change('quote', quote['words'])} for quote in finding.get('quotes', [])]
    return {**finding, 'quotes': quotes, 'basis': [with_each_text_of(one, change) for one in finding['basis']]}


def with_each_text_of(entry, change):
    if entry['kind'] == 'statement':
        return {**entry, 'label': change('statement', entry['label'])}
    statements = entry['figures'].get('statements')
    if statements is None:
        return entry
    changed = [{**one, 'words': change('run', one['words'])} if one.get('words') else one for one in statements]
    return {**entry, 'figures': {**entry['figures'], 'statements': changed}}


class Taken:
    """Takes the words out of one release, and keeps them in rows of their own."""

    def __init__(self, apps, release):
        self.words_model = apps.get_model('understand', 'ReleasedWords')
        self.source_model = apps.get_model('understand', 'SourceOfWords')
        self.evidence_model = apps.get_model('understand', 'EvidenceAtRelease')
        voices = apps.get_model('listen', 'Voice').objects.filter(forum__cycle_id=release.cycle_id)
        self.release = release
        self.statements = {}
        for voice in voices.filter(kind='statement').exclude(text='').order_by('-id'):
            self.statements[voice.text] = voice

    def take_out(self, finding, row):
        """Return the finding with references, and the rows of its words by place."""
        found = []
        quoted, voted = self.voices_of(row)
        texts = {'quote': [], 'statement': []}
        with_each_text(finding, lambda kind, text: texts.setdefault(kind, []).append(text))
        sources = {'quote': matched(quoted, texts['quote']), 'statement': matched(voted, texts['statement'])}

        def take(kind, text):
            if kind == 'run':
                voice = self.statements.get(text['texts'].get(text['source'], ''))
            else:
                voice = sources[kind].pop(0)
            found.append(self.keep(text, voice))
            return {'words': found[-1].public_id, 'source': text['source'], 'sha256': found[-1].sha256}

        return with_each_text(finding, take), found

    def voices_of(self, row):
        """The voices quoted by a finding, and those whose votes it counts, in the order of their release."""
        if row is None:
            return [], []
        evidence = self.evidence_model.objects.filter(finding=row).select_related('voice').order_by('id')
        quoted = [one.voice for one in evidence if one.kind == 'voice' and one.frozen.get('is_quoted')]
        return quoted, [one.voice for one in evidence if one.kind == 'statement']

    def keep(self, text, voice):
        salt = secrets.token_hex(16)
        hashes = {code: sha256_of(salt + words) for code, words in text['texts'].items()}
        is_gone = voice is None or voice.state == 'withdrawn'
        reviewed = {code: True for code in text['texts'] if code != text['source']}
        blank = {'source': text['source'], 'texts': {}, 'reviewed': {}, 'machine': {}}
        row = self.words_model.objects.create(
            release=self.release,
            district_id=self.release.district_id,
            text=blank if is_gone else {**blank, 'texts': text['texts'], 'reviewed': reviewed},
            language=text['source'],
            salt='' if is_gone else salt,
            sha256=hashes,
            withdrawn_at=timezone.now() if is_gone else None,
        )
        if voice is not None:
            self.source_model.objects.create(words=row, voice=voice, district_id=row.district_id)
        return row


def matched(voices, texts):
    """The voice of each text: by order, or by the words where rows are missing."""
    if len(voices) == len(texts):
        return list(voices)
    return [
        next((one for one in voices if one and text['texts'].get(text['source'], '') in one.text), None)
        for text in texts
    ]


def set_words_apart(apps, schema_editor):
    release_model = apps.get_model('understand', 'Release')
    for release in release_model.objects.filter(schema_version__lte=3).order_by('pk').iterator():
        set_words_of_release_apart(apps, release)
    forget_statements_in_figures(apps)
    evidence_model = apps.get_model('understand', 'Evidence')
    blank = {'source': 'en', 'texts': {}, 'reviewed': {}, 'machine': {}}
    evidence_model.objects.filter(kind='voice', voice__state='withdrawn').update(
        quote_translation=blank, quote_start=None, quote_end=None
    )


def set_words_of_release_apart(apps, release):
    finding_model = apps.get_model('understand', 'ReleasedFinding')
    rows = {row.stable_id: row for row in finding_model.objects.filter(release=release)}
    taken = Taken(apps, release)
    content = json.loads(release.canonical)
    findings = []
    for finding in content.get('findings', []):
        row = rows.pop(finding['id'], None)
        apart, words = taken.take_out(finding, row)
        findings.append(apart)
        if row is not None:
            set_words_of_row_apart(apps, taken, row, finding, apart, words)
    for row in rows.values():
        set_words_of_row_apart(apps, taken, row, None, None, [])
    if 'findings' in content:
        text = canonical({**content, 'findings': findings})
        is_whole = sha256_of(release.canonical) == release.sha256
        release.canonical, release.set_apart_sha256 = text, sha256_of(text) if is_whole else ''
        release.save(update_fields=['canonical', 'set_apart_sha256'])


def set_words_of_row_apart(apps, taken, row, finding, apart, words):
    """The same references as in the file, where the row says the same; otherwise words of its own."""
    quote_model = apps.get_model('understand', 'ReleasedQuote')
    quotes = list(quote_model.objects.filter(finding=row).order_by('position', 'id'))
    plain = [
        {
            'words': {
                'source': quote.words_before.source_language,
                'texts': {code: text for code, text in quote.words_before.texts.items() if text},
            }
        }
        for quote in quotes
    ]
    said = [{'words': one['words']} for one in finding['quotes']] if finding else None
    if finding is None or row.basis != finding['basis'] or plain != said:
        apart, words = taken.take_out({'basis': row.basis, 'quotes': plain}, row)
    finding_model = apps.get_model('understand', 'ReleasedFinding')
    finding_model.objects.filter(pk=row.pk).update(basis=apart['basis'])
    for quote, its_words in zip(quotes, words, strict=False):
        quote_model.objects.filter(pk=quote.pk).update(words=its_words)


def forget_statements_in_figures(apps):
    """The figures that later releases are compared with name a statement by its id alone."""
    evidence_model = apps.get_model('understand', 'EvidenceAtRelease')
    for row in evidence_model.objects.filter(kind='statement').order_by('pk').iterator():
        row.told = [
            {**one, 'what': '', 'labels': {}} if one['series'].startswith('statement:') else one
            for one in row.told
        ]
        row.save(update_fields=['told'])


class Migration(migrations.Migration):

    dependencies = [
        ('understand', '0002_released_words'),
    ]

    operations = [
        migrations.RunPython(set_words_apart),
    ]
