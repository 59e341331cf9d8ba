"""docs/how-to/add-a-question-kind.md, followed to the letter in a copy of the project, works."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent, indent

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/how-to/add-a-question-kind.md"


def blocks() -> list[str]:
    """The code of the page, in its order."""
    found = re.findall(r"(?m)(?:^    .*\n|^\n(?=    ))+", PAGE.read_text(encoding="utf-8"))
    return [code for block in found if (code := dedent(block).strip("\n"))]


def the(code: list[str], beginning: str) -> str:
    (one,) = [block for block in code if block.startswith(beginning)]
    return one


def put_before(path: Path, mark: str, lines: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(mark) == 1, f"{path.name} has {mark!r} {text.count(mark)} times"
    path.write_text(text.replace(mark, f"{lines}\n{mark}"), encoding="utf-8")


def run(copy: Path, *arguments: str) -> str:
    environ = {**os.environ, "PYTHONPATH": str(copy), "THROUGHLINE_HOME": str(copy / "home")}
    environ.pop("THROUGHLINE_DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def test_the_page_followed_to_the_letter_gives_a_kind_that_passes_the_tests(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    unneeded = shutil.ignore_patterns("__pycache__", "*.mo", "test_add_a_question_kind.py")
    for name in ("throughline", "tests"):
        shutil.copytree(ROOT / name, copy / name, ignore=unneeded)
    for name in ("manage.py", "pyproject.toml"):
        shutil.copy(ROOT / name, copy)
    code = blocks()
    put_before(
        copy / "throughline/listen/models/survey.py",
        "\n\nclass SurveyQuestion(",
        indent(the(code, "NUMBER ="), "    "),
    )
    kinds = copy / "throughline/listen/queries/question_kinds.py"
    put_before(kinds, "KINDS: dict[", the(code, "class Number(") + "\n\n")
    put_before(kinds, "    )\n}", indent(the(code, "Number(),"), " " * 8))
    tests = copy / "tests/listen/test_survey_views.py"
    put_before(tests, "    first, second = list(multiple", indent(the(code, "number ="), "    "))
    put_before(tests, "    ]\n    assert {question.kind", indent(the(code, "(number,"), "        "))
    command = the(code, ".venv/bin/python manage.py").split()[1:]
    assert "Alter field kind on surveyquestion" in run(copy, *command)
    named = ["-k", "every_kind or makes_no_sense", "tests/listen/test_survey_views.py"]
    run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n0", *named)
    run(copy, "-m", "ruff", "check", "throughline/listen/queries", "tests/listen/test_survey_views.py")
    run(copy, "-m", "ruff", "format", "--check", "throughline/listen/queries/question_kinds.py")
