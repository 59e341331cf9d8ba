"""Changes to the files of an exported conversation, and counts of the rows an import writes."""

from pathlib import Path

from throughline.convene.models import Cycle, Forum
from throughline.listen.models import Contributor, CurrentVote, UrgentFlag, Voice, Vote
from throughline.measure.models import Run, RunMember

TABLES = (Cycle, Forum, Contributor, Voice, Vote, CurrentVote, UrgentFlag, Run, RunMember)


def n_rows() -> list[int]:
    return [model.objects.count() for model in TABLES]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
