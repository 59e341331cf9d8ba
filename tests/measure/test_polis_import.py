"""Importing a conversation by page and by command, and every reason to refuse it."""

import io
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_scopes import scope

from tests import make
from tests.shared import shared
from throughline.accounts.actions import JobRefused, RunningJob
from throughline.accounts.models import AuditEntry, District, Job, JobState, Person, Upload
from throughline.accounts.models.scoped import OutsideScope
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, DataKind, Forum, ForumKind
from throughline.formats import polis
from throughline.formats.problems import BadFile
from throughline.listen.actions.arrival import Arrival, ArrivalOver
from throughline.listen.actions.imported_conversation import write_conversation
from throughline.listen.models import (
    Contributor,
    CurrentVote,
    UrgentFlag,
    Voice,
    VoiceState,
    Vote,
)
from throughline.listen.queries.exports import conversation_of
from throughline.measure import tasks
from throughline.measure.models import Run, RunKind, RunMember
from throughline.measure.workflows import export_polis, find_opinion_groups, import_polis
from throughline.measure.workflows.polis import import_conversation

ClientOf = Callable[[Person | None], Client]
TABLES = (Cycle, Forum, Contributor, Voice, Vote, CurrentVote, UrgentFlag, Run, RunMember)


def n_rows() -> list[int]:
    return [model.objects.count() for model in TABLES]


@pytest.fixture
def system(district: District) -> Actor:
    return Actor.system(district)


@pytest.fixture
def london(tmp_path: Path) -> Path:
    """A copy of the smallest real conversation, for tests to modify."""
    folder = tmp_path / "london"
    folder.mkdir()
    for path in shared("polis", "london.youth.policing").iterdir():
        shutil.copyfile(path, folder / path.name)
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


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
    assert "statements 39" in lines[0]
    assert "people 26" in lines[0]
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
    assert any("turned round" in line for line in lines)
    other = Forum.objects.latest("pk")

    def sums(forum: Forum) -> list[int]:
        return [Vote.objects.filter(forum=forum, value=value).count() for value in (1, 0, -1)]

    assert sums(other) == sums(straight.forum)


def test_wrong_columns_are_refused_by_name(system: Actor, london: Path) -> None:
    change(london / "votes.csv", "voter-id", "voter")
    error = refused(system, london)
    assert (error.file, error.row) == ("votes.csv", 1)
    assert "voter-id" in error.problem


def test_a_file_of_200_mb_is_refused_before_it_is_read(system: Actor, london: Path) -> None:
    with (london / "votes.csv").open("ab") as stream:
        stream.truncate(200_000_000)
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
    assert any("votes.csv is absent" in line for line in lines)
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
    assert "held back as urgent: 1" in lines[0]
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


# Exports of our forums


def test_our_own_people_are_numbered_anew_for_each_export(district: District) -> None:
    forum = make.forum(make.cycle())
    statements = [make.statement(forum, f"Statement {i}") for i in range(3)]
    people = [make.contributor(forum) for _ in range(30)]
    make.contributor(forum)  # without a vote or statement
    for i, person in enumerate(people):
        make.vote(forum, person, statements[i % 3], value=(i % 3) - 1)
    first, second = conversation_of(forum), conversation_of(forum)
    assert sorted(int(p.id) for p in first.participants) == list(range(30))
    order = [[c.participants[i].id for i in c.votes.person.tolist()] for c in (first, second)]
    assert order[0] != order[1]
    assert all(p.token_hash not in str(first.participants) for p in people)
    assert len(first.votes) == 30


def found_here(district: District, forum: Forum) -> Run:
    actor = Actor.system(district)
    job = Job.objects.create(kind="opinion_groups", title="Patterns")
    find_opinion_groups(RunningJob(job, actor), forum_id=forum.public_id)
    return Run.objects.latest("pk")


def test_an_export_has_the_groups_that_were_found_here(district: District, tmp_path: Path) -> None:
    forum = make.forum(make.cycle())
    statements = [make.statement(forum, f"Statement {number}") for number in range(8)]
    one, other = [1, 1, 1, 1, -1, -1, -1, 0], [-1, -1, -1, 1, 1, 1, 1, 0]
    make.votes(forum, statements, (20, one), (15, other))
    run = found_here(district, forum)
    make.votes(forum, statements, (1, one))  # people who joined later are in no group
    written = tmp_path / "written"
    export_polis(Actor.system(district), forum, written)
    exported = polis.read(written)
    assert Counter(person.group for person in exported.participants) == {"0": 20, "1": 15, None: 1}
    votes = exported.votes
    columns = (votes.person.tolist(), votes.statement.tolist(), votes.value.tolist())
    in_group = {
        exported.participants[person].group
        for person, statement, value in zip(*columns, strict=True)
        if (statement, value) == (0, 1)
    }
    assert in_group == {"0", None}, "who agreed with the first statement is in one group"
    consensus = {row["voice"]: row["consensus"] for row in run.exact["statements"]}
    assert [one.consensus for one in exported.statements] == pytest.approx(
        [consensus[voice.public_id] for voice in statements]
    )
    assert exported.summary.groups == 2
    reimported = import_conversation(Actor.system(district), exported)
    assert reimported.run is not None
    assert [group["n"] for group in reimported.run.exact["groups"]] == [20, 15]
    Run.objects.filter(pk=run.pk).update(exact={**run.exact, "verdict": "spectrum"})
    export_polis(Actor.system(district), forum, tmp_path / "later")
    assert {person.group for person in polis.read(tmp_path / "later").participants} == {None}


def test_groups_found_here_do_not_replace_those_that_came_with_an_import(
    system: Actor, district: District, london: Path, tmp_path: Path
) -> None:
    forum = import_conversation(system, polis.read(london)).forum
    run = found_here(district, forum)
    Run.objects.filter(pk=run.pk).update(
        exact={**run.exact, "verdict": "groups", "groups": 2 * run.exact["groups"][:1], "statements": []}
    )
    export_polis(system, forum, tmp_path / "again")
    before, after = polis.read(london), polis.read(tmp_path / "again")
    assert after.participants == before.participants
    assert [one.consensus for one in after.statements] == [one.consensus for one in before.statements]


def test_an_export_has_moderation_seeds_meta_and_authors(district: District) -> None:
    forum = make.forum(make.cycle())
    person = make.contributor(forum)
    make.statement(forum, "A seed", is_seed=True)
    make.statement(forum, "Mine", contributor=person, state=VoiceState.RECEIVED)
    into = make.statement(forum, "Meta", is_meta=True)
    make.statement(forum, "Merged", state=VoiceState.MERGED, merged_into=into)
    make.statement(forum, "Taken back", state=VoiceState.WITHDRAWN)
    exported = {s.text: s for s in conversation_of(forum).statements}
    assert [exported[text].moderated for text in ("A seed", "Mine", "Meta", "Merged", "Taken back")] == [
        1,
        0,
        1,
        -1,
        -1,
    ]
    assert exported["A seed"].is_seed
    assert exported["Meta"].is_meta
    assert exported["Mine"].author_id == conversation_of(forum).participants[0].id
    assert exported["A seed"].author_id is None


def test_a_vote_that_was_changed_is_exported_twice(district: District, tmp_path: Path) -> None:
    forum = make.forum(make.cycle())
    person, statement = make.contributor(forum), make.statement(forum)
    make.vote(forum, person, statement, 1)
    make.vote(forum, person, statement, -1)
    system = Actor.system(district)
    export_polis(system, forum, tmp_path)
    reimported = import_conversation(system, polis.read(tmp_path)).forum
    assert list(Vote.objects.filter(forum=reimported).order_by("pk").values_list("value", flat=True)) == [
        1,
        -1,
    ]
    assert CurrentVote.objects.get(forum=reimported).value == -1


# The pages


@pytest.fixture
def desk(coordinator: Person, client_of: ClientOf) -> Client:
    return client_of(coordinator)


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(tasks.import_polis), "enqueue", lambda task, *a, **k: None)


def hand_in(desk: Client, cycle: Cycle, *files: SimpleUploadedFile) -> Job | None:
    data = {"cycle": cycle.public_id, "title": "", "exported": list(files)}
    response = desk.post(cycle.district.url("import_polis"), data)
    if response.status_code != 303:
        return None
    job = Job.objects.latest("pk")
    upload = Upload.objects.get(job=job)
    tasks.import_polis.func(cycle.district.slug, job.public_id, upload_id=upload.public_id)
    job.refresh_from_db()
    return job


def files_of(folder: Path) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(path.name, path.read_bytes(), "text/csv") for path in sorted(folder.iterdir())]


def zip_of(folder: Path) -> SimpleUploadedFile:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"london/{path.name}")
    return SimpleUploadedFile("london.zip", packed.getvalue(), "application/zip")


@pytest.mark.parametrize("is_zipped", [True, False], ids=["zip", "several files"])
def test_a_conversation_comes_in_by_page(
    desk: Client,
    london: Path,
    is_zipped: bool,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    cycle = make.cycle()
    files = [zip_of(london)] if is_zipped else files_of(london)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        job = hand_in(desk, cycle, *files)
    assert job is not None
    assert job.state == JobState.DONE, job.sentence
    forum = Forum.objects.get()
    assert job.result_url == cycle.district.url("forum", forum_id=forum.public_id)
    assert any("1 means agree" in str(row) for row in job.report)
    upload = Upload.objects.get()
    assert upload.removed_at is not None
    assert not upload.folder.exists()


def test_what_is_wrong_with_a_file_stands_in_the_jobs_report(desk: Client, london: Path) -> None:
    change(london / "votes.csv", "voter-id", "voter")
    before = n_rows()
    cycle = make.cycle()
    job = hand_in(desk, cycle, *files_of(london))
    assert job is not None
    assert job.state == JobState.FAILED
    assert job.sentence.startswith("votes.csv, row 1: these columns are missing: voter-id.")
    assert job.sentence.endswith("Nothing was imported.")
    assert n_rows()[1:] == before[1:]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (SimpleUploadedFile("london.zip", b"PK\x05\x06" + bytes(18)), "no CSV file"),
        (
            SimpleUploadedFile("london.zip", b"PK\x03\x04 cut short" + b"PK\x05\x06" + bytes(18)),
            "no CSV file",
        ),
    ],
)
def test_a_zip_that_holds_nothing_is_refused_at_once(
    desk: Client, district: District, file: SimpleUploadedFile, message: str
) -> None:
    cycle = make.cycle()
    response = desk.post(district.url("import_polis"), {"cycle": cycle.public_id, "exported": [file]})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Upload.objects.exists()


def test_two_files_of_the_same_name_are_refused(desk: Client, district: District, london: Path) -> None:
    cycle = make.cycle()
    files = [*files_of(london), SimpleUploadedFile("votes.csv", b"x")]
    response = desk.post(district.url("import_polis"), {"cycle": cycle.public_id, "exported": files})
    assert response.status_code == 422
    assert not Upload.objects.exists()


def test_names_in_a_zip_lead_nowhere_else(desk: Client, district: District, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../../../outside.csv", "a,b\n")
    cycle = make.cycle()
    file = SimpleUploadedFile("evil.zip", packed.getvalue())
    desk.post(district.url("import_polis"), {"cycle": cycle.public_id, "exported": [file]})
    (stored,) = Upload.objects.get().folder.iterdir()
    assert stored.name == "outside.csv"


def test_the_export_page_gives_a_zip_that_can_be_brought_in_again(
    desk: Client, system: Actor, district: District, london: Path, tmp_path: Path
) -> None:
    forum = import_conversation(system, polis.read(london)).forum
    response = desk.get(district.url("export_forum", forum_id=forum.public_id))
    with zipfile.ZipFile(io.BytesIO(response.content)) as packed:
        packed.extractall(tmp_path / "again")
    before, after = polis.read(london), polis.read(tmp_path / "again")
    assert after.participants == before.participants
    assert sorted(after.votes.time_ms.tolist()) == sorted(before.votes.time_ms.tolist())
    assert AuditEntry.objects.filter(verb="export_forum", object_id=forum.public_id).exists()


def test_only_statements_and_surveys_are_exported(desk: Client, district: District) -> None:
    forum = make.forum(make.cycle(), ForumKind.MEETING)
    assert desk.get(district.url("export_forum", forum_id=forum.public_id)).status_code == 404


def test_an_import_that_was_stopped_changes_nothing_and_keeps_no_file(
    desk: Client,
    system: Actor,
    london: Path,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    cycle = make.cycle()
    before = n_rows()
    data = {"cycle": cycle.public_id, "title": "London", "exported": files_of(london)}
    desk.post(cycle.district.url("import_polis"), data)
    job, upload = Job.objects.get(), Upload.objects.get()
    Job.objects.update(is_cancel_asked=True)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        tasks.import_polis.func(cycle.district.slug, job.public_id, upload_id=upload.public_id)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert n_rows() == before
    assert not upload.folder.exists()


def test_what_is_no_conversation_is_called_by_the_name_it_was_handed_in_under(desk: Client) -> None:
    job = hand_in(desk, make.cycle(), SimpleUploadedFile("budget.csv", b"a,b\n1,2\n", "text/csv"))
    assert job is not None
    assert job.state == JobState.FAILED
    assert job.sentence.startswith("budget.csv")
    assert Upload.objects.get().public_id not in str(job.report)
