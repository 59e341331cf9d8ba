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
        "Think of someone who graduates from our schools this year. Imagine their life in five years: at "
        "work, in college or training, at home and in the community. What helped them? What was missing?",
        "Piense en alguien que se gradúa este año de nuestras escuelas. Imagine su vida dentro de cinco "
        "años: en el trabajo, en los estudios, en casa y en la comunidad. ¿Qué le ayudó? ¿Qué le faltó?",
    ),
    _question(
        "economy",
        "How should we prepare students for a rapidly changing economy?",
        "¿Cómo debemos preparar a los estudiantes para una economía que cambia con rapidez?",
        "Jobs in our area are changing. Tell us what you see where you work or hire. What should students "
        "experience before they leave school?",
        "Los empleos en nuestra zona están cambiando. Cuéntenos lo que ve donde trabaja o contrata. ¿Qué "
        "deberían conocer los estudiantes antes de salir de la escuela?",
    ),
    _question(
        "served",
        "How can we make sure that all students are served well?",
        "¿Cómo podemos asegurarnos de que todos los estudiantes reciban lo que necesitan?",
        "Some students get what they need, and some don't. What gets in the way, at school or outside it? "
        "What has helped?",
        "Algunos estudiantes reciben lo que necesitan y otros no. ¿Qué lo impide, en la escuela o fuera de "
        "ella? ¿Qué ha ayudado?",
    ),
    _question(
        "know",
        "What should students know and be able to do?",
        "¿Qué deben saber y poder hacer los estudiantes?",
        "State law decides part of this. Beyond that, what should every student learn, make or try before "
        "they graduate?",
        "La ley del estado decide una parte. Además de eso, ¿qué debería aprender, hacer o probar cada "
        "estudiante antes de graduarse?",
    ),
    _question(
        "environments",
        "What could our learning environments look like?",
        "¿Cómo podrían ser los lugares donde aprenden nuestros estudiantes?",
        "Think of classrooms, outdoor spaces, libraries, workshops, workplaces and homes. Where do students "
        "learn best? What would you change first?",
        "Piense en salones, espacios al aire libre, bibliotecas, talleres, lugares de trabajo y hogares. "
        "¿Dónde aprenden mejor los estudiantes? ¿Qué cambiaría usted primero?",
    ),
)


def ready_questions() -> tuple[ReadyQuestion, ...]:
    return _READY


def ready_question(key: str) -> ReadyQuestion | None:
    return next((question for question in _READY if question.key == key), None)
