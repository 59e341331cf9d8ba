"""The rules of the architecture as pure functions: they take a tree or a list of models and return breaches.

test_rules.py runs each on the project, test_planted.py on a tree with a planted breach.
"""

import ast
import inspect
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.db.models import F, Model, Q
from django.urls import URLPattern, URLResolver

STORY = ("accounts", "convene", "listen", "measure", "understand", "align", "partner", "report", "guide")
RIGHT = STORY[STORY.index("understand") + 1 :]
SIGN_IN = {"account", "mfa", "usersessions", "socialaccount", "allauth"}  # allauth's overrides, in accounts
RELEASED = {"Release", "ReleasedFinding", "ReleasedQuote"}
OF_NO_DISTRICT = {"accounts.District", "accounts.Person"}
"""Tables whose rows belong to no district: the districts, and people, who may be members of several."""

TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
COMMENTED = re.compile(
    r"\{% comment .*?%\}.*?\{% endcomment %\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL
)
NAMED_TEMPLATE = re.compile(r"""\{%\s*(?:extends|include)\s+(\S+)""")
RENDERED_TEMPLATE = re.compile(r"[\w./-]+\.(?:html|txt|svg)")
SETTING = re.compile(r"THROUGHLINE_[A-Z][A-Z_]*[A-Z]")


# --- Files -------------------------------------------------------------------------------------------------


def package_files(
    root: Path, suffixes: Iterable[str], folders: Iterable[str] = ("throughline",)
) -> Iterator[Path]:
    wanted = set(suffixes)
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in wanted and "__pycache__" not in path.parts:
                yield path


def breach(root: Path, path: Path, what: str, line: int | None = None) -> str:
    place = path.relative_to(root).as_posix()
    return f"{place}:{line}: {what}" if line else f"{place}: {what}"


def app_of(root: Path, path: Path) -> str:
    return path.relative_to(root / "throughline").parts[0]


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def called(node: ast.Call) -> str:
    """The dotted name of a called expression, such as `pytest.mark.skip`; empty if it is not one."""
    return dotted(node.func)


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{dotted(node.func)}()"
    return node.id if isinstance(node, ast.Name) else "…"


# --- Rules 1 to 6: imports ---------------------------------------------------------------------------------


def broken_contracts(root: Path) -> list[str]:
    """Names of the import contracts a tree breaks; import-linter's output if it cannot run."""
    ran = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--config", root / ".importlinter", "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode == 0:
        return []
    broken = re.findall(r"^(.+) BROKEN$", ran.stdout, re.MULTILINE)
    return broken or [(ran.stdout + ran.stderr).strip()]


def unlisted_files(root: Path) -> list[str]:
    """Files of an app that are not on the short list; import-linter sees modules, not folders without one."""
    allowed = {
        *(
            "__init__",
            "urls",
            "views",
            "api",
            "forms",
            "tasks",
            "workflows",
            "actions",
            "releases",
            "published",
            "queries",
        ),
        *(
            "permissions",
            "models",
            "declarations",
            "apps",
            "migrations",
            "management",
            "templatetags",
            "templates",
            "static",
        ),
        "__pycache__",
    }
    return [
        breach(root, path, "is not in the list of files")
        for app in STORY
        for path in sorted((root / "throughline" / app).glob("*"))
        if path.stem not in allowed
    ]


# --- Rule 7: the table graph -------------------------------------------------------------------------------


def label(model: type[Model]) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


def is_raw(model: type[Model]) -> bool:
    """Whether no table right of `understand` may reach this one."""
    app = model._meta.app_label
    return app in {"listen", "measure"} or (app == "understand" and model.__name__ not in RELEASED)


def neighbors(model: type[Model]) -> Iterator[tuple[str, type[Model]]]:
    """Every table one lookup away: forward keys, many-to-many, generic relations, and visible reverses."""
    for field in model._meta.get_fields():
        related = field.related_model
        if isinstance(related, type):
            yield field.name, related
            through = getattr(getattr(field, "remote_field", None), "through", None)
            if isinstance(through, type):
                yield f"{field.name} (through)", through


def paths_to_voices(models: Iterable[type[Model]]) -> list[str]:
    """Chains of lookups from a table right of `understand` to one that holds voices or drafts about them."""
    found = []
    for start in models:
        if start._meta.app_label not in RIGHT:
            continue
        ways: dict[type[Model], str] = {start: label(start)}
        waiting = [start]
        while waiting:
            model = waiting.pop(0)
            if any(isinstance(field, GenericForeignKey) for field in model._meta.private_fields):
                found.append(f"{ways[model]} has a generic key: it may point at any table")
            for name, other in neighbors(model):
                if other in ways:
                    continue
                ways[other] = f"{ways[model]} --{name}--> {label(other)}"
                if is_raw(other):
                    found.append(ways[other])
                else:
                    waiting.append(other)
    return found


def keys_across_apps(models: Iterable[type[Model]]) -> list[str]:
    """Foreign keys that point right, and foreign keys between apps that have a reverse accessor."""
    found = []
    for model in models:
        app = model._meta.app_label
        if app not in STORY:
            continue
        for field in [*model._meta.get_fields(include_parents=False)]:
            other = field.related_model
            if (
                field.auto_created
                or not isinstance(other, type)
                or other._meta.app_label in {app, "contenttypes"}
            ):
                continue
            target = other._meta.app_label
            if target in STORY and STORY.index(target) > STORY.index(app):
                found.append(f"{label(model)}.{field.name} points right, at {label(other)}")
            remote: Any = field.remote_field
            if target in STORY and not remote.hidden:
                found.append(f"{label(model)}.{field.name}: a key between apps has related_name='+'")
    return found


def rows_without_district(models: Iterable[type[Model]]) -> list[str]:
    """Tables without a foreign key to the district, through tables included."""
    found = []
    for model in models:
        if model._meta.app_label not in STORY or model._meta.proxy:
            continue
        if model._meta.auto_created:
            found.append(f"{label(model)} was made by itself: a many-to-many names its through model")
        elif not has_district(model) and label(model) not in OF_NO_DISTRICT:
            found.append(f"{label(model)} does not carry its district")
    return found


def keys_joining_districts(models: Iterable[type[Model]]) -> list[str]:
    """Rows whose foreign key points to a row of another district. Call it with all scopes disabled.

    A row of a through table has its own district, which must equal that of both rows it joins.
    """
    found = []
    for model in models:
        if not has_district(model) or model._meta.proxy:
            continue
        for field in model._meta.get_fields():
            other = field.related_model
            if field.auto_created or not isinstance(other, type) or not has_district(other):
                continue
            theirs, ours = f"{field.name}__district_id", F("district_id")
            # Not `exclude`: among many related rows it would miss a wrong one if another is right.
            is_elsewhere = Q(**{f"{theirs}__lt": ours}) | Q(**{f"{theirs}__gt": ours})
            n_joined = model._base_manager.filter(is_elsewhere).count()
            if n_joined:
                found.append(f"{label(model)}.{field.name}: {n_joined} rows lead to another district")
    return found


def has_district(model: type[Model]) -> bool:
    return any(field.name == "district" for field in model._meta.concrete_fields)


# --- Rule 8: templates, SQL, docs --------------------------------------------------------------------------


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


def strings(path: Path) -> Iterator[tuple[str, int]]:
    """Every string, with `x` for each value that an f-string interpolates."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node.lineno
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(getattr(part, "value", "x")) for part in map(plain, node.values)), node.lineno


def plain(part: ast.expr) -> ast.expr:
    return part if isinstance(part, ast.Constant) else ast.Constant("x")


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


def raw_sql(root: Path) -> list[str]:
    """Raw SQL outside queries and actions/bulk.py."""
    by_hand = {"cursor", "execute", "executemany", "raw", "extra"}
    found = []
    for path in package_files(root, {".py"}):
        parts = path.relative_to(root / "throughline").parts
        if is_file_of(parts, "queries") or parts[1:] == ("actions", "bulk.py") or "migrations" in parts:
            continue
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.Call):
                continue
            name = called(node)
            if name == "RawSQL" or ("." in name and name.rsplit(".", 1)[1] in by_hand):
                found.append(
                    breach(root, path, f"{name}() is raw SQL outside queries and bulk.py", node.lineno)
                )
    return found


def is_file_of(parts: tuple[str, ...], kind: str) -> bool:
    """Whether a file is an app's `kind.py` or is in its folder `kind/`."""
    return len(parts) > 1 and (parts[1] == kind or parts[1] == f"{kind}.py")


def settings_named(root: Path) -> set[str]:
    """Every environment variable of ours that the code names."""
    files = [*package_files(root, {".py"}), root / "dev.py", *(root / "benchmarks").glob("*.py")]
    files += [path for path in (root / "tests").rglob("*.py") if "architecture" not in path.parts]
    return {
        name for path in files if path.exists() for name in SETTING.findall(path.read_text(encoding="utf-8"))
    }


def undocumented(names: Iterable[str], page: Path) -> list[str]:
    """The names that do not appear as code on a page of the docs."""
    shown = page.read_text(encoding="utf-8") if page.exists() else ""
    return [f"{page.name} says nothing of `{name}`" for name in sorted(names) if f"`{name}`" not in shown]


# --- Names -------------------------------------------------------------------------------------------------


def url_patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    """Every pattern of our own apps, however deeply included."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from url_patterns(pattern)
        elif pattern.callback.__module__.startswith("throughline."):
            yield pattern


def misnamed_urls(patterns: Iterable[URLPattern]) -> list[str]:
    """URL names that differ from the name of their view, and names shared by two views."""
    found = []
    views: dict[str, object] = {}
    for pattern in patterns:
        name, view = str(pattern.name), pattern.callback
        if name != view.__name__:
            found.append(f"{pattern.pattern}: the view {view.__name__} has a URL called {name}")
        if views.setdefault(name, view) is not view:
            found.append(f"{pattern.pattern}: another view is called {name} too")
    return found


def views_of_any_method(patterns: Iterable[URLPattern]) -> list[str]:
    """Views without a method decorator, such as `require_safe`."""
    return [
        f"{pattern.pattern}: the view {pattern.callback.__name__} answers any method"
        for pattern in patterns
        if not _has_method_decorator(pattern.callback)
    ]


def _has_method_decorator(view: Callable[..., object] | None) -> bool:
    while view is not None:
        if "request_method_list" in inspect.getclosurevars(view).nonlocals:  # of `require_http_methods`
            return True
        view = getattr(view, "__wrapped__", None)
    return False


# --- Content security policy -------------------------------------------------------------------------------


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
        for node in ast.walk(tree_of(path)):
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


def file_headers(root: Path) -> list[str]:
    """Content-Disposition headers set outside `ui`, whose helper sets all of them."""
    return [
        breach(root, path, "writes the headers of a file to save outside ui", number)
        for path in package_files(root, {".py"})
        if app_of(root, path) != "ui"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"content[-_]disposition", line, re.IGNORECASE)
    ]


OWN_NAMES = {"numpy": "np", "pandas": "pd", "strategies": "st", "gettext": "_", "gettext_lazy": "_"}
"""The only names that an import may change, by the convention of their libraries."""

CODE = ("throughline", "tests", "benchmarks", "sample")


def renamed_imports(root: Path) -> list[str]:
    """Imports under another name than the one they were defined with."""
    return [
        breach(root, path, f"imports {name.name} as {name.asname}", node.lineno)
        for path in package_files(root, {".py"}, CODE)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
        if name.asname not in (None, OWN_NAMES.get(name.name))
    ]


# --- Habits ------------------------------------------------------------------------------------------------


def signals(root: Path) -> list[str]:
    """Model signals: hidden control flow. Accounts and config may receive allauth's sign-in signals."""
    found = []
    for path in package_files(root, {".py"}):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            for name in names:
                is_model_signal = name.startswith(("django.db.models.signals", "django.core.signals"))
                is_elsewhere = name.startswith("django.dispatch") and app_of(root, path) not in {
                    "accounts",
                    "config",
                }
                if is_model_signal or is_elsewhere:
                    found.append(
                        breach(root, path, f"{name}: news travels as state, not as signals", node.lineno)
                    )
    return found


def writes_outside_actions(root: Path) -> list[str]:
    """Calls that change rows in a view, form, task or query."""
    writes = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
    found = []
    for path in package_files(root, {".py"}):
        parts = path.relative_to(root / "throughline").parts
        if not any(is_file_of(parts, kind) for kind in ("views", "api", "tasks", "queries", "permissions")):
            continue
        for node in ast.walk(tree_of(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in writes
            ):
                name = called(node)
                if not any(innocent in name for innocent in ("session", "cookie", "segno")):
                    found.append(breach(root, path, f"{name}() changes rows outside actions", node.lineno))
    return found


def verbs_recorded(root: Path) -> set[str]:
    """The verbs passed to the audit: in calls of `record` and of other functions that take a `verb`.

    An interpolated part of a string is shown as `*`.
    """
    nodes = [node for path in package_files(root, {".py"}) for node in ast.walk(tree_of(path))]
    places = {}
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args if argument.arg not in {"self", "cls"}]
            if "verb" in names:
                places[node.name] = names.index("verb")
    verbs = set()
    for node in nodes:
        if isinstance(node, ast.Call) and len(node.args) > (
            place := places.get(called(node).split(".")[-1], 99)
        ):
            verbs |= _texts(node.args[place])
    return verbs


def _texts(value: ast.expr) -> set[str]:
    if isinstance(value, ast.IfExp):
        return _texts(value.body) | _texts(value.orelse)
    if isinstance(value, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else "*" for part in value.values]
        return {"".join(str(part) for part in parts)}
    return {value.value} if isinstance(value, ast.Constant) and isinstance(value.value, str) else set()


def skips_without_reason(root: Path) -> list[str]:
    found = []
    for path in sorted((root / "tests").rglob("*.py")):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Attribute) and dotted(node) in {"pytest.mark.skip", "pytest.mark.xfail"}:
                calls = [
                    c for c in ast.walk(tree_of(path)) if isinstance(c, ast.Call) and c.lineno == node.lineno
                ]
                if not any(called(call) == dotted(node) for call in calls):
                    found.append(breach(root, path, f"{dotted(node)} without a reason", node.lineno))
            if not isinstance(node, ast.Call):
                continue
            name = called(node)
            keywords = {keyword.arg for keyword in node.keywords}
            if name in {"pytest.skip", "pytest.xfail"}:
                has_reason = bool(node.args) or "reason" in keywords
            elif name in {"pytest.mark.skip", "pytest.mark.skipif", "pytest.mark.xfail"}:
                has_reason = "reason" in keywords
            else:
                continue
            if not has_reason:
                found.append(breach(root, path, f"{name} without a reason", node.lineno))
    return found


def addresses_in_constraints(text: str) -> list[str]:
    """Pinned dependencies with a URL: which registry is used is the installer's choice, not the project's."""
    return [line for line in text.splitlines() if "://" in line or line.lstrip().startswith(("-", "@"))]


def machine_paths(root: Path, files: Iterable[Path]) -> list[str]:
    """Absolute paths that exist on one person's machine only."""
    mine = re.compile(r"(?<![\w.])/(?:root|work|home/[a-z]\w*|Users/\w+|tmp/bash_jobs)\b/?\S*")
    found = []
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, OSError):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            found += [breach(root, path, f"names {hit}", number) for hit in mine.findall(line)]
    return found


def tracked_files(root: Path) -> list[Path]:
    """Files tracked by git; without git, every file outside hidden folders."""
    ran = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=False,
    )
    if ran.returncode == 0:
        return [root / name for name in ran.stdout.decode().split("\0") if name and (root / name).is_file()]
    return [
        path
        for path in root.rglob("*")
        if path.is_file() and not path.relative_to(root).parts[0].startswith(".")
    ]


def unread_docstrings(functions: Iterable[str]) -> list[str]:
    """Faults that numpydoc finds in docstrings of the floor, which must give shapes and units."""
    from numpydoc.validate import validate  # slow to import, and used only here

    wanted = {
        "GL06",
        "GL07",
        "GL08",
        "SS01",
        "SS02",
        "SS03",
        "PR01",
        "PR02",
        "PR03",
        "PR04",
        "PR07",
        "RT01",
        "YD01",
    }
    return [
        f"{function}: {code} {message}"
        for function in functions
        for code, message in validate(function)["errors"]  # type: ignore[no-untyped-call]
        if code in wanted
    ]


# --- The guard ---------------------------------------------------------------------------------------------

RESULTS = "throughline/measure/models/results"
GUARD = "throughline/measure/queries/guard/"
READERS = {"from_plain", "from_stored", "structure"}
"""Functions that read a dataclass from JSON: of earlier publications, which have passed the guard."""
MAY_READ_KEPT = (f"{RESULTS}/", "throughline/measure/models/run.py", "throughline/understand/models/basis.py")
MAY_READ_A_BASIS = (
    "throughline/understand/models/",
    "throughline/understand/releases/package_tables.py",
    "throughline/report/queries/report_page.py",
    "throughline/report/views.py",
)
"""Files that may read the basis of a finding, of a release or a publication, from JSON."""
WHERE_THINGS_LEAVE = (
    "throughline/measure/published/",
    *(f"throughline/{app}/" for app in ("understand", *RIGHT)),
)


def published_kinds(root: Path) -> set[str]:
    """Names of the dataclasses that only the guard constructs."""
    return {
        node.name
        for path in sorted((root / RESULTS).glob("*.py"))
        for node in tree_of(path).body
        if isinstance(node, ast.ClassDef) and node.name.startswith("Published")
    }


def published_fields(root: Path) -> set[str]:
    """Names of the fields of those dataclasses."""
    return {
        line.target.id
        for path in sorted((root / RESULTS).glob("*.py"))
        for node in tree_of(path).body
        if isinstance(node, ast.ClassDef) and node.name.startswith("Published")
        for line in node.body
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
    }


def made_beside_the_guard(root: Path, kinds: Iterable[str]) -> list[str]:
    """Code outside the guard that constructs a `Published…`, by name or alias, or reads one from JSON."""
    found = []
    fields = published_fields(root)
    for path in package_files(root, [".py"]):
        place = path.relative_to(root).as_posix()
        if place.startswith(GUARD):
            continue
        tree = tree_of(path)
        names = set(kinds) | _other_names(tree, set(kinds))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = dotted(node.func).split(".")[-1]
            given = {
                dotted(one).split(".")[-1] for one in node.args if isinstance(one, ast.Name | ast.Attribute)
            }
            if name in names:
                found.append(breach(root, path, f"makes a {name} beside the guard", node.lineno))
            elif name == "basis_from_plain" or (name in READERS and "BasisEntry" in given):
                if not place.startswith(MAY_READ_A_BASIS):
                    found.append(breach(root, path, "reads a basis of JSON", node.lineno))
            elif name == "replace" and place.startswith(WHERE_THINGS_LEAVE):
                changed = {keyword.arg for keyword in node.keywords} & fields
                found += [
                    breach(root, path, f"changes {one} outside the guard", node.lineno) for one in changed
                ]
            elif name in READERS and given & names and not place.startswith(MAY_READ_KEPT):
                found.append(breach(root, path, f"reads a {min(given & names)} of JSON", node.lineno))
    return found


def _other_names(tree: ast.Module, kinds: set[str]) -> set[str]:
    """Other names of the kinds in a file: aliases of imports, assignments and subclasses."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.asname for alias in node.names if alias.name in kinds and alias.asname}
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id in kinds:
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.ClassDef) and {dotted(base).split(".")[-1] for base in node.bases} & kinds:
            names.add(node.name)
    return names


def exact_where_things_leave(root: Path) -> list[str]:
    """Reads of a run's exact results right of `measure`, by rows or by types."""
    found = []
    for path in package_files(root, [".py"]):
        app = app_of(root, path)
        if app not in STORY or STORY.index(app) <= STORY.index("measure"):
            continue
        for node in ast.walk(tree_of(path)):
            name = ""
            if isinstance(node, ast.Attribute):
                name = node.attr
            elif isinstance(node, ast.ImportFrom):
                name = next((alias.name for alias in node.names if alias.name.startswith("Exact")), "")
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                name = node.value
            if re.fullmatch(r"exact(_[a-z]+)*|Exact[A-Za-z]+", name) and name not in {"exact_words"}:
                found.append(breach(root, path, f"reads exactly what a run found ({name})", node.lineno))  # type: ignore[attr-defined]
    return found
