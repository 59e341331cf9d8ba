"""Every component on three pages, rendered without a database, for viewing and for browser tests."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from throughline.ui.charts import (
    CountBar,
    Coverage,
    GroupCircle,
    Landmark,
    MapPlace,
    ShareBar,
    count_bars,
    coverage_bars,
    group_map,
    opinion_map,
    place_map,
    share_bars,
)
from throughline.ui.fields import TranslatedText
from throughline.ui.forms import DayField, Finder, LongTextField, TranslatedTextFormField

QUOTE = TranslatedText.of(
    "es",
    "Aprendió más en dos semanas de trabajo real que en un año de hojas.",
    en="She learned more in two weeks of real work than in a year of worksheets.",
)


@dataclass
class District:
    """The attributes of a district that the base templates use."""

    name: str = "Juniper Valley Schools"
    state: str = "CO"
    contact: str = "Rosa Benavides, 970-555-0142, rosa@juniper.example"
    is_sample: bool = True
    languages: list[str] = field(default_factory=lambda: ["en", "es"])

    def url(self, name: str, **_kwargs: object) -> str:
        return "/accent.css" if name == "accent" else f"/{name}/"


class Message(str):
    level_tag = "success"


class EveryField(forms.Form):
    title = TranslatedTextFormField(
        label="The question", help_text="One sentence.", languages=["en", "es"], rows=1
    )
    words = LongTextField(label="Your answer", widget=forms.Textarea(attrs={"rows": 4}), max_length=400)
    mail = forms.EmailField(label="E-mail", help_text="Only to answer you.", required=False)
    role = forms.ChoiceField(
        label="Role (such as parent or student)",
        choices=[
            ("family", "Family member"),
            ("student", "Student"),
            ("other", "Someone else, such as an employer"),
        ],
        widget=forms.RadioSelect,
    )
    schools = forms.MultipleChoiceField(
        label="Which schools?",
        help_text="As many as you like.",
        choices=[("a", "Juniper Elementary"), ("b", "Dry Fork")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    language = forms.ChoiceField(label="Language", choices=[("en", "English"), ("es", "Español")])
    opens = DayField(label="Opens")
    hours = forms.IntegerField(label="Hours a week", required=False)
    table = forms.FileField(label="The table", help_text="A CSV file.", required=False)
    fixed = forms.BooleanField(label="I have read what is fixed", help_text="It cannot change.")


PAGES = {path.stem: path for path in (Path(__file__).parent / "pages").glob("*.html")}


def page(name: str, language: str = "en", **changes: object) -> str:
    """Return the HTML of one page of the gallery."""
    request = RequestFactory().get(f"/{name}/", {"page": "2", "q": "bus"})
    points = [((i * 37 % 100 - 50) / 10 + (i % 3) * 4, (i * 53 % 100 - 50) / 12) for i in range(240)]
    with override(language):
        context: dict[str, object] = {
            "district": District(),
            "offered_languages": ["en", "es"],
            "user": SimpleNamespace(is_authenticated=name == "desk", name="Rosa Benavides"),
            "desk_nav": [
                {"label": label, "url": f"/{label}/", "is_current": label == "Overview"}
                for label in ("Overview", "1 Create a forum", "2 Act on priorities", "Partners", "Guide")
            ],
            "messages": [Message("Saved.")],
            "form": EveryField(
                {"words": "Something", "role": "family", "mail": "no address", "language": "en"}
            ),
            "finders": [
                Finder("find_service", "Find a service", "music", 3, 430),
                Finder("find_directive", "Find a priority", "", 60, 60),
            ],
            "steps": [
                {"label": "Vote", "is_current": True},
                {"label": "Add a statement"},
                {"label": "Follow your responses"},
            ],
            "page": Paginator(range(240), 25).get_page(2),
            "coverage": coverage_bars(
                [
                    Coverage("Families, elementary", 412, 1.2, 1.1, 1.3),
                    Coverage("Spanish at home", 120, 0.6, 0.52, 0.69, "up from 0.4×"),
                    Coverage("Residents, no child in school", 96, 0.5, 0.4, 0.6),
                    Coverage("Staff", 88, 2.7, 2.5, 2.9),
                    Coverage("Middle Eastern or North African", 31),
                ]
            ),
            "shares": share_bars(
                [
                    ShareBar("Every student should graduate having finished a real project.", 730, 108, 64),
                    ShareBar("School should begin at nine.", 410, 402, 90),
                    ShareBar("The bus should run late enough for every club.", 3, 0, 0),
                ]
            ),
            "counted": count_bars(
                [
                    CountBar("On time", 412, 520, 0.75, 0.83),
                    CountBar("Late or never", 108, 520, 0.17, 0.25),
                ]
            ),
            "map": opinion_map(points, [i % 3 for i in range(240)], ["A", "B", "C"]),
            "groups": group_map([GroupCircle("A", 183, -60, 0), GroupCircle("B + C", 40, 100, -15)]),
            "places": place_map(
                [MapPlace(n, 39.7 + n % 4 / 90, -105 + n * n % 7 / 70) for n in range(1, 13)],
                [Landmark("Mesa Middle School", 39.71, -104.97), Landmark("Aspen", 39.73, -104.93)],
                (39.71, -104.96),
            ),
            "quote": QUOTE,
            "moment": datetime(2026, 6, 14, 18, tzinfo=UTC),
            "header": ["Group", "Agree", "Disagree"],
            "rows": [["A", "86%", "9%"], ["B", "74%", "20%"]],
            **changes,
        }
        return str(engines["django"].from_string(PAGES[name].read_text()).render(context, request))
