"""Public functions of the floor document their parameters and results in numpydoc format."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import pytest

import throughline.formats
import throughline.methods
from tests.architecture.checks import habits

pytestmark = pytest.mark.once


def floor_modules() -> Iterator[ModuleType]:
    for package in (throughline.methods, throughline.formats):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def public_functions() -> list[str]:
    return [
        f"{module.__name__}.{name}"
        for module in floor_modules()
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    ]


def test_every_public_function_of_the_floor_is_documented() -> None:
    functions = public_functions()
    assert functions, "the floor has public functions"
    assert habits.incomplete_docstrings(functions) == []


def test_every_module_of_the_floor_says_what_it_is_for() -> None:
    assert [module.__name__ for module in floor_modules() if not module.__doc__] == []
