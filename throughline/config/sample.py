"""The invented district: the same people, votes and words every time, dated from the day it is made."""

import json
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any, NotRequired, TypeAlias, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from throughline.accounts import actions as accounts
from throughline.accounts.models import District, Job, Person, School
from throughline.accounts.permissions import Actor
from throughline.align import actions as align
from throughline.align.models import Directive
from throughline.convene import actions as convene
from throughline.convene.models import Cycle, Forum, ForumKind, Promise
from throughline.listen.workflows import sample as voices
from throughline.measure import workflows as measure
from throughline.measure.workflows import sample as counts
from throughline.partner.workflows import sample as partners
from throughline.report.workflows import publish_cycle
from throughline.ui.fields import TranslatedText
from throughline.understand.releases import released_findings
from throughline.understand.workflows import sample as sense

SEED = 2026
PASSWORD = "a line from every voice"  # noqa: S105 of invented people, on this machine alone
N_PEOPLE = 320
SURENESS = 1.2
N_ASKED_HALF_WAY = 60
N_SURVEYED = 166

Handed: TypeAlias = Any
"""A voice, a code or a run: what one workflow makes for another. Its model is only for their apps to name."""


class InBoth(TypedDict):
    """Words in both languages, as in the files of `sample`."""

    en: str
    es: str


class Statement(InBoth):
    agree: list[float]


class Answer(TypedDict):
    text: str
    language: str
    codes: list[str]
    quote: NotRequired[bool]
    translation: NotRequired[str]


class SchoolOf(TypedDict):
    name: str
    level: str
    state_id: str
    students: int


class PersonOf(TypedDict):
    name: str
    email: str
    role: str
    language: NotRequired[str]
    school: NotRequired[str]


class About(TypedDict):
    """What `sample/district.json` says of the district."""

    slug: str
    name: str
    state: str
    nces_id: str
    state_id: str
    contact: str
    schools: list[SchoolOf]
    people: list[PersonOf]


class Decision(TypedDict):
    kind: str
    vote: str
    reason: TranslatedText
    changes: NotRequired[TranslatedText]


@dataclass(frozen=True)
class Signed:
    """As whom to sign in, and a link that leads to what one invented person said."""

    district: str
    password: str
    people: tuple[tuple[str, str], ...]
    follow_code: str


def _read(name: str) -> Any:
    return json.loads(files("sample").joinpath(f"{name}.json").read_text(encoding="utf-8"))


def t(english: str, spanish: str) -> TranslatedText:
    return TranslatedText("en", {"en": english, "es": spanish}, {"en": True, "es": True})


def _both(texts: InBoth) -> TranslatedText:
    return t(texts["en"], texts["es"])


def _translated(language: str, answer: Answer) -> TranslatedText:
    """The translation of a quote, read by a person: no other leaves."""
    return TranslatedText(language, {language: answer["translation"]}, {language: True})


def ensure() -> Signed:
    """Make the district unless it is there; both times say as whom to sign in."""
    about: About = _read("district")
    district = District.objects.filter(slug=about["slug"]).first()
    if district is None:
        with transaction.atomic():
            district = make(timezone.now())
    roles = tuple((person["role"], person["email"]) for person in about["people"])
    return Signed(district.slug, PASSWORD, roles, _code_of_the_first_answer(district))


def where_to_look(base: str, signed: Signed) -> str:
    lines = [
        "",
        "Juniper Valley is invented, and so is everyone in it. It runs here:",
        f"  {base}/d/{signed.district}/          what families see",
        f"  {base}/d/{signed.district}/desk/     the staff desk",
        f"  {base}/d/{signed.district}/f/{signed.follow_code}/     what became of one thing somebody said",
        "",
        f"Sign in with the password “{signed.password}” as",
        *(f"  {email:40} {role.replace('_', ' ')}" for role, email in signed.people),
        "",
        "Ctrl-C stops it. What you do stays in the demo's folder; delete the folder to begin anew.",
    ]
    return "\n".join(lines)


def make(now: datetime, seed: int = SEED, *, n_people: int = N_PEOPLE) -> District:
    """One cycle walked to its end, one open half way, a meeting, a survey with gaps, and partners.

    So many people vote in the cycle that is over. With fewer the database is smaller, and nothing is left out.
    """
    about: About = _read("district")
    district, _link = accounts.create_district(
        slug=about["slug"],
        name=about["name"],
        state=about["state"],
        languages=["en", "es"],
        nces_id=about["nces_id"],
        state_id=about["state_id"],
        contact=about["contact"],
        is_sample=True,
    )
    dice = random.Random(seed)  # noqa: S311 numbers of an invented district
    with scope(district=district):
        owner = _people(district, about)
        story = _Story(district, owner, dice, now, n_people)
        story.figures()
        story.walk_to_the_end()
        story.open_half_way()
    return district


def _people(district: District, about: About) -> Actor:
    system = Actor.system(district)
    schools = {}
    for school in about["schools"]:
        schools[school["name"]] = accounts.create_school(
            system, name=school["name"], level=school["level"], state_id=school["state_id"]
        )
    for row in about["people"]:
        person = accounts.create_person(
            email=row["email"], name=row["name"], password=PASSWORD, language=row.get("language", "")
        )
        accounts.add_member(
            system, person=person, role=row["role"], school=schools.get(row.get("school", ""))
        )
    return Actor.of(district, Person.objects.get(email=about["people"][0]["email"]))


def _code_of_the_first_answer(district: District) -> str:
    """Made again from the seed: the token of the first of those who answered the open question."""
    with scope(district=district):
        forum = Forum.objects.filter(kind=ForumKind.QUESTION).order_by("pk").first()
        token = voices.new_token(random.Random(f"{SEED} answers"))  # noqa: S311
        return voices.first_code(forum, token) if forum else ""


class _Story:
    def __init__(
        self, district: District, actor: Actor, dice: random.Random, now: datetime, n_people: int
    ) -> None:
        self.district, self.actor, self.dice, self.now = district, actor, dice, now
        self.n_people = n_people
        self.schools = list(School.objects.all())
        self.sizes = [school["students"] for school in _read("district")["schools"]]
        self.today = now.astimezone(district.zone).date()

    # People

    def people(self, n: int, source: random.Random, spanish: float = 0.22) -> list[voices.Person]:
        """Takers-part: high-school families answer readily, Spanish-speaking homes and small schools less."""
        roles = ["family"] * 11 + ["student"] * 4 + ["staff"] * 3 + ["employer", "resident"]
        eagerness = [
            size * (1.6 if school.level == "high" else 0.8)
            for size, school in zip(self.sizes, self.schools, strict=True)
        ]
        return [
            voices.Person(
                token=voices.new_token(source),
                language="es" if source.random() < spanish else "en",
                role=source.choice(roles),
                school=source.choices(self.schools, eagerness)[0],
            )
            for _number in range(n)
        ]

    def moments(self, n: int, begins: datetime, ends: datetime) -> list[datetime]:
        seconds = (ends - begins).total_seconds()
        return sorted(begins + timedelta(seconds=self.dice.random() * seconds) for _number in range(n))

    def forum(
        self,
        cycle: Cycle,
        kind: str,
        title: TranslatedText,
        opens: int,
        closes: int,
        **fields: Unpack[convene.ForumFields],
    ) -> Forum:
        """A forum announced `opens` days from now and closing `closes` days from now."""
        forum = convene.create_forum(self.actor, cycle, kind=kind, title=title, **fields)
        day = timedelta(days=1)
        return convene.announce_forum(
            self.actor,
            forum,
            opens_at=self.district.starts(self.today + opens * day),
            closes_at=self.district.ends(self.today + closes * day),
        )

    def close(self, forum: Forum, closed: int) -> None:
        forum.closes_at = self.district.ends(self.today + timedelta(days=closed))
        forum.save(update_fields=["closes_at"])

    def votes(self, statements: list[Statement], n_people: int) -> list[tuple[int, int, int]]:
        """Two ways of seeing things, a few people between them, and nobody who answers everything."""
        votes = []
        for person in range(n_people):
            lean = self.dice.choices([0.0, 1.0, 0.5], [0.57, 0.38, 0.05])[0]
            stamina = min(len(statements), max(3, round(self.dice.gauss(17, 6))))
            for place in self.dice.sample(range(len(statements)), stamina):
                first, second = statements[place]["agree"]
                agrees = min(max(0.5 + SURENESS * (first + (second - first) * lean - 0.5), 0.03), 0.97)
                roll = self.dice.random()
                value = 0 if roll < 0.08 else 1 if self.dice.random() < agrees else -1
                votes.append((person, place, value))
        return votes

    # The cycle that is over

    def figures(self) -> None:
        counts.keep_figures(self.actor, _read("figures"), as_of=f"{self.today.year}")

    def walk_to_the_end(self) -> None:
        cycle = self.finished_cycle()
        _statements, seeds, forum = self.finished_statements(cycle)
        answered, notes = self.finished_words(cycle)
        known = self.finished_survey(cycle)
        run = self.patterns(forum)
        codes = self.sorted_words(cycle, answered, notes)
        self.findings(cycle, seeds, answered, codes, run, known)
        directives = self.directives(cycle)
        self.work(directives)
        partners.bring_partners(self.actor, _read("partners")["organizations"], self.schools, directives)
        convene.end_cycle(
            self.actor,
            cycle,
            is_promise_kept=True,
            note=t(
                "Each directive has an answer with its reason. One answer is “not now”.",
                "Cada directiva tiene una respuesta con su razón. Una respuesta es «ahora no».",
            ),
        )
        cycle.refresh_from_db()
        publish_cycle(self.actor, cycle)

    def finished_cycle(self) -> Cycle:
        cycle = convene.create_cycle(
            self.actor,
            title=t(
                "What should every graduate know and be able to do?",
                "¿Qué debe saber y saber hacer todo graduado?",
            ),
            decision=t(
                "The board adopts a portrait of a graduate and what is done about it first.",
                "La junta aprueba el perfil del graduado y lo primero que se hará.",
            ),
            decider=t("The board of education", "La junta de educación"),
            decided_when=t("early summer", "a principios del verano"),
            already_fixed=t(
                "State graduation law and this year's budget.",
                "La ley estatal de graduación y el presupuesto de este año.",
            ),
            asked_of_people=t(
                "Two minutes to agree or disagree, or an evening at the library.",
                "Dos minutos para decir si está de acuerdo, o una tarde en la biblioteca.",
            ),
            promise=Promise.INVOLVE,
            staff_hours_a_week=Decimal("9"),
        )
        steps = [
            (t("We ask", "Preguntamos"), t("late winter", "fin del invierno"), True),
            (t("We show what we heard", "Mostramos lo que oímos"), t("spring", "primavera"), True),
            (t("The board answers", "La junta responde"), t("early summer", "principios del verano"), True),
            (t("First report on the work", "Primer informe sobre el trabajo"), t("autumn", "otoño"), True),
            (t("The next question", "La próxima pregunta"), t("January", "enero"), False),
        ]
        for title, when, is_done in steps:
            step = convene.add_storyline_step(self.actor, cycle, title=title, when=when)
            if is_done:
                convene.mark_storyline_step(self.actor, step, is_done=True)
        return cycle

    def finished_statements(self, cycle: Cycle) -> tuple[list[Statement], list[Handed], Forum]:
        statements: list[Statement] = _read("statements")["graduate"]
        forum = self.forum(
            cycle,
            ForumKind.STATEMENTS,
            t("Graduates: agree or disagree", "Graduados: ¿de acuerdo o no?"),
            -250,
            5,
            introduction=t(
                "Say whether you agree, one sentence at a time.",
                "Diga si está de acuerdo, una frase a la vez.",
            ),
        )
        votes = self.votes(statements, self.n_people)
        begins = self.district.starts(self.today - timedelta(days=250))
        seeds = voices.fill_statements(
            self.actor,
            forum,
            statements=[statement["en"] for statement in statements],
            translations=[statement["es"] for statement in statements],
            people=self.people(self.n_people, self.dice),
            votes=votes,
            moments=self.moments(len(votes), begins, begins + timedelta(days=60)),
        )
        self.close(forum, -190)
        return statements, seeds, forum

    def finished_words(self, cycle: Cycle) -> tuple[list[tuple[Handed, Answer]], list[Handed]]:
        forum = self.forum(
            cycle,
            ForumKind.QUESTION,
            t(
                "What do graduates need in order to be successful?",
                "¿Qué necesitan los graduados para salir adelante?",
            ),
            -250,
            5,
            ready_question="graduates",
        )
        answers: list[Answer] = _read("answers")["answers"]
        source = random.Random(f"{SEED} answers")  # noqa: S311
        people = self.people(len(answers), source)
        begins = self.district.starts(self.today - timedelta(days=250))
        written = voices.fill_answers(
            self.actor,
            forum,
            people=people,
            texts=[voices.Text(i, answer["text"], answer["language"]) for i, answer in enumerate(answers)],
            moments=self.moments(len(answers), begins, begins + timedelta(days=60)),
        )
        self.close(forum, -190)
        meeting = self.forum(
            cycle,
            ForumKind.MEETING,
            t("Evening at the library", "Tarde en la biblioteca"),
            -230,
            5,
            introduction=t(
                "Juniper Valley Library, 6 to 8 in the evening. Child care and supper are there.",
                "Biblioteca de Juniper Valley, de 6 a 8 de la tarde. Hay cuidado de niños y cena.",
            ),
        )
        notes = voices.fill_meeting(
            self.actor,
            meeting,
            [
                (table["label"], table["language"], table["people"], table["notes"])
                for table in _read("notes")["tables"]
            ],
        )
        self.close(meeting, -229)
        return list(zip(written, answers, strict=True)), notes

    def finished_survey(self, cycle: Cycle) -> Handed:
        forum = self.forum(
            cycle, ForumKind.SURVEY, t("Survey of families", "Encuesta a las familias"), -220, 5
        )
        scale = [
            t("never", "nunca"),
            t("sometimes", "a veces"),
            t("often", "a menudo"),
            t("always", "siempre"),
        ]
        questions = [
            voices.Question("school", t("Which school do you know best?", "¿Qué escuela conoce mejor?")),
            voices.Question("role", t("Who are you here as?", "¿Quién es usted?")),
            voices.Question(
                "language", t("Which language do you speak at home?", "¿Qué idioma hablan en casa?")
            ),
            voices.Question(
                "single",
                t(
                    "Does an adult at school know your child well?",
                    "¿Hay en la escuela un adulto que conozca bien a su hijo o hija?",
                ),
                scale,
            ),
            voices.Question(
                "scale",
                t(
                    "How well does school prepare students for life after it?",
                    "¿Qué tan bien prepara la escuela para la vida después?",
                ),
            ),
            voices.Question("text", t("What should change first?", "¿Qué debería cambiar primero?")),
        ]
        people = self.people(N_SURVEYED, self.dice, spanish=0.12)
        answers: list[tuple[int, int, int | str]] = []
        for place, person in enumerate(people):
            small = person.school is not None and person.school.name == "Dry Fork School"
            weights = [1, 3, 5, 6] if small else [4, 7, 5, 2]
            answers += [(place, 0, 0), (place, 1, 0), (place, 2, 0)]
            if self.dice.random() < 0.94:
                answers.append((place, 3, self.dice.choices(range(4), weights)[0]))
            if self.dice.random() < 0.88:
                answers.append((place, 4, self.dice.choices(range(1, 6), [2, 5, 8, 5, 2])[0]))
        begins = self.district.starts(self.today - timedelta(days=220))
        asked = voices.fill_survey(
            self.actor,
            forum,
            questions=questions,
            people=people,
            answers=answers,
            moments=self.moments(len(answers), begins, begins + timedelta(days=21)),
        )
        self.close(forum, -195)
        return measure.save_crosstab(self.actor, forum, one=asked[0], other=asked[3])

    def patterns(self, forum: Forum) -> Handed:
        job = Job.objects.create(kind="opinion_groups", title="Patterns of votes", person=self.actor.person)
        accounts.run_job(
            self.district.slug, job.public_id, measure.find_opinion_groups, forum_id=forum.public_id
        )
        return counts.latest_run(forum.pk)

    def sorted_words(
        self, cycle: Cycle, answered: list[tuple[Handed, Answer]], notes: list[Handed]
    ) -> dict[str, Handed]:
        by_table = ["real_work", "money", "languages", "known", "basics", "getting_on"]
        coded = [(voice, answer["codes"]) for voice, answer in answered]
        coded += [
            (note, [by_table[place // 4]] if place % 4 == 0 else []) for place, note in enumerate(notes)
        ]
        names = {key: _both(name) for key, name in _read("answers")["codes"].items()}
        return sense.sort_words(self.actor, cycle, codes=names, coded=coded)

    def findings(
        self,
        cycle: Cycle,
        seeds: list[Handed],
        answered: list[tuple[Handed, Answer]],
        codes: dict[str, Handed],
        run: Handed,
        known: Handed,
    ) -> None:
        def quotes(code: str) -> list[sense.Quote]:
            return [
                sense.Quote(voice, _translated("es" if answer["language"] == "en" else "en", answer))
                for voice, answer in answered
                if answer.get("quote") and code in answer["codes"]
            ]

        missing = t(
            "Spanish-speaking homes and families of the elementary schools, who answered less than they are many.",
            "Los hogares que hablan español y las familias de las primarias, que respondieron menos de lo que son.",
        )
        drafts = [
            sense.Draft(
                t(
                    "Students should do real work for someone outside the school before they graduate.",
                    "Los estudiantes deberían hacer un trabajo real para alguien de fuera de la escuela antes de graduarse.",
                ),
                t(
                    "Both patterns of answers agree on this, and it is what people wrote about most.",
                    "Los dos patrones de respuestas coinciden en esto, y es sobre lo que más se escribió.",
                ),
                missing,
                statements=[seeds[0], seeds[15]],
                codes=["real_work"],
                quotes=quotes("real_work"),
            ),
            sense.Draft(
                t(
                    "Money, contracts and daily life belong in school.",
                    "El dinero, los contratos y la vida diaria son cosa de la escuela.",
                ),
                t("Hardly anyone disagrees.", "Casi nadie está en desacuerdo."),
                missing,
                statements=[seeds[1]],
                codes=["money"],
                quotes=quotes("money"),
            ),
            sense.Draft(
                t(
                    "Each student should have one adult at school who knows them well.",
                    "Cada estudiante debería tener en la escuela a un adulto que lo conozca bien.",
                ),
                t(
                    "Both patterns agree. In the survey, at every school or group of schools at least half said “never” or “sometimes”.",
                    "Los dos patrones coinciden. En la encuesta, en cada escuela o grupo de escuelas al menos la mitad dijo «nunca» o «a veces».",
                ),
                missing,
                statements=[seeds[9]],
                codes=["known"],
                runs=[known],
                quotes=quotes("known"),
            ),
            sense.Draft(
                t(
                    "People differ on two languages for all, and on how strict school should be.",
                    "Hay opiniones distintas sobre dos idiomas para todos y sobre cuán estricta debe ser la escuela.",
                ),
                t(
                    "Answers fell into two patterns, and these are the questions that part them.",
                    "Las respuestas forman dos patrones, y estas son las preguntas que los separan.",
                ),
                missing,
                runs=[run],
                quotes=quotes("languages"),
            ),
        ]
        written = sense.write_findings(self.actor, cycle, drafts, codes)
        sense.release(self.actor, cycle, written)

    def directives(self, cycle: Cycle) -> list[Directive]:
        found = released_findings(cycle)
        board = t("The board of education", "La junta de educación")
        day = self.today - timedelta(days=150)
        sentences = [
            t(
                "Give every student a real project with someone outside the school.",
                "Que cada estudiante tenga un proyecto real con alguien de fuera de la escuela.",
            ),
            t(
                "Teach money and contracts before graduation.",
                "Que se enseñe de dinero y contratos antes de la graduación.",
            ),
            t(
                "See to it that one adult knows each student well.",
                "Que un adulto conozca bien a cada estudiante.",
            ),
            t("Let both languages count the same.", "Que los dos idiomas valgan lo mismo."),
        ]
        directives = [
            align.create_directive(self.actor, cycle, sentence=sentence, findings=[finding])
            for sentence, finding in zip(sentences, found, strict=True)
        ]
        answers: list[Decision] = [
            {
                "kind": "adapt",
                "vote": "5–2",
                "reason": t(
                    "The board wants this, and there are partners for 380 students a year, not for 1,900.",
                    "La junta lo quiere, y hay socios para 380 estudiantes al año, no para 1,900.",
                ),
                "changes": t(
                    "In grade 11 rather than in every grade.", "En el grado 11 y no en todos los grados."
                ),
            },
            {
                "kind": "adopt",
                "vote": "7–0",
                "reason": t(
                    "It is asked for by nearly everyone, and two teachers already teach it.",
                    "Casi todos lo piden, y dos maestros ya lo enseñan.",
                ),
            },
            {
                "kind": "adopt",
                "vote": "6–1",
                "reason": t(
                    "Open Range has shown that it can be done with the staff there is.",
                    "Open Range mostró que se puede hacer con el personal que hay.",
                ),
            },
            {
                "kind": "defer",
                "vote": "4–3",
                "reason": t(
                    "There are too few bilingual teachers until 2028. The board takes it up again with the next budget.",
                    "Faltan maestros bilingües hasta 2028. La junta lo retoma con el próximo presupuesto.",
                ),
            },
        ]
        for directive, answer in zip(directives, answers, strict=True):
            align.respond(self.actor, directive, decided_by=board, decided_on=day, **answer)
        return directives

    def work(self, directives: list[Directive]) -> None:
        day = timedelta(days=1)
        projects = align.create_initiative(
            self.actor,
            title=t("Partner projects in grade 11", "Proyectos con socios en el grado 11"),
            description=t(
                "Each junior works two weeks with a partner and shows what came of it.",
                "Cada estudiante del grado 11 trabaja dos semanas con un socio y muestra lo que salió.",
            ),
            state="developing",
            directives=[directives[0]],
            owner="Partnership office",
        )
        placed = align.create_action(
            self.actor,
            projects,
            title=t("Place 380 students with partners", "Colocar a 380 estudiantes con socios"),
            owner="Partnership office",
            due_on=self.today + 60 * day,
            measure=t("students placed", "estudiantes colocados"),
            target=Decimal(380),
        )
        align.report_progress(
            self.actor,
            placed,
            on=self.today - 60 * day,
            status="under_way",
            value=Decimal(74),
            sentence=t("The first 19 partners are signed up.", "Los primeros 19 socios están inscritos."),
        )
        align.report_progress(
            self.actor,
            placed,
            on=self.today - 20 * day,
            status="behind",
            value=Decimal(162),
            sentence=t(
                "162 students are placed with 41 partners. 120 more places are needed by January; a van would open Dry Fork.",
                "162 estudiantes están colocados con 41 socios. Faltan 120 lugares para enero; una camioneta abriría Dry Fork.",
            ),
        )
        money = align.create_initiative(
            self.actor,
            title=t("Money and daily life", "El dinero y la vida diaria"),
            state="existing",
            directives=[directives[1]],
            owner="Mathematics department",
        )
        taught = align.create_action(
            self.actor,
            money,
            title=t(
                "Offer the semester at both high schools", "Ofrecer el semestre en las dos preparatorias"
            ),
            owner="Mathematics department",
            due_on=self.today + 200 * day,
            measure=t("students who finished it", "estudiantes que lo terminaron"),
            target=Decimal(500),
        )
        align.report_progress(
            self.actor,
            taught,
            on=self.today - 15 * day,
            status="under_way",
            value=Decimal(210),
            sentence=t(
                "Two classes run at the high school, one at Open Range.",
                "Hay dos grupos en la preparatoria y uno en Open Range.",
            ),
        )
        align.create_initiative(
            self.actor,
            title=t("Advisory every day", "Tutoría todos los días"),
            state="pilot",
            directives=[directives[2]],
            owner="High school leaders",
            schools=[school for school in self.schools if school.level == "high"],
            pilot_question=t(
                "Do more students say that an adult knows them well?",
                "¿Más estudiantes dicen que un adulto los conoce bien?",
            ),
            pilot_ends_on=self.today + 190 * day,
        )
        align.create_initiative(
            self.actor,
            title=t("Individual graduation plans", "Planes individuales de graduación"),
            state="existing",
            required_by="state graduation law",
            owner="Counselors",
        )
        align.create_initiative(
            self.actor,
            title=t("New scoreboard for the field", "Marcador nuevo para el campo"),
            state="future",
            owner="Athletics",
            is_public=False,
        )

    # The cycle that is open

    def open_half_way(self) -> None:
        cycle = convene.create_cycle(
            self.actor,
            title=t(
                "How do we make sure that every student is well served?",
                "¿Cómo logramos que cada estudiante esté bien atendido?",
            ),
            decision=t(
                "The board sets what help a student gets, and how fast, in next year's budget.",
                "La junta fija qué ayuda recibe cada estudiante, y en cuánto tiempo, en el presupuesto del próximo año.",
            ),
            decider=t(
                "The board, on the superintendent's proposal", "La junta, a propuesta de la superintendencia"
            ),
            decided_when=t("in spring", "en primavera"),
            already_fixed=t("Federal law on special education.", "La ley federal de educación especial."),
            asked_of_people=t("Two minutes, more if you like.", "Dos minutos, o más si quiere."),
            promise=Promise.CONSULT,
            staff_hours_a_week=Decimal("6"),
        )
        statements: list[Statement] = _read("statements")["served"]
        forum = self.forum(
            cycle,
            ForumKind.STATEMENTS,
            t("Help at school: agree or disagree", "Ayuda en la escuela: ¿de acuerdo o no?"),
            -12,
            24,
        )
        votes = [vote for vote in self.votes(statements, N_ASKED_HALF_WAY) if self.dice.random() < 0.6]
        begins = self.district.starts(self.today - timedelta(days=12))
        voices.fill_statements(
            self.actor,
            forum,
            statements=[statement["en"] for statement in statements],
            translations=[statement["es"] for statement in statements],
            people=self.people(N_ASKED_HALF_WAY, self.dice),
            votes=votes,
            moments=self.moments(len(votes), begins, self.now),
        )
        late = self.people(2, self.dice)
        voices.leave_waiting(
            self.actor,
            forum,
            person=late[0],
            texts=[
                ("Tell us who to call before something goes wrong.", "en"),
                ("Que haya alguien que hable español en cada oficina.", "es"),
            ],
        )
        question = self.forum(
            cycle,
            ForumKind.QUESTION,
            t("When did school help you, and when did it not?", "¿Cuándo le ayudó la escuela y cuándo no?"),
            -12,
            24,
        )
        answers = _read("answers")["half_way"]
        voices.fill_answers(
            self.actor,
            question,
            people=self.people(len(answers), self.dice),
            texts=[voices.Text(i, answer["text"], answer["language"]) for i, answer in enumerate(answers)],
            moments=self.moments(len(answers), begins, self.now),
        )
        survey = self.forum(
            cycle,
            ForumKind.SURVEY,
            t("Five short questions about help", "Cinco preguntas breves sobre la ayuda"),
            -5,
            24,
        )
        voices.fill_survey(
            self.actor,
            survey,
            questions=[
                voices.Question("role", t("Who are you here as?", "¿Quién es usted?")),
                voices.Question("school", t("Which school do you know best?", "¿Qué escuela conoce mejor?")),
                voices.Question(
                    "single",
                    t(
                        "When your child needed help, how long did it take?",
                        "Cuando su hijo o hija necesitó ayuda, ¿cuánto tardó?",
                    ),
                    [
                        t("less than two weeks", "menos de dos semanas"),
                        t("less than two months", "menos de dos meses"),
                        t("longer", "más tiempo"),
                        t("it never came", "nunca llegó"),
                    ],
                ),
                voices.Question(
                    "multiple",
                    t("What would help most?", "¿Qué ayudaría más?"),
                    [
                        t("one person to call", "una persona a quien llamar"),
                        t("less paperwork", "menos papeleo"),
                        t("later buses", "autobuses más tarde"),
                        t("an interpreter", "un intérprete"),
                    ],
                ),
                voices.Question("text", t("What else should we know?", "¿Qué más deberíamos saber?")),
            ],
            people=[],
            answers=[],
            moments=[],
        )
        meeting = self.forum(
            cycle,
            ForumKind.MEETING,
            t("Open evening at Dry Fork", "Tarde abierta en Dry Fork"),
            -2,
            24,
            introduction=t(
                "In the gym of Dry Fork School, 5:30 to 7.", "En el gimnasio de Dry Fork School, de 5:30 a 7."
            ),
        )
        voices.fill_meeting(self.actor, meeting, [("Table 1", "en", 0, [])])
