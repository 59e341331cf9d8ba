"""docs/how-to/add-a-question-kind.md works when followed literally in a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent, indent

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/how-to/add-a-question-kind.md"


def blocks() -> list[str]:
    """The code blocks of the page, in order."""
    found = re.findall(r"(?m)(?:^    .*\n|^\n(?=    ))+", PAGE.read_text(encoding="utf-8"))
    return [code for block in found if (code := dedent(block).strip("\n"))]


def the(code: list[str], beginning: str) -> str:
    (one,) = [block for block in code if block.startswith(beginning)]
    return one


def put_before(path: Path, mark: str, lines: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(mark) == 1, f"{path.name} has {mark!r} {text.count(mark)} times"
    path.write_text(text.replace(mark, f"{lines}\n{mark}"), encoding="utf-8")


def answer(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(copy), "THROUGHLINE_HOME": str(copy / "home")}
    environ.pop("THROUGHLINE_DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=environ, capture_output=True, text=True, check=False
    )


def run(copy: Path, *arguments: str) -> str:
    done = answer(copy, *arguments)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def is_untranslated(copy: Path, message: str) -> bool:
    """Whether `dev.py check translations` lists it."""
    done = answer(copy, "-m", "throughline.config.translations", "check")
    return repr(message) in done.stdout + done.stderr


def files_about_questions(copy: Path) -> list[str]:
    """The tests that the page runs and that a question kind can affect."""
    return sorted(
        str(path.relative_to(copy))
        for path in (copy / "tests/listen").glob("test_*.py")
        if re.search(r"\bQuestionKind\b|\bKINDS\b|add_question", path.read_text(encoding="utf-8"))
    )


@pytest.mark.once  # it follows a page of the documentation in a copy of the source
@pytest.mark.slow
def test_the_page_followed_to_the_letter_gives_a_kind_that_passes_the_tests(tmp_path: Path) -> None:
    code = blocks()
    survey = "throughline/listen/models/survey.py"
    if the(code, "NUMBER =") in (ROOT / survey).read_text(encoding="utf-8"):
        pytest.skip("The page was followed right here: the other tests say whether that worked.")
    copy = tmp_path / "copy"
    unneeded = shutil.ignore_patterns("__pycache__", "*.mo", "test_add_a_question_kind.py")
    for name in ("throughline", "tests", "locale", "benchmarks", "sample"):
        shutil.copytree(ROOT / name, copy / name, ignore=unneeded)
    for name in ("manage.py", "dev.py", "pyproject.toml"):
        shutil.copy(ROOT / name, copy)
    put_before(
        copy / survey,
        "\n\nABOUT_THE_PERSON =",
        indent(the(code, "NUMBER ="), "    "),
    )
    kinds = copy / "throughline/listen/queries/question_kinds.py"
    put_before(kinds, "KINDS: dict[", the(code, "class Number(") + "\n\n")
    put_before(kinds, "    )\n}", indent(the(code, "Number(),"), " " * 8))
    command = the(code, ".venv/bin/python manage.py").split()[1:]
    assert "Alter field kind on surveyquestion" in run(copy, *command)

    assert "python3 dev.py translations" in code
    run(copy, "-m", "throughline.config.translations", "update")
    assert is_untranslated(copy, "A number")
    catalog = copy / "locale/es/LC_MESSAGES/django.po"
    words = catalog.read_text(encoding="utf-8")
    assert words.count('msgid "A number"\nmsgstr ""\n') == 1
    assert '`locale/es/LC_MESSAGES/django.po`: "Un número".' in PAGE.read_text(encoding="utf-8")
    filled = words.replace('msgid "A number"\nmsgstr ""\n', 'msgid "A number"\nmsgstr "Un número"\n')
    catalog.write_text(filled, encoding="utf-8")
    assert not is_untranslated(copy, "A number")

    tests = copy / "tests/listen/test_survey_views.py"
    put_before(tests, "    first, second = list(multiple", indent(the(code, "number ="), "    "))
    put_before(tests, "    ]\n    assert {question.kind", indent(the(code, "(number,"), "        "))
    checks = the(code, "python3 dev.py test tests/listen\n").splitlines()[1].split()
    assert {"format", "lint"} < set(checks)
    run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n0", *files_about_questions(copy))
    run(copy, "-m", "ruff", "format", "--check", "--no-cache", ".")
    run(copy, "-m", "ruff", "check", "--no-cache", ".")
