"""A released file held against the rows that were kept beside it: what each says of the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from throughline.accounts.models import AuditEntry
from throughline.ui.fields import TranslatedText
from throughline.understand.models import EvidenceAtRelease, Release, ReleasedFinding
from throughline.understand.releases.plain import PlainObject, plain_text, sha256_of


@dataclass(frozen=True)
class Difference:
    """One number, or one text, that is not the same again. `where` names finding, entry and figure."""

    where: str
    then: Any
    now: Any
    why: Sequence[str]

    def __str__(self) -> str:
        said = {"where": self.where, "then": _said(self.then), "now": _said(self.now)}
        return _("%(where)s: was %(then)s, is %(now)s.") % said + " " + " ".join(self.why)


def _said(value: Any) -> str:
    return _("nothing") if value in (None, "", [], {}) else str(value)


def file_beside_rows(release: Release, told: PlainObject) -> Iterator[Difference]:
    """The file as a whole, against its hash, the log of who did what, and the row that indexes it."""
    now = sha256_of(release.canonical)
    where = _("the file's SHA-256")
    why = _("The file that is kept is not the one that was released: it was changed in the database.")
    yield Difference(where, release.sha256, now, [why])
    logged = AuditEntry.objects.filter(verb="release_findings", object_id=release.public_id)
    for details in logged.values_list("details", flat=True):
        why = _("The log of who did what names another file.")
        yield Difference(where, details.get("sha256"), now, [why])
    why = _row_says()
    yield Difference(_("the release's number"), told["number"], release.number, [why])
    yield Difference(_("when it was released"), told["released_at"], release.released_at.isoformat(), [why])
    yield Difference(_("the release's note"), told["note"], plain_text(release.note), [why])
    yield Difference(_("the release's audit"), told["guard"]["audit"], release.audit, [why])


def finding_beside_row(
    name: str, finding: PlainObject, row: ReleasedFinding | None, evidence: Sequence[EvidenceAtRelease]
) -> Iterator[Difference]:
    """Words, kind of data, rules and quotes of one finding, and all of each entry that is no figure."""
    if row is None:
        yield Difference(name, finding["id"], None, [_("The row that was kept of this finding is gone.")])
        return
    kept: PlainObject = {
        "sentence": plain_text(row.sentence),
        "explanation": plain_text(row.explanation),
        "who_is_missing": plain_text(row.who_is_missing),
        "data_kind": row.data_kind,
        "quotes": [{"words": plain_text(one.words), "speaker": one.speaker} for one in row.quotes.all()],
    }
    rules = _rules_kept(finding["id"], evidence)
    if rules is not None:
        kept |= {"rules": rules, "minimum_n": rules["minimum_n"]}
    for key, value in kept.items():
        yield Difference(f"{name}, {key}", finding[key], value, [_row_says()])
    for number, (then, its) in enumerate(zip(finding["basis"], row.basis, strict=False), start=1):
        where = entry_said(name, number, then)
        for key in dict.fromkeys([*then, *its]):
            if key not in {"figures", "n", "n_of"}:
                yield Difference(f"{where}, {key}", then.get(key), its.get(key), [_row_says()])
    n_then, n_kept = len(finding["basis"]), len(row.basis)
    yield Difference(_("%(finding)s, entries") % {"finding": name}, n_then, n_kept, [_row_says()])


def entry_said(name: str, number: int, entry: PlainObject) -> str:
    return _("%(finding)s, entry %(number)s (%(label)s)") % {
        "finding": name,
        "number": number,
        "label": str(TranslatedText.from_json(entry["label"])) or entry["kind"],
    }


def _rules_kept(stable_id: str, evidence: Sequence[EvidenceAtRelease]) -> PlainObject | None:
    """The rules that the finding's own number was guarded by, as kept for the releases after it."""
    for one in evidence:
        for told in one.told:
            if told.get("series") == f"finding:{stable_id}":
                return dict(told["rules"])
    return None


def _row_says() -> str:
    return _("The file and the rows that were kept beside it do not say the same: one of them was changed.")
