import random
import time

import pytest

from throughline.methods.urgent_words import UrgentMatch, find_urgent
from throughline.methods.urgent_words.find import _patterns, _plain

# All of these sentences are made up.

ENGLISH_SELF_HARM = """
I feel like dying
I'm being bullied and I want it all to end
I hate my life
I want to sleep and never wake up
i should just die
He cut herself and himself, he keeps cutting himself at night
I want to die
i just want to die honestly
I don't want to live anymore.
I don’t want to be alive
She told me she doesn't want to be here anymore
Sometimes I wish I was dead
I wish I was never born
They would all be better off without me
everyone is better off if I was gone
There is no reason to live
I have nothing left to live for
My life is not worth living
I'm so tired of living
I can't go on anymore
I keep thinking about killing myself
i'm gonna kill myself after finals
I cut myself when it gets bad
I've been hurting myself since October
My friend is cutting her wrists in the bathroom
My daughter has started to self-harm
self harm is the only thing that helps
My brother committed suicide last year and nobody here talks about it
She is suicidal and the office did nothing
he said he would end his life
I think about ending it all
I want to take my own life
nobody would care if I died
no one would even notice if I disappeared
I took a bottle of pills last weekend
He wants to kill himself
my best friend said she is going to kill herself
He hangs out on the overpass and says he will jump off the bridge
I might overdose
kms
honestly im going to unalive myself
My son says he wants to die
I have been having thoughts of dying
I WANT TO DIE
k1ll myself
I want to k*ll myself
su1c1de
I am thinking about s u i c i d e
k i l l  m y s e l f
i want to k.i.l.l m.y.s.e.l.f
I want to dieeeee
I   want
to   die
this is my goodbye note
I wrote my suicide note
"""

ENGLISH_ABUSE = """
Mr. Alder hit my son
a man touched me
my uncle comes in my room at night
my parents don't let me eat
My dad hits me
my stepdad hits me when mom is at work
My mom's boyfriend beats me
His father beats him with a belt
My uncle touched me in a bad way
The coach touched her inappropriately
He keeps touching my legs under the table
a teacher grabbed my butt
I was raped
My sister was raped by a senior
He molested my cousin
She was sexually assaulted on the bus
The bus driver sexually harasses the girls
He asked me to send him nudes
He keeps asking girls for naked pictures
an older guy is grooming my daughter
I am being abused at home
My parents abuse me
There is domestic violence in my house
I'm scared to go home
She is afraid of her father
I don't feel safe at home
My parents lock me in the closet
they don't feed us
He came to class with bruises on his arms
She told me not to tell anyone
he said keep it our little secret
He forced me to touch him
the coach made me take off my shirt and do things, he made me undress
My neighbor is having sex with a student
Someone showed him his private parts
a girl in my class is being trafficked
the aide slapped my son
A kid chokes my little brother every day on the bus
my dad gets drunk and my brother gets hit by him, he got beaten at home
r@pe
"""

ENGLISH_THREAT = """
there is going to be a shooting tomorrow
he says he is bringing a gun tomorrow
My brother has a gun and says he will use it
I'll slit her throat
I will blow everyone up
somebody should shoot the superintendent
I dream of killing my stepdad
I want him dead
they told me to go die
I'm going to kill him
I will kill you
i'll kill everyone in this school
I want to kill my teacher
Im gonna shoot up the school
someone said they will shoot the school up
I am going to bring a gun to school
He has a gun in his backpack
There is a kid who brought a knife to class
My cousin said he would kill her
I'm gonna blow up the building
we should burn down the school
There is a bomb in the gym, I put a bomb there
I planted a bomb
They got a bomb threat
I'm going to stab him at lunch
imma beat up that kid tomorrow
You all deserve to die
I hope you die
hope the whole board dies
The superintendent should be shot
kys
Go kill yourself
kill yourself
watch your back
He made a hit list
She has been getting death threats
He threatened me after practice
he is threatening to hurt the other kids
I am planning to be the next school shooter
My ex said he is going to kill me
Kill them all
he pulled a knife on another student
I will hurt my classmates
everyone is going to die on Friday, you are all gonna die
ill k1ll them
"""

SPANISH_SELF_HARM = """
me quiero cortar
quiero acabar con todo
odio mi vida
Quiero morir
ya me quiero morir
Me quiero matar
Quiero morirme
Tengo ganas de morir
Ya no quiero vivir
No quiero seguir viviendo
no vale la pena vivir
No tengo razones para vivir
Pienso en el suicidio
Mi hermano se suicidó
Mi amiga quiere suicidarse
He pensado en suicidarme
Quiero quitarme la vida
Pienso en acabar con mi vida
Ojalá estuviera muerto
estarían mejor sin mí
Nadie me va a extrañar
a nadie le importaría si me muero
Quisiera no haber nacido
Me corto los brazos
Se corta las venas en el baño
Me hago daño cuando estoy triste
mi hija quiere hacerse daño
Ella se lastima a sí misma
tomé muchas pastillas
Quisiera desaparecer para siempre
Me voy a ahorcar, quiero ahorcarme
voy a tirarme del puente
mi hijo dice que se quiere morir
QUIERO MORIR
quiero m o r i r, q u i e r o m o r i r
su1cid1o
me quisiera morir
Voy a matarme
"""

SPANISH_ABUSE = """
mi tío me toca
mi mamá me deja sola por días
Mi papá me pega
mi padrastro me golpea
Mi mamá le pega a mi hermanito
El maestro le pegó a un niño
Me violó mi tío
Fui violada
Abusaron de mí
mi primo abusó de mi hermana
Sufrió abuso sexual
El entrenador me tocó las piernas
me toca sin mi permiso
Me tocó las partes íntimas
El chofer manosea a las niñas
Me pide fotos desnuda
le mandó fotos íntimas
Tengo miedo de ir a mi casa
No me siento segura en mi casa
Tengo miedo de mi papá
Hay violencia doméstica en mi casa
Me encierran en el cuarto
No nos dan de comer
Llegó con moretones en los brazos
Me dijo que no le diga a nadie
Me obligó a tener relaciones
El profesor acosa sexualmente a las alumnas
Sufre maltrato infantil
Golpean a sus hijos
Mi vecino maltrata a sus niños
trata de personas
"""

SPANISH_THREAT = """
voy a llevar un cuchillo
me van a matar
nos quieren matar
merecen que los maten
quiero que se muera
Te voy a matar
Los voy a matar a todos
Voy a matarlos
Voy a matar a mi maestra
Quiero matar a todos
Él dijo que la iba a matar
mi papá dice que me va a matar
Voy a traer una pistola a la escuela
Trae un cuchillo en la mochila
Un niño llevó un arma a la escuela
Voy a hacer un tiroteo
Hay una bomba en la escuela
Puse una bomba
Voy a quemar la escuela
Vamos a balacear la escuela
Me amenazó con matarme
Recibimos amenazas de muerte
amenaza de bomba
Merecen morir
Ojalá te mueras
Mátate
Vas a morir
Te voy a golpear
los vamos a apuñalar, los voy a apuñalar
Voy a lastimar a mis compañeros
sacó un cuchillo
Me apuntó con una pistola
tiene una lista de gente para matar
te mato
"""

ENGLISH_HARMLESS = """
Please kill the new schedule
They are trying to kill public education
We are going to beat them on Friday
They threaten to close our school
The district threatened to cut the bus
Keep the surprise party a secret
I worry about a school shooting
School shooting drills scare my kindergartner
Teachers should not have guns in class
Metal detectors keep guns and knives out
My son cut himself on the playground slide
She hurt herself at practice and no nurse was there
My child was hit by a ball
Someone is going to get killed at that crosswalk
Drivers speed and will kill somebody
I'm scared to go home in the dark because there is no sidewalk
I hope the plan is dead
This policy should be shot down
I am tired of living paycheck to paycheck
A bomb cyclone closed the school
Students carry knives to the sink in culinary arts
We will beat them at state
This budget is killing me
We could kill two birds with one stone by moving the meeting
The cookies at the fair were to die for
I almost died laughing at the talent show
The traffic at drop-off is killing us
I'm dying to know who the new principal is
My phone died during the meeting
The grass on the field is dying
Please don't let the music program die
We want the old traditions to die out
It wouldn't kill them to answer an email
Would it kill you to fix the heating
The talent show killed it
The killer app for homework help
Shoot me an email when the results are out
I want to shoot the school play on video
Shoot us a text when the bus is late
The team got beaten by a rival, the other team beat us at home
My dad beats me at chess every week
It hit me that nobody asked the students
That question hit me hard
The story touched me deeply
Kids get kicked out of class for nothing
The levy hits us hard
Prices hurt my family
It hurts me to see the library closed
This district abuses its power
Substance use and abuse of funds are problems
We need a bigger stage for the battle of the bands
The test was bombed by everyone
Bath bombs were the best seller at the craft fair
A glue gun in the art room would help
We need suicide prevention training for every teacher
Please bring back the suicide prevention program
Sexual harassment prevention should be taught in health class
More overdose prevention and Narcan training
I don't want to live in a district that closes schools
I don't want to live near the highway
I can't live without the after-school program
I would like to see a shooting range of topics
The basketball team needs more shooting practice
Our hit musical sold out
We should cut the budget for consultants
Cut class sizes
The lawns are well groomed
My son's private lessons are expensive
The end of the school year is too late
Life skills should be taught
She wants to take her life skills class twice
The teachers work themselves to death, figuratively, with paperwork
Graduates need to be successful in life
The drop off lane is dangerous and the cars go too fast
Kids should learn to change a tire and to cook
The new schedule ended my carpool
Everyone is exhausted
I hope the board listens
You should watch the recording
We have to fight for our schools
The gym is a blast in the summer
I am scared of heights, so no rope course please
I am afraid of losing the librarian
We feel safe at school
Keep it simple
The principal is my hero
Our counselor has a heavy load
The deadline is deadly close
Dead trees by the playground should be removed
The skills they need: reading, writing, grit
My kid loves chemistry and making things explode safely in the lab
Fire drills take too long
The nurse needs a private area to work
The therapist was great
Rapeseed fields surround the middle school
We grapple with grapes and drapes in the cafeteria
The class hamster died
My grandmother died last spring and the school sent flowers
The roof leaks on the stage
Lock the bike racks at night
They feed us pizza every Friday
Students should tell an adult
I told my kids to share their views
Our school is the best
"""

SPANISH_HARMLESS = """
El examen me va a matar
la pandemia nos golpeó
el distrito nos golpea con cuotas
me obligan a hacer cosas innecesarias
cortar las piernas al programa
el programa no merece morir
los árboles se van a morir
nos amenazan con recortes
amenaza de lluvia
me pegaron la gripe
Me muero de risa
me muero de hambre a mediodía
Casi me muero del susto con el examen
Matar dos pájaros de un tiro
El calor nos va a matar en el gimnasio
Este horario me mata
Me mato trabajando para pagar las cuotas
Quiero vivir cerca de la escuela
No quiero vivir en un distrito sin biblioteca
Ya no quiero vivir lejos de la escuela
Me toca recoger a los niños
Me tocó esperar una hora
Le toca al distrito arreglar el techo
Me pega el sol en la parada del autobús
Me lastima ver la biblioteca cerrada
Abuso de poder de la administración
Abusan de su autoridad
Violaron las reglas del distrito
Hubo una violación de nuestros derechos
La bomba de agua no sirve
Necesitamos una bomba de aire para las llantas
Hay que cortar los gastos
Me corto el pelo con la mamá de un alumno
La prevención del suicidio es importante
Queremos más programas contra la violencia doméstica
Talleres sobre acoso sexual para los padres
No me den más tarea
Mi hijo quiere ser maestro
El partido fue una paliza
Los niños necesitan más tiempo para comer
La vida en la escuela es buena
Quiero que mi hija termine con buenas notas
Vale la pena vivir aquí
Me encanta la escuela
El camión llega tarde
La clase de arte me mata de la emoción
Nos golpea la inflación
Quieren quitar la clase de música
Se va a acabar el programa
Desaparecer el programa sería un error
Mi papá trabaja de noche y me siento segura en la escuela
No hay de comer después de clases para los que esperan el autobús
El perro de la escuela murió
Ojalá arreglen las canchas
Mata de tomate para el huerto escolar
Tengo miedo de que cierren la escuela
La obra de teatro fue una bomba
Vamos a atacar el problema del transporte
Disparar a canasta en el recreo
"""


def sentences(block):
    return [line for line in block.strip().splitlines() if line]


def kinds(text):
    return {found.kind for found in find_urgent(text)}


@pytest.mark.parametrize(
    ("kind", "block"),
    [
        ("self_harm", ENGLISH_SELF_HARM.replace("want\nto", "want\u2028to")),
        ("self_harm", SPANISH_SELF_HARM),
        ("abuse", ENGLISH_ABUSE),
        ("abuse", SPANISH_ABUSE),
        ("threat", ENGLISH_THREAT),
        ("threat", SPANISH_THREAT),
    ],
)
def test_words_that_may_indicate_harm_are_found(kind, block):
    lines = [line for line in block.strip().split("\n") if line]
    missed = [line for line in lines if kind not in kinds(line)]
    assert missed == []


@pytest.mark.parametrize("block", [ENGLISH_HARMLESS, SPANISH_HARMLESS])
def test_everyday_words_are_left_alone(block):
    held = [(line, find_urgent(line)) for line in sentences(block) if find_urgent(line)]
    assert held == []


@pytest.mark.parametrize(
    "block",
    [ENGLISH_SELF_HARM, ENGLISH_ABUSE, ENGLISH_THREAT, SPANISH_SELF_HARM, SPANISH_ABUSE, SPANISH_THREAT],
)
@pytest.mark.parametrize(
    "changed", [str.upper, str.title, lambda line: f"  «{line}» ", lambda line: f"Ok. {line} !!!"]
)
def test_case_and_surrounding_characters_make_no_difference(block, changed):
    assert [line for line in sentences(block) if kinds(line) - kinds(changed(line))] == []


def test_a_match_has_its_position():
    text = "Class was fine. But I want to   DIE, and “te voy a matar” he said."
    assert find_urgent(text) == [
        UrgentMatch("self_harm", 22, 35, "en"),
        UrgentMatch("threat", 42, 56, "es"),
    ]
    assert [text[found.start : found.end] for found in find_urgent(text)] == [
        "want to   DIE",
        "te voy a matar",
    ]


def test_positions_hold_where_letters_are_composed_of_several():
    text = "Mi papa\u0301 me golpea ﬁn"
    (found,) = find_urgent(text)
    assert text[found.start : found.end] == "me golpea"


@pytest.mark.parametrize("text", ["", " ", "\u0301", "...", "🙂🙂🙂", "学校很好", "a" * 50])
def test_texts_without_words_of_the_two_languages_are_no_trouble(text):
    assert find_urgent(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to live",
        "I don’t want to live",
        "I dont want to live",
        "I don`t want to live",
        "I do not want to live",
    ],
)
def test_any_apostrophe_or_none_will_do(text):
    assert kinds(text) == {"self_harm"}


@pytest.mark.parametrize("text", ["Me hago daño", "Me hago dano", "Me hago dan\u0303o", "ME HAGO DAÑO"])
def test_accents_may_be_left_out(text):
    assert kinds(text) == {"self_harm"}


@pytest.mark.parametrize(
    "text",
    [
        "I want to kill my\u00adself",
        "I want to kill my\u200bself",
        "I want to k\u0456ll mys\u0435lf",
        "I W\u0410NT TO DI\u0395",
    ],
    ids=["soft hyphen", "no space", "Cyrillic letters", "capitals that look alike"],
)
def test_letters_that_look_alike_or_cannot_be_seen_hide_nothing(text):
    assert kinds(text) == {"self_harm"}


def test_an_idiom_does_not_shield_the_words_next_to_it():
    assert kinds("It killed two birds with one stone, but I want to kill myself") == {"self_harm"}
    assert kinds("Me muero de risa pero quiero morir") == {"self_harm"}


COMMON = """i want to die kill kil killl him them all my self the a b c d e f g quiero morir me voy a
matar la escuela shoot up school he she they said would going gonna touched in where no puedo vivir wish was
bomb a una"""

PIECES = [
    "a ",
    "i ",
    "kill ",
    "want to ",
    "k i l l ",
    "quiero ",
    "he said he ",
    "!1!",
    "l",
    "\u0301",
    " ",
    "k*",
]
PIECES += [
    "my dad would ",
    "me va a ",
    "hope the ",
    "send me a big ",
    "all of my ",
    "shoot up the whole entire ",
]


@pytest.mark.parametrize("piece", PIECES)
def test_no_long_text_takes_long(piece):
    text = piece * (25_000 // len(piece))
    began = time.process_time()
    find_urgent(text)
    assert time.process_time() - began < 1.0


def test_no_long_text_of_words_from_patterns_takes_long():
    source = random.Random(7)
    text = " ".join(source.choice(COMMON.split()) for _ in range(5_000))
    began = time.process_time()
    find_urgent(text)
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize(
    "block",
    [ENGLISH_SELF_HARM, ENGLISH_ABUSE, ENGLISH_THREAT, SPANISH_SELF_HARM, SPANISH_ABUSE, SPANISH_THREAT],
)
def test_every_match_of_a_pattern_has_one_of_its_needles(block):
    for line in sentences(block):
        plain, _ = _plain(line)
        for _, _, needles, pattern in _patterns():
            assert not pattern.search(plain) or any(needle in plain for needle in needles), (line, needles)
