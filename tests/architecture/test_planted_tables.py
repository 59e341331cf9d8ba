"""Planted foreign keys that break rule 7 or tenancy are found, or refused by the database layer."""

import pytest
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test.utils import isolate_apps
from django_scopes import scope, scopes_disabled

from tests import make
from tests.architecture.checks import sources, tables
from throughline.accounts.models import District, OutsideScope, Person
from throughline.align.models import Directive, Initiative, InitiativeDirective, InitiativeState
from throughline.convene.models import Cycle, Forum, ForumKind

pytestmark = pytest.mark.once

isolated = isolate_apps("django.contrib.contenttypes", *(f"throughline.{app}" for app in sources.STORY[1:]))


def table(app: str, name: str, **fields: object) -> type[models.Model]:
    meta = type("Meta", (), {"app_label": app})
    return type(name, (models.Model,), {"__module__": __name__, "Meta": meta, **fields})


def key(to: type[models.Model], related_name: str | None = "+") -> object:
    return models.ForeignKey(to, on_delete=models.CASCADE, related_name=related_name)


@isolated
def test_a_key_into_a_raw_table_is_caught() -> None:
    voice = table("listen", "Voice")
    directive = table("align", "Directive", voice=key(voice))
    assert tables.paths_to_voices([voice, directive]) == ["align.Directive --voice--> listen.Voice"]


@isolated
def test_a_many_to_many_into_a_raw_table_is_caught() -> None:
    voice = table("listen", "Voice")
    directive = table("align", "Directive", voices=models.ManyToManyField(voice, related_name="+"))
    assert "align.Directive --voices--> listen.Voice" in tables.paths_to_voices([voice, directive])


@isolated
def test_a_chain_that_passes_every_import_rule_is_caught() -> None:
    voice = table("listen", "Voice")
    finding = table("understand", "ReleasedFinding")
    evidence = table("understand", "Evidence", finding=key(finding, "evidence"), voice=key(voice))
    directive = table("align", "Directive", finding=key(finding))
    assert tables.paths_to_voices([voice, finding, evidence, directive]) == [
        "align.Directive --finding--> understand.ReleasedFinding --evidence--> understand.Evidence"
    ]


@isolated
def test_a_way_back_from_a_shared_neighbor_is_caught() -> None:
    forum = table("convene", "Forum")
    voice = table("listen", "Voice", forum=key(forum, None))
    publication = table("report", "Publication", forum=key(forum))
    assert tables.paths_to_voices([forum, voice, publication]) == [
        "report.Publication --forum--> convene.Forum --voice--> listen.Voice"
    ]
    assert tables.keys_across_apps([forum, voice, publication]) == [
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
    assert tables.paths_to_voices([note, action]) == ["align.Action --notes--> listen.Note"]


@isolated
def test_a_generic_key_is_caught() -> None:
    need = table(
        "partner",
        "Need",
        kind=models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+"),
        number=models.PositiveIntegerField(),
        about=GenericForeignKey("kind", "number"),
    )
    assert tables.paths_to_voices([need]) == ["partner.Need has a generic key: it may point at any table"]


@isolated
def test_a_key_that_points_right_is_caught() -> None:
    publication = table("report", "Publication")
    cycle = table("convene", "Cycle", page=key(publication))
    assert tables.keys_across_apps([cycle]) == ["convene.Cycle.page points right, at report.Publication"]


@isolated
def test_a_key_to_a_frozen_copy_is_allowed() -> None:
    release = table("understand", "Release")
    finding = table("understand", "ReleasedFinding", release=key(release, "findings"))
    voice = table("listen", "Voice")
    evidence = table("understand", "Evidence", released=key(finding), voice=key(voice))
    directive = table("align", "Directive", findings=models.ManyToManyField(finding, related_name="+"))
    assert tables.paths_to_voices([release, finding, voice, evidence, directive]) == []


@isolated
def test_a_table_without_its_district_is_caught() -> None:
    cycle = table("convene", "Cycle", district=key(District))
    step = table("convene", "Step", cycle=key(cycle))
    assert tables.rows_without_district([cycle, step, District, Person, ContentType]) == [
        "convene.Step does not carry its district"
    ]


@isolated
def test_a_through_table_that_nobody_wrote_is_caught() -> None:
    finding = table("understand", "ReleasedFinding", district=key(District))
    findings = models.ManyToManyField(finding, related_name="+")
    directive = table("align", "Directive", district=key(District), findings=findings)
    through = directive._meta.apps.get_models(include_auto_created=True)
    assert tables.rows_without_district(through) == [
        "align.Directive_findings was made by itself: a many-to-many names its through model"
    ]


@isolated
def test_a_through_table_without_its_district_is_caught() -> None:
    finding = table("understand", "ReleasedFinding", district=key(District))
    findings = models.ManyToManyField(finding, through="align.DirectiveFinding", related_name="+")
    directive = table("align", "Directive", district=key(District), findings=findings)
    pair = table("align", "DirectiveFinding", directive=key(directive), finding=key(finding))
    assert tables.rows_without_district([finding, directive, pair]) == [
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
        assert tables.keys_joining_districts([Cycle, Forum]) == []
        Forum.objects.update(cycle_id=theirs.pk)  # which checks of single rows cannot see
        assert tables.keys_joining_districts([Cycle, Forum]) == [
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
        assert tables.keys_joining_districts([Initiative, InitiativeDirective]) == [
            "align.Initiative.directives: 1 rows lead to another district",
            "align.InitiativeDirective.directive: 1 rows lead to another district",
        ]


def test_a_through_row_of_another_district_than_what_it_joins_is_found_in_the_rows(
    district: District, other_district: District
) -> None:
    directive = Directive.objects.create(cycle=make.cycle(), sentence=make.translated("Ours"))
    make.initiative("Ours", directive)
    with scopes_disabled():
        assert tables.keys_joining_districts([Initiative, InitiativeDirective]) == []
        InitiativeDirective._base_manager.update(district=other_district)
        assert tables.keys_joining_districts([Initiative, InitiativeDirective]) == [
            "align.InitiativeDirective.initiative: 1 rows lead to another district",
            "align.InitiativeDirective.directive: 1 rows lead to another district",
        ]
