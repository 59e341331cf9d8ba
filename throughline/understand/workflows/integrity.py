"""Compare a released file with the rows stored with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from throughline.accounts.models import AuditEntry
from throughline.ui.fields import TranslatedText
from throughline.understand.models import EvidenceAtRelease, Release, ReleasedFinding
from throughline.understand.queries.released_words import all_words_of
from throughline.understand.releases.descriptions.evidence import kind_label
from throughline.understand.releases.plain import PlainObject, plain_text, salted_sha256, sha256_of
from throughline.understand.releases.released_file import original_text
from throughline.understand.releases.released_words import quotes_of, references_in


@dataclass(frozen=True)
class Difference:
    """One compared number or text, `then` and `now`. `where` names finding, entry and figure."""

    where: str
    then: Any
    now: Any
    why: Sequence[str]

    def __str__(self) -> str:
        values = {"where": self.where, "then": _value_label(self.then), "now": _value_label(self.now)}
        return _("%(where)s: was %(then)s, is now %(now)s.") % values + " " + " ".join(self.why)


def _value_label(value: Any) -> str:
    return _("nothing") if value in (None, "", [], {}) else str(value)


def file_differences(release: Release, content: PlainObject) -> Iterator[Difference]:
    """Compare the file as a whole with its hash, the audit log, and its row."""
    then, now = _hashes(release)
    where = _("SHA-256 of the file")
    why = _("The stored file is not the file that was released. It was changed in the database.")
    yield Difference(where, then, now, [why])
    logged = AuditEntry.objects.filter(verb="release_findings", object_id=release.public_id)
    for details in logged.values_list("details", flat=True):
        why = _("The audit log names a different file.")
        yield Difference(where, details.get("sha256"), release.sha256, [why])
    why = _rows_disagree()
    yield Difference(_("release number"), content["number"], release.number, [why])
    yield Difference(_("release date"), content["released_at"], release.released_at.isoformat(), [why])
    yield Difference(_("release note"), content["note"], plain_text(release.note), [why])
    yield Difference(_("privacy check of the release"), content["guard"]["audit"], release.audit, [why])


def _hashes(release: Release) -> tuple[str, str]:
    """The hash that the file should have, and the one it has.

    Once words of a release of schema 3 or earlier were withdrawn, the text that was hashed is gone: then what
    is left of it is compared.
    """
    text = original_text(release)
    if text is None:
        return release.set_apart_sha256, sha256_of(release.canonical)
    return release.sha256, sha256_of(text)


def words_differences(release: Release, content: PlainObject) -> Iterator[Difference]:
    """Compare people's words with the hashes in the file, and name those that were withdrawn."""
    words = all_words_of(release)
    for number, finding in enumerate(content["findings"], start=1):
        for place, reference in enumerate(references_in([finding]), start=1):
            where = _("Finding %(number)s, comment %(place)s") % {"number": number, "place": place}
            kept = words.get(reference["words"])
            if kept is None:
                yield Difference(
                    where, _("published"), None, [_("The database record of this comment is missing.")]
                )
            elif kept.state == "withdrawn":
                why = _(
                    "The person who wrote this comment withdrew it. The fingerprint of the release is still "
                    "valid."
                )
                yield Difference(where, _("published"), _("withdrawn"), [why])
            else:
                texts = kept.text.texts
                now = {code: salted_sha256(kept.salt, texts.get(code, "")) for code in reference["sha256"]}
                why = _("This is not the comment that was released. It was changed in the database.")
                yield Difference(where, reference["sha256"], now, [why])


def finding_differences(
    name: str,
    finding: PlainObject,
    shown: PlainObject,
    row: ReleasedFinding | None,
    evidence: Sequence[EvidenceAtRelease],
) -> Iterator[Difference]:
    """Compare words, kind of data, rules and quotes of one finding, and each entry except its figures."""
    if row is None:
        yield Difference(name, finding["id"], None, [_("The database record of this finding is missing.")])
        return
    kept: PlainObject = {
        "sentence": plain_text(row.sentence),
        "explanation": plain_text(row.explanation),
        "who_is_missing": plain_text(row.who_is_missing),
        "data_kind": row.data_kind,
        "quotes": quotes_of(row),
    }
    rules = _rules_kept(finding["id"], evidence)
    if rules is not None:
        kept |= {"rules": rules, "minimum_n": rules["minimum_n"]}
    for key, value in kept.items():
        yield Difference(f"{name}, {key}", finding[key], value, [_rows_disagree()])
    for number, (then, kept_entry) in enumerate(zip(finding["basis"], row.basis, strict=False), start=1):
        where = entry_label(name, number, shown["basis"][number - 1])
        for key in dict.fromkeys([*then, *kept_entry]):
            if key not in {"figures", "n", "n_of"}:
                yield Difference(f"{where}, {key}", then.get(key), kept_entry.get(key), [_rows_disagree()])
    n_then, n_kept = len(finding["basis"]), len(row.basis)
    yield Difference(
        _("%(finding)s, number of pieces of evidence") % {"finding": name}, n_then, n_kept, [_rows_disagree()]
    )


def entry_label(name: str, number: int, entry: PlainObject) -> str:
    return _("%(finding)s, evidence %(number)s (%(label)s)") % {
        "finding": name,
        "number": number,
        "label": str(TranslatedText.from_json(entry["label"]))
        or kind_label(entry["kind"], entry.get("run_kind", "")),
    }


def _rules_kept(stable_id: str, evidence: Sequence[EvidenceAtRelease]) -> PlainObject | None:
    """The disclosure rules of the finding's own number, as stored for later releases."""
    for one in evidence:
        for figures in one.told:
            if figures.get("series") == f"finding:{stable_id}":
                return dict(figures["rules"])
    return None


def _rows_disagree() -> str:
    return _("The file and the database records stored with it don't match. One of them was changed.")
