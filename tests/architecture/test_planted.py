"""A breach of each rule, planted in a skeleton of the project, is found; the skeleton itself has none."""

import shutil
from pathlib import Path

import pytest
from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.test.utils import isolate_apps
from django.urls import path
from django.views.decorators.http import require_safe
from django_scopes import scope, scopes_disabled

from tests import make
from tests.architecture import checks
from throughline.accounts.models import District, OutsideScope, Person
from throughline.accounts.permissions import public
from throughline.align.models import Directive, Initiative, InitiativeDirective, InitiativeState
from throughline.convene.models import Cycle, Forum, ForumKind
from throughline.ui.form_pages import require_get_or_post

ROOT = Path(__file__).resolve().parents[2]
RIGHT_OF_UNDERSTAND = "Right of understand, only its releases may be read"
RAW_VOICES = "Raw voices are read only by listen, measure and understand"
MEASURED = "What is measured is read only by measure and understand"
NUMBERS = "Releases read numbers only from measure's published"
STORY_ORDER = "Apps import leftwards along the story"
INSIDE = (
    "Inside an app: pages > forms, tasks > workflows > actions > releases, published > queries > permissions "
    "> models"
)


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """An empty project with the real import contracts."""
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for name in (*checks.STORY, "config", "ui", "methods", "formats"):
        folder = tmp_path / "throughline" / name
        folder.mkdir(parents=True)
        files = ["__init__"]
        if name in checks.STORY:
            files += [
                "urls",
                "views",
                "forms",
                "tasks",
                "workflows",
                "actions",
                "queries",
                "permissions",
                "models",
            ]
        for file in files:
            (folder / f"{file}.py").touch()
    (tmp_path / "throughline" / "__init__.py").touch()
    for file in ("understand/releases", "measure/published", "methods/disclosure"):
        (tmp_path / "throughline" / f"{file}.py").touch()
    return tmp_path


def plant(skeleton: Path, file: str, text: str = "") -> None:
    (skeleton / file).parent.mkdir(parents=True, exist_ok=True)
    (skeleton / file).write_text(text)


# Rules 1 to 6


def test_the_skeleton_breaks_nothing(skeleton: Path) -> None:
    assert checks.broken_contracts(skeleton) == []
    assert checks.unlisted_files(skeleton) == []


@pytest.mark.parametrize(
    ("file", "text", "contract"),
    [
        pytest.param("align/views.py", "from throughline.listen import models", RAW_VOICES, id="at the top"),
        pytest.param(
            "report/queries.py",
            "def voices():\n    from throughline.listen.models import Voice\n    return Voice",
            RAW_VOICES,
            id="inside a function",
        ),
        pytest.param(
            "align/queries.py", "import throughline.understand.models", RIGHT_OF_UNDERSTAND, id="a draft"
        ),
        pytest.param(
            "align/queries.py", "import throughline.measure.models", MEASURED, id="what is measured"
        ),
        pytest.param(
            "report/queries.py", "import throughline.measure.published", MEASURED, id="published, by report"
        ),
        pytest.param(
            "understand/releases.py", "import throughline.measure.queries", NUMBERS, id="exact, by a release"
        ),
        pytest.param(
            "understand/releases.py",
            "def late():\n    from throughline.measure.models import Run\n    return Run",
            NUMBERS,
            id="a run, by a release",
        ),
        pytest.param(
            "measure/workflows.py",
            "import throughline.methods.disclosure",
            "Disclosure control is asked only through the guard",
            id="disclosure control beside the guard",
        ),
        pytest.param(
            "measure/queries.py", "import throughline.measure.published", INSIDE, id="upwards to published"
        ),
        pytest.param("convene/actions.py", "import throughline.listen.queries", STORY_ORDER, id="rightwards"),
        pytest.param("ui/fields.py", "import throughline.accounts.models", STORY_ORDER, id="floor to app"),
        pytest.param(
            "align/models.py", "import throughline.align.queries", INSIDE, id="upwards inside an app"
        ),
        *(
            pytest.param(
                "report/views.py" if app == "guide" else "guide/views.py",
                f"import throughline.{app}.workflows",
                f"Pages, forms, tasks and workflows of {app} are private",
                id=f"the workflows of {app}",
            )
            for app in checks.STORY
        ),
        pytest.param(
            "methods/groups.py",
            "import django",
            "Methods and formats know neither Django nor a database",
            id="Django in a method",
        ),
        pytest.param(
            "methods/groups.py",
            "import time",
            "Methods open no file, read no clock, draw no unseeded chance and use no network",
            id="a clock in a method",
        ),
        pytest.param("utils/__init__.py", "", STORY_ORDER, id="a new folder utils"),
        pytest.param("listen/helpers.py", "", INSIDE, id="a new kind of file"),
    ],
)
def test_a_planted_import_is_caught(skeleton: Path, file: str, text: str, contract: str) -> None:
    plant(skeleton, f"throughline/{file}", text)
    broken = checks.broken_contracts(skeleton)
    assert any(contract in sentence for sentence in broken), broken


def test_a_new_kind_of_file_is_caught_even_where_nothing_imports_it(skeleton: Path) -> None:
    plant(skeleton, "throughline/listen/services/notes.txt")
    assert checks.unlisted_files(skeleton) == ["throughline/listen/services: is not in the list of files"]


def test_a_late_import_of_the_real_project_is_caught(tmp_path: Path) -> None:
    shutil.copy(ROOT / ".importlinter", tmp_path)
    skip = shutil.ignore_patterns("__pycache__", "*.mo", "static", "templates", "migrations")
    shutil.copytree(ROOT / "throughline", tmp_path / "throughline", ignore=skip)
    with (tmp_path / "throughline" / "report" / "apps.py").open("a") as file:
        file.write("\n\ndef late() -> None:\n    import throughline.listen.models  # noqa: F401\n")
    assert checks.broken_contracts(tmp_path) == [RAW_VOICES]


# Rule 7


isolated = isolate_apps("django.contrib.contenttypes", *(f"throughline.{app}" for app in checks.STORY[1:]))


def table(app: str, name: str, **fields: object) -> type[models.Model]:
    meta = type("Meta", (), {"app_label": app})
    return type(name, (models.Model,), {"__module__": __name__, "Meta": meta, **fields})


def key(to: type[models.Model], related_name: str | None = "+") -> object:
    return models.ForeignKey(to, on_delete=models.CASCADE, related_name=related_name)


@isolated
def test_a_key_into_a_raw_table_is_caught() -> None:
    voice = table("listen", "Voice")
    directive = table("align", "Directive", voice=key(voice))
    assert checks.paths_to_voices([voice, directive]) == ["align.Directive --voice--> listen.Voice"]


@isolated
def test_a_many_to_many_into_a_raw_table_is_caught() -> None:
    voice = table("listen", "Voice")
    directive = table("align", "Directive", voices=models.ManyToManyField(voice, related_name="+"))
    assert "align.Directive --voices--> listen.Voice" in checks.paths_to_voices([voice, directive])


@isolated
def test_a_chain_that_passes_every_import_rule_is_caught() -> None:
    voice = table("listen", "Voice")
    finding = table("understand", "ReleasedFinding")
    evidence = table("understand", "Evidence", finding=key(finding, "evidence"), voice=key(voice))
    directive = table("align", "Directive", finding=key(finding))
    assert checks.paths_to_voices([voice, finding, evidence, directive]) == [
        "align.Directive --finding--> understand.ReleasedFinding --evidence--> understand.Evidence"
    ]


@isolated
def test_a_way_back_from_a_shared_neighbor_is_caught() -> None:
    forum = table("convene", "Forum")
    voice = table("listen", "Voice", forum=key(forum, None))
    publication = table("report", "Publication", forum=key(forum))
    assert checks.paths_to_voices([forum, voice, publication]) == [
        "report.Publication --forum--> convene.Forum --voice--> listen.Voice"
    ]
    assert checks.keys_across_apps([forum, voice, publication]) == [
        "listen.Voice.forum: a key between apps has related_name='+'"
    ]


@isolated
def test_a_generic_relation_is_caught() -> None:
    kind = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    note = table(
        "listen",
        "Note",
        kind=kind,
        number=models.PositiveIntegerField(),
        about=GenericForeignKey("kind", "number"),
    )
    action = table("align", "Action", notes=GenericRelation(note, "number", "kind"))
    assert checks.paths_to_voices([note, action]) == ["align.Action --notes--> listen.Note"]


@isolated
def test_a_generic_key_is_caught() -> None:
    need = table(
        "partner",
        "Need",
        kind=models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+"),
        number=models.PositiveIntegerField(),
        about=GenericForeignKey("kind", "number"),
    )
    assert checks.paths_to_voices([need]) == ["partner.Need has a generic key: it may point at any table"]


@isolated
def test_a_key_that_points_right_is_caught() -> None:
    publication = table("report", "Publication")
    cycle = table("convene", "Cycle", page=key(publication))
    assert checks.keys_across_apps([cycle]) == ["convene.Cycle.page points right, at report.Publication"]


@isolated
def test_a_key_to_a_frozen_copy_is_allowed() -> None:
    release = table("understand", "Release")
    finding = table("understand", "ReleasedFinding", release=key(release, "findings"))
    voice = table("listen", "Voice")
    evidence = table("understand", "Evidence", released=key(finding), voice=key(voice))
    directive = table("align", "Directive", findings=models.ManyToManyField(finding, related_name="+"))
    assert checks.paths_to_voices([release, finding, voice, evidence, directive]) == []


# Rule 8


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
    assert len(checks.foreign_templates(skeleton)) == 1


def test_own_templates_and_those_of_ui_are_allowed(skeleton: Path) -> None:
    plant(
        skeleton,
        "throughline/align/templates/align/a.html",
        '{% extends "ui/base.html" %}{% include "align/b.html" %}',
    )
    plant(skeleton, "throughline/align/views.py", 'render(request, "align/a.html")')
    assert checks.foreign_templates(skeleton) == checks.misplaced_templates(skeleton) == []


def test_a_template_in_another_apps_name_is_caught(skeleton: Path) -> None:
    plant(skeleton, "throughline/align/templates/listen/voice.html")
    assert len(checks.misplaced_templates(skeleton)) == 1


def test_raw_sql_is_caught_outside_queries_and_bulk_actions(skeleton: Path) -> None:
    sql = "connection.cursor().execute('SELECT 1')"
    plant(skeleton, "throughline/listen/views.py", sql)
    plant(skeleton, "throughline/listen/queries.py", sql)
    plant(skeleton, "throughline/align/queries/matrix.py", sql)
    plant(skeleton, "throughline/partner/actions/bulk.py", sql)
    assert {sentence.split(":")[0] for sentence in checks.raw_sql(skeleton)} == {
        "throughline/listen/views.py"
    }


def test_a_setting_missing_from_the_docs_is_caught(skeleton: Path) -> None:
    plant(skeleton, "throughline/config/settings.py", "os.environ['THROUGHLINE_NEW_THING']")
    plant(skeleton, "settings.md", "There is `THROUGHLINE_HOME`.")
    named = checks.settings_named(skeleton)
    assert checks.undocumented(named, skeleton / "settings.md") == [
        "settings.md says nothing of `THROUGHLINE_NEW_THING`"
    ]


def test_a_url_called_unlike_its_view_is_caught() -> None:
    def directive(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    def response(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    patterns = [path("a/", directive, name="directive"), path("b/", response, name="directive")]
    assert checks.misnamed_urls(patterns) == [
        "b/: the view response has a URL called directive",
        "b/: another view is called directive too",
    ]


def test_a_view_without_a_method_decorator_is_caught() -> None:
    def directive(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    patterns = [
        path("a/", directive),
        path("b/", public(require_safe(directive))),
        path("c/", login_required(require_get_or_post(directive))),
        path("d/", login_required(directive)),
    ]
    assert checks.views_of_any_method(patterns) == [
        "a/: the view directive answers any method",
        "d/: the view directive answers any method",
    ]


# Content security policy


@pytest.mark.parametrize(
    "markup",
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
def test_an_inline_style_or_script_is_caught(skeleton: Path, markup: str) -> None:
    plant(skeleton, "throughline/report/templates/report/page.html", markup)
    assert len(checks.inline_styles_and_scripts(skeleton)) == 1


@pytest.mark.parametrize("file", ["static/ui/line.svg", "templatetags/ui.py"])
def test_an_inline_style_in_a_picture_or_in_python_is_caught(skeleton: Path, file: str) -> None:
    text = '<svg><path style="fill: red"/></svg>'
    plant(skeleton, f"throughline/ui/{file}", f"mark = {text!r}" if file.endswith(".py") else text)
    assert len(checks.inline_styles_and_scripts(skeleton)) == 1


def test_a_style_sheet_a_script_file_and_data_are_allowed(skeleton: Path) -> None:
    markup = '<link rel="stylesheet" href="a.css"><script src="a.js"></script>'
    markup += (
        '<script type="application/json">{}</script><p class="{% if a < b %}style{% endif %}">style="…"</p>'
    )
    plant(skeleton, "throughline/report/templates/report/page.html", markup)
    assert checks.inline_styles_and_scripts(skeleton) == []


# Habits


def test_headers_of_a_file_written_outside_ui_are_caught(skeleton: Path) -> None:
    plant(skeleton, "throughline/align/views.py", 'response["Content-Disposition"] = "attachment"')
    plant(skeleton, "throughline/ui/downloads.py", 'response["Content-Disposition"] = "attachment"')
    assert checks.file_headers(skeleton) == [
        "throughline/align/views.py:1: writes the headers of a file to save outside ui"
    ]


def test_an_import_under_another_name_is_caught(skeleton: Path) -> None:
    plant(
        skeleton,
        "throughline/align/views.py",
        "import numpy as np\nfrom y import gettext as _\nfrom x import actions as work",
    )
    assert checks.renamed_imports(skeleton) == ["throughline/align/views.py:3: imports actions as work"]


def test_markup_built_outside_ui_is_caught(skeleton: Path) -> None:
    plant(skeleton, "throughline/report/templates/report/page.html", "{{ words|safe }}")
    plant(
        skeleton,
        "throughline/report/views.py",
        "from django.utils.safestring import mark_safe\nmark_safe('x')",
    )
    plant(skeleton, "throughline/ui/templatetags/ui.py", "mark_safe('x')")
    assert len(checks.unescaped(skeleton)) == 2


def test_a_signal_is_caught(skeleton: Path) -> None:
    plant(skeleton, "throughline/listen/apps.py", "from django.db.models.signals import post_save")
    plant(skeleton, "throughline/align/apps.py", "from django.dispatch import receiver")
    plant(skeleton, "throughline/accounts/apps.py", "from django.dispatch import receiver")
    assert len(checks.signals(skeleton)) == 2


def test_a_row_changed_by_a_page_is_caught(skeleton: Path) -> None:
    plant(
        skeleton,
        "throughline/align/views.py",
        "def f(request, form):\n    form.save()\n    request.session.save()",
    )
    assert checks.writes_outside_actions(skeleton) == [
        "throughline/align/views.py:2: form.save() changes rows outside actions"
    ]


def test_a_skip_without_a_reason_is_caught(skeleton: Path) -> None:
    # Built from parts, so that this file does not break the rule it tests.
    skip = "pytest." + "skip"
    plant(
        skeleton,
        "tests/test_a.py",
        f"{skip}()\n{skip}('no browser here')\n@pytest.mark.skip\ndef test(): ...",
    )
    assert len(checks.skips_without_reason(skeleton)) == 2


def test_an_address_among_the_pins_is_caught() -> None:
    text = "numpy==2.4.6\n--index-url https" + "://example.org/simple\n"
    assert len(checks.addresses_in_constraints(text)) == 1


def test_a_path_of_one_machine_is_caught(skeleton: Path) -> None:
    plant(skeleton, "docs/a.md", "Look in /" + "home/ana/data, not in https://example.org/home/ana.")
    assert len(checks.machine_paths(skeleton, [skeleton / "docs" / "a.md"])) == 1


def test_a_docstring_without_its_parameters_is_caught() -> None:
    assert checks.unread_docstrings([f"{__name__}.half_documented"]) == [
        f"{__name__}.half_documented: PR01 Parameters {{'votes'}} not documented",
        f"{__name__}.half_documented: RT01 No Returns section found",
    ]


def half_documented(votes: list[int]) -> int:
    """Count."""
    return len(votes)


# Tenancy


@isolated
def test_a_table_without_its_district_is_caught() -> None:
    cycle = table("convene", "Cycle", district=key(District))
    step = table("convene", "Step", cycle=key(cycle))
    assert checks.rows_without_district([cycle, step, District, Person, ContentType]) == [
        "convene.Step does not carry its district"
    ]


@isolated
def test_a_through_table_that_nobody_wrote_is_caught() -> None:
    finding = table("understand", "ReleasedFinding", district=key(District))
    findings = models.ManyToManyField(finding, related_name="+")
    directive = table("align", "Directive", district=key(District), findings=findings)
    through = directive._meta.apps.get_models(include_auto_created=True)
    assert checks.rows_without_district(through) == [
        "align.Directive_findings was made by itself: a many-to-many names its through model"
    ]


@isolated
def test_a_through_table_without_its_district_is_caught() -> None:
    finding = table("understand", "ReleasedFinding", district=key(District))
    findings = models.ManyToManyField(finding, through="align.DirectiveFinding", related_name="+")
    directive = table("align", "Directive", district=key(District), findings=findings)
    pair = table("align", "DirectiveFinding", directive=key(directive), finding=key(finding))
    assert checks.rows_without_district([finding, directive, pair]) == [
        "align.DirectiveFinding does not carry its district"
    ]


def test_a_row_saved_outside_the_scope_is_refused(district: District, other_district: District) -> None:
    with pytest.raises(OutsideScope):
        Cycle(district=other_district, title=make.translated("Theirs")).save()
    with pytest.raises(OutsideScope):
        Cycle.objects.bulk_create([Cycle(district=other_district, title=make.translated("Theirs"))])


def test_a_row_saved_without_a_scope_is_refused(other_district: District) -> None:
    with pytest.raises(OutsideScope):
        Cycle(district=other_district, title=make.translated("Nobody's")).save()


def test_a_key_joining_two_districts_is_refused_where_it_is_seen(
    district: District, other_district: District
) -> None:
    with scope(district=other_district):
        theirs = make.cycle()
    with pytest.raises(OutsideScope):
        Forum(cycle=theirs, kind=ForumKind.QUESTION, title=make.translated("Ours")).save()


def test_a_key_joining_two_districts_is_found_in_the_rows(
    district: District, other_district: District
) -> None:
    with scope(district=other_district):
        theirs = make.cycle()
    make.forum(make.cycle(), ForumKind.QUESTION)
    with scopes_disabled():
        assert checks.keys_joining_districts([Cycle, Forum]) == []
        Forum.objects.update(cycle_id=theirs.pk)  # which checks of single rows cannot see
        assert checks.keys_joining_districts([Cycle, Forum]) == [
            "convene.Forum.cycle: 1 rows lead to another district"
        ]


def test_a_many_to_many_joining_two_districts_is_found_in_the_rows(
    district: District, other_district: District
) -> None:
    with scope(district=other_district):
        theirs = Directive.objects.create(cycle=make.cycle(), sentence=make.translated("Theirs"))
    ours = Directive.objects.create(cycle=make.cycle(), sentence=make.translated("Ours"))
    initiative = Initiative.objects.create(title=make.translated("Ours"), state=InitiativeState.FUTURE)
    initiative.directives.add(ours.pk, theirs.pk)
    with scopes_disabled():
        assert checks.keys_joining_districts([Initiative, InitiativeDirective]) == [
            "align.Initiative.directives: 1 rows lead to another district",
            "align.InitiativeDirective.directive: 1 rows lead to another district",
        ]


def test_a_through_row_of_another_district_than_what_it_joins_is_found_in_the_rows(
    district: District, other_district: District
) -> None:
    directive = Directive.objects.create(cycle=make.cycle(), sentence=make.translated("Ours"))
    make.initiative("Ours", directive)
    with scopes_disabled():
        assert checks.keys_joining_districts([Initiative, InitiativeDirective]) == []
        InitiativeDirective._base_manager.update(district=other_district)
        assert checks.keys_joining_districts([Initiative, InitiativeDirective]) == [
            "align.InitiativeDirective.initiative: 1 rows lead to another district",
            "align.InitiativeDirective.directive: 1 rows lead to another district",
        ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("PublishedTable(10)", id="by its name"),
        pytest.param("results.PublishedTable(10)", id="by its module"),
        pytest.param("from x import PublishedTable as Table\n\nTable(10)", id="by an import's name"),
        pytest.param("Table = PublishedTable\nTable(10)", id="by another name"),
        pytest.param("class Table(PublishedTable):\n    pass\n\n\nTable(10)", id="by a subclass"),
        pytest.param("from_plain(PublishedTable, {})", id="of JSON"),
        pytest.param("basis_from_plain([{}])", id="of the JSON of a basis"),
        pytest.param("from_plain(BasisEntry, {})", id="of the JSON of an entry"),
        pytest.param("replace(table, n_hidden=0)", id="changed"),
    ],
)
@pytest.mark.parametrize("folder", ["understand/releases", "measure/published", "report/queries"])
def test_what_may_be_published_made_beside_the_guard_is_caught(
    skeleton: Path, folder: str, text: str
) -> None:
    plant(skeleton, f"throughline/{folder}/leak.py", text)
    plant(
        skeleton,
        "throughline/measure/models/results/tables.py",
        "class PublishedTable:\n    minimum_n: int\n    n_hidden: int\n",
    )
    plant(skeleton, "throughline/measure/queries/guard/tables.py", "PublishedTable(10)")
    plant(skeleton, "throughline/understand/releases/package_tables.py", "basis_from_plain([])")
    plant(skeleton, "throughline/measure/models/run.py", "from_stored({}, PublishedTable)")
    plant(skeleton, "throughline/understand/releases/fine.py", "isinstance(figures, PublishedTable)")
    (found,) = checks.made_beside_the_guard(skeleton, {"PublishedTable"})
    assert found.startswith(f"throughline/{folder}/leak.py")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("def told(run):\n    return run.exact_table", id="typed"),
        pytest.param('def told(run):\n    return run.exact["counts"]', id="as a row keeps it"),
        pytest.param('def told(run):\n    return getattr(run, "exact")', id="by a word"),
        pytest.param('def told(runs):\n    return runs.values("exact")', id="by a query"),
        pytest.param("from throughline.measure.models.results import ExactTable", id="its type"),
    ],
)
@pytest.mark.parametrize("folder", ["understand/releases", "understand/queries", "report/queries"])
def test_what_reads_exactly_what_a_run_found_where_things_leave_is_caught(
    skeleton: Path, folder: str, text: str
) -> None:
    plant(skeleton, f"throughline/{folder}/leak.py", text)
    plant(skeleton, "throughline/measure/queries/fine.py", text)
    (found,) = checks.exact_where_things_leave(skeleton)
    assert found.startswith(f"throughline/{folder}/leak.py")


def test_a_verb_is_read_wherever_the_audit_is_given_it(skeleton: Path) -> None:
    plant(skeleton, "throughline/accounts/actions.py", "def record(actor, verb, obj, **details): ...")
    plant(
        skeleton,
        "throughline/listen/actions.py",
        "def receive(actor, forum, verb): record(actor, verb, forum)\n"
        "receive(actor, forum, 'add_statement')\n"
        "actions.record(actor, f'{move}_voice' if move else 'undo_move', forum)\n",
    )
    assert checks.verbs_recorded(skeleton) == {"add_statement", "*_voice", "undo_move"}
