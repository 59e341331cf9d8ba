"""What has changed since a release was made."""

import json

from django.utils.translation import gettext as _

from throughline.understand.models import Finding, Release
from throughline.understand.releases.content import content_of_release
from throughline.understand.releases.plain import FindingInFile, canonical, text_of


def changes_since(release: Release) -> list[str]:
    """Describe, in sentences, what would differ if the findings of a release were released today."""
    findings_then: list[FindingInFile] = json.loads(release.canonical)["findings"]
    then = {finding["id"]: finding for finding in findings_then}
    findings = list(
        Finding.objects.filter(cycle=release.cycle, stable_id__in=then)
        .select_related("cycle__district", "released_as__release")
        .order_by("id")
    )
    content = content_of_release(release.cycle, findings)
    now = {one.content["id"]: one.content for one in content.findings}
    changes = []
    for stable_id, finding in then.items():
        changes += _changes(finding, now[stable_id]) if stable_id in now else [_gone(finding)]
    return changes


def _gone(finding: FindingInFile) -> str:
    return _("“%(finding)s” is no longer kept as a finding.") % {"finding": text_of(finding["sentence"])}


def _changes(then: FindingInFile, now: FindingInFile) -> list[str]:
    named = {"finding": str(text_of(then["sentence"]))}
    changes = []
    if (then["sentence"], then["explanation"], then["who_is_missing"]) != (
        now["sentence"],
        now["explanation"],
        now["who_is_missing"],
    ):
        changes.append(_("“%(finding)s”: its words have been edited.") % named)
    if then["n"] != now["n"] or then["n_of"] != now["n_of"]:
        numbers = {"then": then["n"], "now": now["n"]}
        changes.append(_("“%(finding)s”: n was %(then)s and is %(now)s.") % (named | numbers))
    if len(then["basis"]) != len(now["basis"]):
        changes.append(_("“%(finding)s”: it rests on other things than before.") % named)
    else:
        for old, new in zip(then["basis"], now["basis"], strict=True):
            if canonical(old["figures"]) != canonical(new["figures"]):
                label = str(text_of(old["label"])) or old["kind"]
                sentence = _("“%(finding)s”: the figures of “%(label)s” are different.")
                changes.append(sentence % (named | {"label": label}))
    if then["quotes"] != now["quotes"]:
        changes.append(_("“%(finding)s”: its quotes are different.") % named)
    return changes
