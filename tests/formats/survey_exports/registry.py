"""All writers and their variants."""

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from tests.formats.survey_exports import (
    google_forms,
    kobo,
    limesurvey,
    microsoft_forms,
    odk,
    qualtrics,
    survey_monkey,
    typeform,
)
from tests.formats.survey_exports.model import PEOPLE, SURVEY, Expected

WRITERS = (google_forms, microsoft_forms, qualtrics, survey_monkey, kobo, odk, limesurvey, typeform)


@dataclass(frozen=True)
class Export:
    """A variant of a tool's export of the sample survey."""

    writer: ModuleType
    name: str
    options: dict[str, object]

    def __str__(self) -> str:
        return f"{self.writer.__name__.rsplit('.', 1)[1]}: {self.name}"

    @property
    def delimiter(self) -> str:
        """What stands between its cells."""
        return str(self.options.get("delimiter", getattr(self.writer, "DELIMITER", ",")))

    def write(self, path: Path) -> None:
        """Write the file."""
        self.writer.write(SURVEY, PEOPLE, path, **self.options)

    def expected(self) -> Expected:
        """What a reader must find in it."""
        found: Expected = self.writer.expected(SURVEY, PEOPLE, **self.options)
        return found


EXPORTS = tuple(Export(writer, name, options) for writer in WRITERS for name, options in writer.VARIANTS)
