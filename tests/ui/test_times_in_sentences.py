"""A time such as 9:30 a.m. ends with a period, so no period may follow it."""

import re
from pathlib import Path

import throughline

ROOT = Path(throughline.__file__).parent
TEXT = re.compile(r"{% blocktranslate(?P<head>.*?)%}(?P<text>.*?){% endblocktranslate %}", re.DOTALL)
TIME = re.compile(r"\b(\w+)=[\w.]+\|local_time(?!:\"DATE_FORMAT)")
ENDED = re.compile(r"\|local_time(?::\"DATETIME_FORMAT\")? }}\.")


def _wrong(page: str) -> list[str]:
    times = {(name, one["text"]) for one in TEXT.finditer(page) for name in TIME.findall(one["head"])}
    return [*ENDED.findall(page), *(text for name, text in times if f"{{{{ {name} }}}}." in text)]


def test_no_period_follows_a_time() -> None:
    pages = {path.name: _wrong(path.read_text(encoding="utf-8")) for path in ROOT.rglob("*.html")}
    assert {name: wrong for name, wrong in pages.items() if wrong} == {}


def test_a_period_after_a_time_is_found() -> None:
    assert _wrong("{{ row.at|local_time }}.")
    assert _wrong(
        "{% blocktranslate with when=row.at|local_time %}Checked: {{ when }}.{% endblocktranslate %}"
    )
    assert not _wrong('{{ row.at|local_time:"DATE_FORMAT" }}.')
