"""Words that carry no need: joining ones, words of asking and of time, and words that are no misspellings."""

from typing import Final

from throughline.formats.folding import fold


def _words(listed: str) -> frozenset[str]:
    return frozenset(fold(listed).split())


LEFT_OUT: Final = _words(
    "a an the my our your his her hers their its i we you he she it they him them to for of in on at "
    "and or is are am was were be been has have had do does did that this these those some any so "
    "please just el la los las un una unos unas mi mis nuestro nuestra su sus tu tus de del al en con "
    "para por y o que le les lo yo te ella ellos es era están hay muy como más este estos esa ese"
)
"""Left out of texts and of what they are compared with."""

ASKING: Final = _words(
    "me us nos se está estoy need needed needing want wants wanted looking look find finding help "
    "helps needs helping helped someone somebody anyone anything something somewhere who what which "
    "where when why how can could would should will get gets getting got give gives go goes going "
    "know knows like likes near nearby close around here there local place places program programs "
    "service services resource resources support free cheap low cost affordable speak speaks speaking "
    "talk with from about by not no dont doesnt cant isnt wont im ive son sons daughter daughters kid "
    "kids child children baby boy girl boys girls family families mom dad mother father parent "
    "parents student students teen teens teenager years old year age new good very too really thanks "
    "thank hello hi if but because all also still every day time out up off more much lot necesito "
    "necesita necesitamos necesitan necesitar ocupo ocupa ocupamos quiero quiere queremos quisiera "
    "busco busca buscamos buscando buscar encontrar ayuda ayudar ayudas ayuden ayudo apoyo dónde "
    "cuándo quién quien cómo qué cuál algo alguien algún alguna algunos puedo puede pueden podemos "
    "hacer tengo tiene tenemos tienen tener dar dan cerca aquí allá lugar lugares programa programas "
    "servicio servicios recursos gratis gratuito gratuita barato barata bajo costo hable habla hablan "
    "hablen hablar ni sin sobre pero porque si también hijo hija hijos hijas niño niña niños niñas "
    "bebé mamá papá madre padre papás padres familia familias estudiante estudiantes adolescente "
    "adolescentes joven jóvenes años año edad nuevo nueva bueno buena gracias hola favor todo toda "
    "todos todas siempre día días vez esta esto eso ya va ir"
)
"""Words of asking, and of the one for whom: without a meaning of their own they aren't searched for."""

SOON: Final = _words(
    "today tonight now rightnow asap immediately hoy ahora ahorita urgent urgently urgente "
    "urgentemente urgencia emergency emergencia"
)
"""Say that something cannot wait. "Esta noche" does, too."""

ALWAYS_URGENT: Final = _words(
    "urgent urgently urgente urgentemente urgencia emergency emergencia asap immediately"
)
"""Say so of anything that is not understood."""

ORDINARY: Final = (
    LEFT_OUT
    | ASKING
    | SOON
    | _words(
        "wed fed met bot god tot shoot "
        "building boring bullet monkey mexico mexican mexicana mexicano trainer patience paciencia glass "
        "carrot driver table speaker closed across media registro público pública description decision "
        "waiting saying showed quite spending shared counting pantalla costilla corner caminar relación "
        "corregir contrato contract department departamento president presidente religion confidence "
        "position division powder detention attended noticed figured personal particular conferencia "
        "studio separate mature fuerte muestra primero primera comentario entrar termina cuida recibe "
        "camisa metal portal candado cartel maleta conserje bridge packet poster selling able after again "
        "ago alive almost along already always among another away back bad because before behind best "
        "better between big both bring call called came cause change city come comes coming community "
        "country county date days done down during each early easy either else email ended enough even "
        "ever everyone everything fact fast feel feels few fine first five found four friday full gave "
        "gone great group guess half hand happen hard head hear heard held high hour hours idea important "
        "information inside instead keep kind last late later least leave left less letter lets level "
        "life line list little live long looks made make makes making man many maybe mean men middle "
        "might mine minute monday month months most moved must name never next nice night number often "
        "once only open other others over own part past pass people person phone plan problem put "
        "question quick rather ready reason right said same saturday saw says second see seem seen set "
        "several short show sick side since small soon sorry spanish start started stay stop such sunday "
        "sure take taken tell than then they thing things think third thought three through thursday till "
        "told took toward town tried true trying tuesday turn twice two under understand until upon use "
        "used using usually wait walk wanted way wednesday week weekend weeks well went while white whole "
        "wife with within without woman women word words world worse write wrong yesterday yet young "
        "abajo abrir acá además agosto agua alto amigo antes aparte apenas arriba así aunque bajo bien "
        "cada calle cambio casi centro chico chica ciudad claro comienza común comunidad conmigo conocer "
        "contra cosa cosas creo cual cuando cuanto cuatro cuenta debe debo decir dejar desde despacio "
        "después dice dicen diez dijo dinero domingo dos durante ejemplo ellas empezar enero entonces "
        "entre escribir espera esposa esposo falta fecha febrero fin forma fuera gente grado gran grande "
        "grupo había hace hacen hacia hasta hecho hermana hermano hermanos hombre hora horas igual "
        "importante información jueves junio julio junto lado lejos lista llegar llama llamar llevar "
        "luego lunes manera martes marzo mayo mayor medio mejor menor menos mes meses miércoles mientras "
        "minuto mismo misma momento mucha mucho muchos mujer mundo nada nadie noche nombre nosotros "
        "nuestra nuestro nuestros nunca octubre otra otras otro otros parece parte pasa pasado país "
        "pequeño persona personas poco pocos podría poder pronto problema pueblo pues puerta punto quedar "
        "razón sábado sabe saber salir segundo semana semanas sería ser sido sino solamente sólo solo "
        "somos señor señora tarde tal tampoco tan tanto tiempo tipo todavía tomar tres último usar usted "
        "ustedes varios venir ver verdad viernes vida viene vive vivir volver"
    )
)
"""Words in use: they are not taken for a misspelling of another one."""

GENERIC: Final = (
    LEFT_OUT
    | ASKING
    | _words(
        "care prevention intervention experience basic youth community engagement and others other "
        "general center cuidado prevención atención experiencia básicas básicos comunidad participación "
        "otros otras centro"
    )
)
"""Words in names of kinds of support that name no kind."""

LANGUAGES: Final = {
    fold(name): code
    for code, names in {
        "es": "spanish español castellano",
        "en": "english inglés",
        "vi": "vietnamese vietnamita",
        "ar": "arabic árabe",
        "zh": "chinese mandarin chino mandarín",
        "ru": "russian ruso",
        "uk": "ukrainian ucraniano",
        "so": "somali somalí",
        "am": "amharic amárico",
        "ti": "tigrinya tigriña",
        "ne": "nepali nepalí",
        "my": "burmese birmano",
        "fr": "french francés",
        "ko": "korean coreano",
        "sw": "swahili suajili",
        "fa": "farsi dari persian persa",
        "ps": "pashto",
        "hmn": "hmong",
        "pt": "portuguese portugués",
    }.items()
    for name in names.split()
}
"""Names of languages, and their codes."""

SPOKEN_ENGLISH: Final = _words("speaks speaking in habla hable hablan hablen en")
"""Before "English": it is wanted as the language of the help. To speak English is a need of its own."""

LEARNING: Final = _words(
    "learn learning class classes lesson lessons teach practice aprender clase clases estudiar doesnt "
    "dont not cant no sin"
)
"""Beside the name of a language: something else is wanted."""
