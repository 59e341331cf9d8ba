"""Planted breaches of the rules for templates and of the content security policy are found."""

from pathlib import Path

import pytest

from tests.architecture.checks import markup
from tests.architecture.planting import plant

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("align/templates/align/directive.html", '{% include "listen/voice.html" %}'),
        ("align/templates/align/directive.html", "{% extends 'report/base.html' %}"),
        ("align/views.py", 'render(request, "listen/voice.html")'),
        ("align/views.py", 'template = f"listen/{kind}.html"'),
    ],
)
def test_another_apps_template_is_caught(skeleton: Path, file: str, text: str) -> None:
    plant(skeleton, f"throughline/{file}", text)
    assert len(markup.foreign_templates(skeleton)) == 1


def test_own_templates_and_those_of_ui_are_allowed(skeleton: Path) -> None:
    plant(
        skeleton,
        "throughline/align/templates/align/a.html",
        '{% extends "ui/base.html" %}{% include "align/b.html" %}',
    )
    plant(skeleton, "throughline/align/views.py", 'render(request, "align/a.html")')
    assert markup.foreign_templates(skeleton) == markup.misplaced_templates(skeleton) == []


def test_a_template_in_another_apps_name_is_caught(skeleton: Path) -> None:
    plant(skeleton, "throughline/align/templates/listen/voice.html")
    assert len(markup.misplaced_templates(skeleton)) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color: red">',
        '<p {% if x %}style="color: red"{% endif %}>',
        "<style>p { color: red }</style>",
        '<button onclick="go()">',
        "<script>go()</script>",
        '<a href="javascript:go()">',
        '<p hx-on:click="go()">',
        '<svg><circle style="fill: red"/></svg>',
    ],
)
def test_an_inline_style_or_script_is_caught(skeleton: Path, html: str) -> None:
    plant(skeleton, "throughline/report/templates/report/page.html", html)
    assert len(markup.inline_styles_and_scripts(skeleton)) == 1


@pytest.mark.parametrize("file", ["static/ui/line.svg", "templatetags/ui.py"])
def test_an_inline_style_in_a_picture_or_in_python_is_caught(skeleton: Path, file: str) -> None:
    text = '<svg><path style="fill: red"/></svg>'
    plant(skeleton, f"throughline/ui/{file}", f"mark = {text!r}" if file.endswith(".py") else text)
    assert len(markup.inline_styles_and_scripts(skeleton)) == 1


def test_a_style_sheet_a_script_file_and_data_are_allowed(skeleton: Path) -> None:
    html = '<link rel="stylesheet" href="a.css"><script src="a.js"></script>'
    html += (
        '<script type="application/json">{}</script><p class="{% if a < b %}style{% endif %}">style="…"</p>'
    )
    plant(skeleton, "throughline/report/templates/report/page.html", html)
    assert markup.inline_styles_and_scripts(skeleton) == []


def test_markup_built_outside_ui_is_caught(skeleton: Path) -> None:
    plant(skeleton, "throughline/report/templates/report/page.html", "{{ words|safe }}")
    plant(
        skeleton,
        "throughline/report/views.py",
        "from django.utils.safestring import mark_safe\nmark_safe('x')",
    )
    plant(skeleton, "throughline/ui/templatetags/ui.py", "mark_safe('x')")
    assert len(markup.unescaped(skeleton)) == 2
