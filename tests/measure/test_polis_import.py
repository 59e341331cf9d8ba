"""Importing a conversation by command, what is read from its files, and every reason to refuse it."""

from pathlib import Path

import pytest
from django_scopes import scope

from tests import make
from tests.formats.reading import forbid_reading
from tests.measure.polis_files import change, n_rows
from throughline.accounts.actions import JobRefused
from throughline.accounts.models import District
from throughline.accounts.models.scoped import OutsideScope
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, DataKind, Forum, ForumKind
from throughline.formats import polis
from throughline.formats.problems import BadFile
from throughline.listen.actions.arrival import Arrival, ArrivalOver
from throughline.listen.actions.imported_conversation import write_conversation
from throughline.listen.models import UrgentFlag, Voice, VoiceState, Vote
from throughline.listen.queries.exports import conversation_of
from throughline.measure.models import Run, RunKind, RunMember
from throughline.measure.workflows import export_polis, import_polis
from throughline.measure.workflows.polis import import_conversation


def refused(system: Actor, folder: Path) -> BadFile:
    """Check that the import is refused and writes no row; return the error."""
    before = n_rows()
    with pytest.raises(BadFile) as caught:
        import_polis(system, folder)
    assert n_rows() == before
    return caught.value


def test_the_command_says_what_it_found_and_made(system: Actor, london: Path) -> None:
    lines = import_polis(system, london)
    forum = Forum.objects.get()
    assert (forum.kind, forum.data_kind) == (ForumKind.STATEMENTS, DataKind.IMPORTED)
    assert "39 statements" in lines[0]
    assert "26 people" in lines[0]
    assert any("1 means agree" in line for line in lines)
    assert forum.public_id in lines[-1]
    assert forum.closes_at is not None
    assert not forum.cycle.is_public


def test_the_command_takes_a_cycle_and_a_title(system: Actor, london: Path) -> None:
    cycle = make.cycle()
    import_polis(system, london, cycle_id=cycle.public_id, title="Young people and the police")
    forum = Forum.objects.get()
    assert forum.cycle == cycle
    assert str(forum.title) == "Young people and the police"
    with pytest.raises(JobRefused, match="There is no cycle"):
        import_polis(system, london, cycle_id="nonsense")


def test_a_truncated_file_is_refused(system: Actor, london: Path) -> None:
    votes = london / "votes.csv"
    votes.write_bytes(votes.read_bytes()[:-7])
    error = refused(system, london)
    assert error.file == "votes.csv"
    assert error.row == 641
    assert error.remedy


def test_a_file_cut_at_a_line_end_is_refused(system: Actor, london: Path) -> None:
    votes = london / "votes.csv"
    lines = votes.read_text(encoding="utf-8").splitlines(keepends=True)
    votes.write_text("".join(lines[: len(lines) // 2]), encoding="utf-8")
    error = refused(system, london)
    assert error.remedy


def test_a_mis_encoded_file_is_refused(system: Actor, london: Path) -> None:
    comments = london / "comments.csv"
    comments.write_bytes(comments.read_bytes() + "1,1,99,1,0,0,1,Señor".encode("latin-1"))
    error = refused(system, london)
    assert (error.file, error.code) == ("comments.csv", "encoding")
    assert error.row is not None


def test_mixed_signs_are_refused(system: Actor, london: Path) -> None:
    statement = max(polis.read(london).statements, key=lambda s: abs((s.agrees or 0) - (s.disagrees or 0)))
    path = london / "votes.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    turned = {"1": "-1", "-1": "1"}
    for i, line in enumerate(lines[1:], start=1):
        cells = line.rsplit(",", 3)
        if cells[1] == statement.id:
            cells[3] = turned.get(cells[3], cells[3])
            lines[i] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    error = refused(system, london)
    assert error.code == "polis_mixed_sign"
    assert error.row is not None


def test_votes_whose_agree_is_minus_one_are_turned_round_with_a_note(system: Actor, london: Path) -> None:
    straight = import_conversation(system, polis.read(london))
    path = london / "votes.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    turned = {"1": "-1", "-1": "1", "0": "0"}
    flipped = [f"{line.rsplit(',', 1)[0]},{turned[line.rsplit(',', 1)[1]]}" for line in lines[1:]]
    path.write_text("\n".join([lines[0], *flipped]) + "\n", encoding="utf-8")
    (london / "participants-votes.csv").unlink()
    lines = import_polis(system, london)
    assert any("votes were reversed" in line for line in lines)
    other = Forum.objects.latest("pk")

    def sums(forum: Forum) -> list[int]:
        return [Vote.objects.filter(forum=forum, value=value).count() for value in (1, 0, -1)]

    assert sums(other) == sums(straight.forum)


def test_wrong_columns_are_refused_by_name(system: Actor, london: Path) -> None:
    change(london / "votes.csv", "voter-id", "voter")
    error = refused(system, london)
    assert (error.file, error.row) == ("votes.csv", 1)
    assert "voter-id" in error.problem


def test_a_file_of_200_mb_is_refused_before_it_is_read(
    system: Actor, london: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (london / "votes.csv").open("ab") as stream:
        stream.truncate(200_000_000)
    forbid_reading(monkeypatch, "votes.csv")
    error = refused(system, london)
    assert error.code == "too_large"
    assert error.params["size_mb"] == 200.0


def test_a_folder_that_is_no_export_is_refused(system: Actor, tmp_path: Path) -> None:
    refused(system, tmp_path)
    refused(system, tmp_path / "nowhere")


def test_an_id_too_long_to_keep_is_refused_and_leaves_nothing(system: Actor, london: Path) -> None:
    for name in ("votes.csv", "comments.csv", "participants-votes.csv"):
        (london / name).unlink()
    (london / "participants-votes.csv").write_text(f"participant,1,2\n{'x' * 90},1,-1\n", encoding="utf-8")
    before = n_rows()
    with pytest.raises(JobRefused, match="longer than 80"):
        import_polis(system, london)
    assert n_rows() == before


def test_without_votes_csv_the_votes_come_without_times_and_stay_so(
    system: Actor, london: Path, tmp_path: Path
) -> None:
    (london / "votes.csv").unlink()
    lines = import_polis(system, london)
    assert any("There is no votes.csv" in line for line in lines)
    forum = Forum.objects.get()
    assert Vote.objects.filter(forum=forum).exists()
    assert not Vote.objects.filter(forum=forum, at__isnull=False).exists()
    out = tmp_path / "out"
    export_polis(system, forum, out)
    assert not (out / "votes.csv").exists()
    reimported = import_conversation(system, polis.read(out))
    assert reimported.written.n_votes == Vote.objects.filter(forum=forum).count()


def test_what_nobody_read_where_it_comes_from_is_looked_through_for_urgent_words(
    system: Actor, london: Path
) -> None:
    comments = london / "comments.csv"
    lines = comments.read_text(encoding="utf-8").splitlines()
    stamp, statement_id = lines[1].split(",")[0], "9001"
    row = {
        "timestamp": stamp,
        "comment-id": statement_id,
        "author-id": "0",
        "agrees": "0",
        "disagrees": "0",
        "moderated": "0",
        "comment-body": "I want to kill myself",
    }
    lines.append(",".join(row.get(name, "") for name in lines[0].split(",")))
    comments.write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = import_polis(system, london)
    assert "on hold as urgent messages: 1" in lines[0]
    voice = Voice.objects.get(foreign_id=statement_id)
    assert (voice.is_held, voice.state) == (True, VoiceState.RECEIVED)
    assert UrgentFlag.objects.get().voice == voice
    exported = {s.id: s.text for s in conversation_of(voice.forum).statements}
    assert exported[statement_id] == ""
    exported = {s.id: s.text for s in conversation_of(voice.forum, has_held_words=True).statements}
    assert exported[statement_id] == "I want to kill myself"


def test_the_published_groups_are_a_run_and_nobody_is_placed_who_was_not(system: Actor, london: Path) -> None:
    imported = import_conversation(system, polis.read(london))
    run = Run.objects.get(kind=RunKind.IMPORTED_GROUPS)
    assert run == imported.run
    sizes = {one["group"]: one["n"] for one in run.exact["groups"]}
    for group, n in sizes.items():
        assert RunMember.objects.filter(run=run, group=group).count() == n
    assert sum(sizes.values()) == run.n_people
    assert run.log_position == Vote.objects.latest("pk").pk
    assert len(run.input_hash) == 64


def test_nothing_is_written_into_a_forum_that_everybody_sees(system: Actor, london: Path) -> None:
    imported = import_conversation(system, polis.read(london))
    before = n_rows()
    with pytest.raises(ArrivalOver):
        write_conversation(Arrival(system, imported.forum, lambda: None), polis.read(london))
    assert n_rows() == before


def test_a_bulk_write_outside_its_district_is_refused(
    system: Actor, london: Path, other_district: District
) -> None:
    imported = import_conversation(system, polis.read(london))
    with scope(district=other_district):
        for actor in (system, Actor.system(other_district)):
            with pytest.raises(OutsideScope):
                write_conversation(Arrival(actor, imported.forum, lambda: None), polis.read(london))
        with pytest.raises(OutsideScope):
            import_conversation(system, polis.read(london))
        assert not Cycle.objects.exists()


def test_a_failure_half_way_leaves_nothing(
    system: Actor, london: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = n_rows()

    def fail(*args: object, **more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("throughline.measure.workflows.polis.record_run", fail)
    with pytest.raises(RuntimeError):
        import_polis(system, london)
    assert n_rows() == before
