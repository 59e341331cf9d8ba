"""The versions of the software that computes the numbers of a release."""

from importlib.metadata import PackageNotFoundError, version

COMPUTES = ("throughline", "numpy", "scipy", "highspy")


def software() -> dict[str, str]:
    return {name: _version_of(name) for name in COMPUTES}


def _version_of(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # run from a source folder without installation
        return "not installed"
