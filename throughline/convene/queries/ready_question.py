"""The five questions on which every district needs its community's view, ready to be asked."""

from dataclasses import dataclass

from throughline.ui.fields import TranslatedText


@dataclass(frozen=True)
class ReadyQuestion:
    key: str
    title: TranslatedText
    introduction: TranslatedText


def _question(key: str, en: str, es: str, about_en: str, about_es: str) -> ReadyQuestion:
    return ReadyQuestion(key, _reviewed(en, es), _reviewed(about_en, about_es))


def _reviewed(english: str, spanish: str) -> TranslatedText:
    return TranslatedText(
        "en", {"en": english, "es": spanish}, reviewed={"en": True, "es": True}, machine={"es": False}
    )


_READY = (
    _question(
        "graduates",
        "What do our graduates need to be successful?",
        "¿Qué necesitan nuestros graduados para que les vaya bien?",
        "Think of someone who leaves our schools this year, and of their life five years from now: at work, "
        "in further study, at home, in the community. What helped them, or what was missing?",
        "Piense en alguien que sale este año de nuestras escuelas y en su vida dentro de cinco años: en el "
        "trabajo, en los estudios, en casa, en la comunidad. ¿Qué le ayudó o qué le faltó?",
    ),
    _question(
        "economy",
        "How should we prepare students for a rapidly changing economy?",
        "¿Cómo debemos preparar a los estudiantes para una economía que cambia con rapidez?",
        "Work here is changing. Tell us what you see where you work or hire, and what students should meet "
        "before they leave school.",
        "El trabajo está cambiando aquí. Cuéntenos lo que ve donde trabaja o contrata, y qué deberían "
        "conocer los estudiantes antes de salir de la escuela.",
    ),
    _question(
        "served",
        "How can we make sure that all students are served well?",
        "¿Cómo podemos asegurarnos de que todos los estudiantes reciban lo que necesitan?",
        "Some students get what they need, and some do not. What stands in the way at school or around it, "
        "and what has helped?",
        "Algunos estudiantes reciben lo que necesitan y otros no. ¿Qué lo impide en la escuela o a su "
        "alrededor, y qué ha ayudado?",
    ),
    _question(
        "know",
        "What should students know and be able to do?",
        "¿Qué deben saber y poder hacer los estudiantes?",
        "State law fixes some of it. Beyond that, what should every student have learned, made or tried by "
        "the time they graduate?",
        "La ley del estado fija una parte. Más allá de eso, ¿qué debería haber aprendido, hecho o probado "
        "cada estudiante antes de graduarse?",
    ),
    _question(
        "environments",
        "What could our learning environments look like?",
        "¿Cómo podrían ser los lugares donde aprenden nuestros estudiantes?",
        "Classrooms, yards, libraries, workshops, workplaces, homes. Where do students learn best, and "
        "what would you change first?",
        "Salones, patios, bibliotecas, talleres, lugares de trabajo, hogares. ¿Dónde aprenden mejor los "
        "estudiantes, y qué cambiaría usted primero?",
    ),
)


def ready_questions() -> tuple[ReadyQuestion, ...]:
    return _READY


def ready_question(key: str) -> ReadyQuestion | None:
    return next((question for question in _READY if question.key == key), None)
