"""Rule 8 for templates, and the content security policy."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

from tests.architecture.checks.sources import STORY, app_of, breach, nodes_of, package_files, strings

SIGN_IN = {"account", "mfa", "usersessions", "socialaccount", "allauth"}  # allauth's overrides, in accounts


TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)


COMMENTED = re.compile(
    r"\{% comment .*?%\}.*?\{% endcomment %\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL
)


NAMED_TEMPLATE = re.compile(r"""\{%\s*(?:extends|include)\s+(\S+)""")


RENDERED_TEMPLATE = re.compile(r"[\w./-]+\.(?:html|txt|svg)")


def foreign_templates(root: Path) -> list[str]:
    """Templates and Python files that name a template of neither their own app nor `ui`."""
    found = []
    for path in package_files(root, {".html", ".txt", ".svg"}):
        if "templates" in path.parts:
            found += [
                breach(root, path, f"names {name}")
                for name in NAMED_TEMPLATE.findall(path.read_text(encoding="utf-8"))
                if name[0] in "\"'" and not may_name(app_of(root, path), name.strip("\"'"))
            ]
    for path in package_files(root, {".py"}):
        found += [
            breach(root, path, f"names {text}", line)
            for text, line in strings(path)
            if RENDERED_TEMPLATE.fullmatch(text)
            and "/" in text
            and text.split("/")[0] in {*STORY, "ui", "config"}
            and not may_name(app_of(root, path), text)
        ]
    return found


def may_name(app: str, template: str) -> bool:
    """A name held in a variable is checked where it is written, in Python."""
    own = {app, "ui"} | (SIGN_IN if app == "accounts" else set())
    return template.split("/")[0] in own


def misplaced_templates(root: Path) -> list[str]:
    """Templates outside templates/<app>/, where another app's name could shadow them."""
    allowed = {
        "accounts": {"account", "mfa", "usersessions", "socialaccount", "allauth"},
        "ui": {"registration"},
    }
    found = []
    for path in package_files(root, {".html", ".txt", ".svg"}):
        parts = path.relative_to(root / "throughline").parts
        if len(parts) < 3 or parts[1] != "templates":
            continue
        is_error_page = parts[0] in {"ui", "config"} and re.fullmatch(r"\d{3}(_csrf)?\.html", parts[2])
        if parts[2] not in {parts[0], *allowed.get(parts[0], ())} and not is_error_page:
            found.append(breach(root, path, f"stands outside templates/{parts[0]}/"))
    return found


class InlineFinder(HTMLParser):
    """Finds what a strict content security policy blocks: inline style, script and event handlers."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        kind = dict(attrs).get("type") or ""
        line = self.getpos()[0]
        if tag == "style":
            self.found.append((line, "<style>"))
        if tag == "script" and "src" not in names and "json" not in kind:
            self.found.append((line, "<script> without src"))
        self.found += [
            (line, f"{name}=") for name in names if name == "style" or re.fullmatch(r"on[a-z]+|hx-on.*", name)
        ]
        self.found += [(line, "javascript:") for _, value in attrs if (value or "").startswith("javascript:")]


def inline_parts(text: str) -> list[tuple[int, str]]:
    finder = InlineFinder()
    # Tags are removed, their line breaks stay; both branches of an {% if %} are checked.
    text = text.replace("<!", "")  # a pattern such as `(?<!x)` is no declaration
    finder.feed(TAG.sub(lambda tag: "\n" * tag[0].count("\n") or " ", COMMENTED.sub("", text)))
    return finder.found


def inline_styles_and_scripts(root: Path) -> list[str]:
    found = []
    for path in package_files(root, {".html", ".svg"}):
        text = path.read_text(encoding="utf-8")
        found += [breach(root, path, f"inline {what}", line) for line, what in inline_parts(text)]
    for path in package_files(root, {".py"}):
        for text, first in strings(path):
            if "<" in text:
                found += [breach(root, path, f"inline {what}", first) for _, what in inline_parts(text)]
    return found


def unescaped(root: Path) -> list[str]:
    """Ways around escaping outside `ui`, which has the few components that build markup."""
    around = re.compile(r"\|\s*safe(?:seq)?\b|\{%\s*autoescape\s+off")
    found = []
    for path in package_files(root, {".html", ".svg", ".txt"}):
        if app_of(root, path) != "ui" and path.suffix != ".txt":
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                found += [breach(root, path, f"{hit} outside ui", number) for hit in around.findall(line)]
    for path in package_files(root, {".py"}):
        if app_of(root, path) == "ui":
            continue
        for node in nodes_of(path):
            name = (
                node.id
                if isinstance(node, ast.Name)
                else node.attr
                if isinstance(node, ast.Attribute)
                else ""
            )
            if name in {"mark_safe", "SafeString", "SafeText"}:
                found.append(breach(root, path, f"{name} outside ui", node.lineno))  # type: ignore[attr-defined]
    return found
