"""Translations without gettext's binaries: gather messages; update, check and compile catalogs.

The catalogs in locale/ are written by people. Their compiled form (*.mo) is made when it is stale and never
committed. The pseudo-language is generated: it shows which texts were never marked for translation, which
boxes are too small, and whether a page works from right to left.
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

BASE = Path(__file__).resolve().parents[2]
LANGUAGES = ("es",)
PSEUDO_LANGUAGE = "ar-xb"

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT_TAGS = ("Translators",)
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd](?!\w)|\{\w*\}")
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&\w+;|&#\d+;")


@dataclass(frozen=True)
class Fault:
    """One thing a catalog lacks, described so that a translator can fix it."""

    language: str
    kind: str
    message: str

    def __str__(self) -> str:
        return f"{self.language}: {self.kind}: {self.message!r}"


def catalog_path(language: str, base: Path = BASE) -> Path:
    return base / "locale" / to_locale(language) / "LC_MESSAGES" / "django.po"


def gather(base: Path = BASE) -> Catalog:
    """All messages of the Python files and templates under throughline/, in the order of their files."""
    catalog = Catalog(fuzzy=False)
    for source in sources(base):
        for message, context, comments in messages_in(source):
            catalog.add(message, auto_comments=comments, context=context)
    return catalog


def sources(base: Path = BASE) -> Iterator[Path]:
    package = base / "throughline"
    yield from sorted(
        path
        for pattern in ("*.py", "*.html", "*.txt")
        for path in package.rglob(pattern)
        if (path.suffix == ".py" or "templates" in path.parts) and "migrations" not in path.parts
    )


def messages_in(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None, list[str]]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Python's tokenizer depends on indentation, templates do not.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines()) + "\n"
    found = extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS, comment_tags=COMMENT_TAGS)
    for _line, message, comments, context in found:
        yield message, context, comments


def read(language: str, base: Path = BASE) -> Catalog:
    path = catalog_path(language, base)
    if not path.exists():
        return Catalog(locale=to_locale(language), fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=to_locale(language), abort_invalid=True)


def update(language: str, base: Path = BASE) -> Path:
    """Update a catalog from the sources: new messages are added empty, unused ones are removed."""
    old, new = read(language, base), Catalog(locale=to_locale(language), fuzzy=False)
    for message in gather(base):
        if not message.id:
            continue
        was = old.get(message.id, message.context)
        flags = {"fuzzy"} if was is not None and "fuzzy" in was.flags else set()
        comments = was.user_comments if was is not None else ()
        new.add(
            message.id,
            _fitting(message, was),
            flags=flags,
            auto_comments=message.auto_comments,
            user_comments=comments,
            context=message.context,
        )
    path = catalog_path(language, base)
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, _header(language) + _body(new))
    return path


def _fitting(message: Message, was: Message | None) -> str | tuple[str, ...]:
    """The former translation, if it still has the shape the message needs; else an empty one."""
    empty: str | tuple[str, ...] = ("", "") if message.pluralizable else ""
    return was.string if was is not None and isinstance(was.string, type(empty)) else empty


def _body(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=100, no_location=True, omit_header=True, sort_output=True)
    return out.getvalue()


def _header(language: str) -> bytes:
    """The header: no dates and no tool versions, so that a catalog changes only where a message does."""
    plural = get_plural(to_locale(language))
    return (
        'msgid ""\nmsgstr ""\n'
        '"Project-Id-Version: throughline\\n"\n'
        f'"Language: {to_locale(language)}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {plural.plural_forms}\\n"\n\n'
    ).encode()


def check(language: str, base: Path = BASE) -> list[Fault]:
    """List what a catalog lacks to be complete."""
    wanted, have = gather(base), read(language, base)
    faults: list[Fault] = []
    for message in wanted:
        if message.id:
            faults.extend(_faults(language, message, have.get(message.id, message.context)))
    faults.extend(
        Fault(language, "no longer used", _first(message.id))
        for message in have
        if message.id and wanted.get(message.id, message.context) is None
    )
    return faults


def _faults(language: str, message: Message, translated: Message | None) -> Iterator[Fault]:
    name = _first(message.id)
    if translated is None or not translated.string or not all(all_of(translated.string)):
        yield Fault(language, "not translated", name)
        return
    if "fuzzy" in translated.flags:
        yield Fault(language, "marked fuzzy", name)
    sources, targets = all_of(message.id), all_of(translated.string)
    if len(sources) > 1 and len(targets) < 2:
        yield Fault(language, "plural forms are missing", name)
    allowed = set().union(*(set(PLACEHOLDER.findall(text)) for text in sources))
    needed = set(PLACEHOLDER.findall(sources[-1]))
    for text in targets:
        found = set(PLACEHOLDER.findall(text))
        # The singular may say "one" instead of the number; the last form must have every placeholder.
        if not found <= allowed or (text is targets[-1] and not needed <= found):
            yield Fault(language, "placeholders differ", name)
    if sorted(MARKUP.findall(sources[-1])) != sorted(MARKUP.findall(targets[-1])):
        yield Fault(language, "markup differs", name)


def all_of(texts: str | tuple[str, ...] | list[str]) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts)


def _first(texts: str | tuple[str, ...] | list[str]) -> str:
    return all_of(texts)[0]


def compile_stale(base: Path = BASE) -> list[Path]:
    """Compile each catalog that is newer than its compiled form; return the files written."""
    compiled = []
    for language in LANGUAGES:
        source = catalog_path(language, base)
        target = source.with_suffix(".mo")
        if not source.exists() or (
            target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns
        ):
            continue
        _write_compiled(target, read(language, base))
        compiled.append(target)
    return compiled


def write_pseudo(directory: Path, base: Path = BASE, language: str = PSEUDO_LANGUAGE) -> Path:
    """Write the generated right-to-left catalog; `directory` must be among LOCALE_PATHS."""
    catalog = Catalog(locale="ar", fuzzy=False)
    catalog.locale = None  # two plural forms, as in English
    for message in gather(base):
        if message.id:
            texts = tuple(pseudo(text) for text in all_of(message.id))
            catalog.add(message.id, texts if message.pluralizable else texts[0], context=message.context)
    target = directory / to_locale(language) / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    _write_compiled(target, catalog)
    return target


ACCENTED = str.maketrans(
    "AEIOUNSCYZaeiounscyzdglrtw",
    "ÅÉÎÖÛÑŠÇÝŽåéîöûñšçýžðĝľŕţŵ",
)


def pseudo(text: str) -> str:
    """Return `text` accented, bracketed and about a sixth longer; placeholders and markup are unchanged."""
    kept = re.compile(f"({PLACEHOLDER.pattern}|{MARKUP.pattern}|%%)")
    parts = kept.split(text)
    accented = "".join(part if i % 2 else part.translate(ACCENTED) for i, part in enumerate(parts))
    start = len(accented) - len(accented.lstrip())
    end = len(accented.rstrip())
    longer = " ·" * max(1, (end - start) // 12)
    return (
        f"{accented[:start]}⟦{accented[start:end]}{longer}⟧{accented[end:]}" if accented.strip() else accented
    )


def _write_compiled(target: Path, catalog: Catalog) -> None:
    out = io.BytesIO()
    write_mo(out, catalog)
    _replace(target, out.getvalue())


def _replace(path: Path, content: bytes) -> None:
    """Replace a file atomically, since two processes may start at once."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    partial.write_bytes(content)
    partial.replace(path)


def main(arguments: list[str]) -> int:
    """`update`, `check` and `compile`, for dev.py."""
    command = arguments[0] if arguments else "update"
    if command == "compile":
        compile_stale()
    elif command == "update":
        for language in LANGUAGES:
            path = update(language)
            missing = sum(fault.kind == "not translated" for fault in check(language))
            print(f"{path.relative_to(BASE)}: {missing} messages to translate")
        compile_stale()
    elif command == "check":
        faults = [fault for language in LANGUAGES for fault in check(language)]
        for fault in faults:
            print(fault)
        print(
            f"{len(faults)} problems in the translation files" if faults else "Every message is translated."
        )
        return 1 if faults else 0
    else:
        print("Use one of: update, check, compile.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
