"""What has changed since a release was made."""

import json
from collections.abc import Mapping

from django.utils.translation import gettext as _

from throughline.understand.models import Finding, Release
from throughline.understand.queries.released_words import WordsToShow
from throughline.understand.releases.content import content_of_release
from throughline.understand.releases.descriptions.evidence import kind_label
from throughline.understand.releases.plain import FindingInFile, WordsReference, canonical, text_of
from throughline.understand.releases.released_words import references_in, with_words, words_behind


def changes_since(release: Release) -> list[str]:
    """Describe, in sentences, what would differ if the findings of a release were released today."""
    stored = json.loads(release.canonical)["findings"]
    words = words_behind(stored)
    findings_then: list[FindingInFile] = with_words(stored, words)
    then = {finding["id"]: finding for finding in findings_then}
    findings = list(
        Finding.objects.filter(cycle=release.cycle, stable_id__in=then)
        .select_related("cycle__district", "released_as__release")
        .order_by("id")
    )
    content = content_of_release(release.cycle, findings)
    now = {one.content["id"]: one.content for one in content.findings}
    changes = [
        _("“%(finding)s”: some of the comments in it were withdrawn or are no longer shown.")
        % {"finding": text_of(one["sentence"])}
        for one in stored
        if any(_is_gone(reference, words) for reference in references_in([one]))
    ]
    for stable_id, finding in then.items():
        changes += _changes(finding, now[stable_id]) if stable_id in now else [_gone(finding)]
    return changes


def _is_gone(reference: WordsReference, words: Mapping[str, WordsToShow]) -> bool:
    shown = words.get(reference["words"])
    return shown is None or shown.state != "shown"


def _gone(finding: FindingInFile) -> str:
    return _("“%(finding)s”: this finding no longer exists.") % {"finding": text_of(finding["sentence"])}


def _changes(then: FindingInFile, now: FindingInFile) -> list[str]:
    named = {"finding": str(text_of(then["sentence"]))}
    changes = []
    if (then["sentence"], then["explanation"], then["who_is_missing"]) != (
        now["sentence"],
        now["explanation"],
        now["who_is_missing"],
    ):
        changes.append(_("“%(finding)s”: the wording was edited.") % named)
    if then["n"] != now["n"] or then["n_of"] != now["n_of"]:
        numbers = {"then": then["n"], "now": now["n"]}
        changes.append(
            _("“%(finding)s”: the number of responses was %(then)s and is now %(now)s.") % (named | numbers)
        )
    if len(then["basis"]) != len(now["basis"]):
        changes.append(_("“%(finding)s”: evidence was added or removed.") % named)
    else:
        for old, new in zip(then["basis"], now["basis"], strict=True):
            if canonical(old["figures"]) != canonical(new["figures"]):
                label = str(text_of(old["label"])) or kind_label(old["kind"], old.get("run_kind", ""))
                sentence = _("“%(finding)s”: the results for “%(label)s” are different.")
                changes.append(sentence % (named | {"label": label}))
    if then["quotes"] != now["quotes"]:
        changes.append(_("“%(finding)s”: the quotes are different.") % named)
    return changes
