"""The opinion-groups command, which reads votes from files and needs no database."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.words import n_words
from throughline.config import console, opinion_groups

KEYS = {
    "n_people",
    "n_placed",
    "verdict",
    "reason",
    "is_cut_short",
    "smallest_visible_share",
    "n_groups",
    "groups",
    "plane",
    "stability",
    "null",
    "consensus",
    "representative",
}


def export(folder: Path, value, *, people=None) -> Path:
    """Write only participants-votes.csv: 1, 0, -1, nan for unseen."""
    table = np.asarray(value, dtype=float)
    names = people or [str(number) for number in range(len(table))]
    with open(folder / "participants-votes.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        statements = [str(100 + number) for number in range(table.shape[1])]
        writer.writerow(
            ["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", *statements]
        )
        for name, row in zip(names, table, strict=True):
            counts = [int((~np.isnan(row)).sum()), int((row == 1).sum()), int((row == -1).sum())]
            cells = ["" if np.isnan(vote) else int(vote) for vote in row]
            writer.writerow([name, "", 0, *counts, *cells])
    return folder


def planted(n_people=80, n_statements=30, seed=0):
    source = np.random.default_rng(seed)
    opinion = source.choice([-1, 1], size=(2, n_statements))
    value = opinion[np.arange(n_people) % 2].astype(float)
    value[source.random(value.shape) < 0.1] *= -1
    value[source.random(value.shape) < 0.3] = np.nan
    return value


def run(capsys, *words):
    assert console.main(["opinion-groups", *map(str, words), "--json"]) == 0
    out = capsys.readouterr().out
    assert not n_words("NaN", out)
    return json.loads(out)


def test_planted_groups_are_found_and_everything_is_shown_by_id(tmp_path, capsys):
    people = [f"person {number}" for number in range(80)]
    answer = run(capsys, export(tmp_path, planted(), people=people), "--seed", 1, "--null-draws", 99)
    assert set(answer) == KEYS
    assert (answer["n_people"], answer["n_placed"]) == (80, 80)
    assert (answer["verdict"], answer["n_groups"]) == ("groups", 2)
    sides = (
        {answer["groups"][name] for name in people[::2]},
        {answer["groups"][name] for name in people[1::2]},
    )
    assert sorted(map(sorted, sides)) == [[0], [1]]
    assert all(len(answer["plane"][name]) == 2 for name in people)
    assert set(answer["consensus"]) == {str(100 + number) for number in range(30)}
    assert answer["null"]["n_permutations"] == 99
    assert answer["null"]["p_structure"] <= 0.01
    assert answer["stability"]["split"] > 0.9
    assert answer["stability"]["steadiness"] == "steady"
    assert (answer["reason"], answer["is_cut_short"]) == ("", False)
    listed = answer["representative"]["0"][0]
    assert set(listed) == {"statement", "direction", "share", "q_value", "n"}


def test_the_same_seed_tells_the_same(tmp_path, capsys):
    folder = export(tmp_path, planted())
    words = (folder, "--seed", 3, "--null-draws", 19, "--groups", 2)
    assert run(capsys, *words) == run(capsys, *words)


def test_votes_without_a_pattern_are_nothing_unless_groups_are_requested(tmp_path, capsys):
    value = np.random.default_rng(5).choice([-1.0, 0.0, 1.0], size=(60, 20))
    folder = export(tmp_path, value)
    answer = run(capsys, folder)
    assert (answer["verdict"], answer["n_groups"], set(answer["groups"].values())) == ("nothing", 1, {0})
    assert 0 < answer["smallest_visible_share"] <= 0.5
    assert "of the people may exist without being found.\n" in opinion_groups.as_text(answer) + "\n"
    assert "It is unknown" in opinion_groups.as_text({**answer, "smallest_visible_share": None})
    requested = run(capsys, folder, "--groups", 3)
    assert (requested["verdict"], requested["n_groups"]) == ("nothing", 3)


def test_without_time_the_verdict_is_cannot_tell(tmp_path, capsys):
    answer = run(capsys, export(tmp_path, planted()), "--budget", 0)
    assert (answer["verdict"], answer["reason"], answer["is_cut_short"]) == ("cannot tell", "few_draws", True)
    assert answer["null"]["n_permutations"] == 0
    assert (answer["smallest_visible_share"], answer["stability"]["steadiness"]) == (None, None)


def test_an_answer_cut_short_is_marked(tmp_path, capsys, monkeypatch):
    left = iter(range(199 + 199 + 30))  # time for both tests, but not for the stability of the groups
    monkeypatch.setattr(opinion_groups, "_clock", lambda _budget: lambda: next(left, None) is None)
    folder = export(tmp_path, planted(n_people=120))
    assert console.main(["opinion-groups", str(folder), "--json", "--seed", "1"]) == 0
    output = capsys.readouterr()
    assert "cannot" not in output.err
    assert opinion_groups.CUT_SHORT in output.err
    answer = json.loads(output.out)
    assert (answer["verdict"], answer["is_cut_short"], answer["reason"]) == ("groups", True, "")


@pytest.mark.parametrize("requested", [40, 400])
def test_more_groups_than_can_be_formed_are_called_too_many(tmp_path, capsys, requested):
    value = np.linspace(-1.8, 1.8, 60)[:, None] * np.linspace(-2.5, 2.5, 20)
    value = np.where(np.random.default_rng(2).random(value.shape) < 1 / (1 + np.exp(-value)), 1, -1)
    folder = export(tmp_path, value)
    assert console.main(["opinion-groups", str(folder), "--json", "--groups", str(requested)]) == 0
    out, err = capsys.readouterr()
    assert err == opinion_groups.TOO_MANY.format(n=requested) + "\n"
    answer = json.loads(out)
    assert (answer["verdict"], answer["reason"], answer["n_groups"]) == ("spectrum", "", 1)
    assert (len(answer["plane"]), len(answer["consensus"])) == (60, 20)
    assert console.main(["opinion-groups", str(folder), "--groups", str(requested)]) == 0
    assert capsys.readouterr().out.startswith(
        "A spectrum: people are spread along a line and do not form groups.\n"
    )


@pytest.mark.parametrize("requested", [40, 400])
def test_where_groups_were_found_they_are_shown_instead_of_too_many(tmp_path, capsys, requested):
    folder = export(tmp_path, planted())
    words = (folder, "--seed", 1, "--null-draws", 99)
    assert run(capsys, *words, "--groups", requested) == run(capsys, *words)


@pytest.mark.parametrize(("steadiness", "word"), [("loose", "loose"), ("unsteady", "unstable")])
def test_groups_that_do_not_come_out_again_are_not_reported_as_if_they_did(
    tmp_path, capsys, steadiness, word
):
    answer = run(capsys, export(tmp_path, planted()), "--null-draws", "99")
    assert opinion_groups.as_text(answer).startswith("Opinion groups found.\n")
    answer["stability"]["steadiness"] = steadiness
    output = opinion_groups.as_text(answer).splitlines()
    assert output[0].startswith("Opinion groups found, but ")
    assert f"The groups are {word}: with other people," in "\n".join(output)
    answer["stability"]["steadiness"] = "cannot tell"
    assert "stability is unknown" in opinion_groups.as_text(answer).splitlines()[0]


def test_groups_forced_on_a_spread_have_their_stability(tmp_path, capsys):
    value = np.random.default_rng(5).choice([-1.0, 0.0, 1.0], size=(60, 20))
    answer = run(capsys, export(tmp_path, value), "--groups", 3)
    assert answer["stability"]["steadiness"] == "unsteady"
    output = opinion_groups.as_text(answer)
    assert output.startswith("No pattern found: random votes could look the same.\n")
    assert "The groups are unstable:" in output


@pytest.mark.parametrize(
    "value",
    [
        planted(n_statements=6),
        planted(n_people=14),
        np.zeros((30, 10)),
        planted(n_statements=1),
        np.ones((30, 10)),
        np.full((30, 10), np.nan),
    ],
    ids=["six statements", "fourteen people", "all not sure", "one statement", "all the same", "no votes"],
)
def test_too_little_to_go_by_is_stated_plainly(tmp_path, capsys, value):
    assert console.main(["opinion-groups", str(export(tmp_path, value)), "--json"]) == 0
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert set(answer) == KEYS
    assert answer["verdict"] == "cannot tell"
    assert answer["reason"] in opinion_groups.WHY
    assert answer["is_cut_short"] is False
    assert not n_words("NaN", out)
    assert err.strip().endswith(".")


def test_a_vote_of_two_is_refused(tmp_path, capsys):
    value = planted()
    value[3, 4] = 2
    assert console.main(["opinion-groups", str(export(tmp_path, value)), "--json"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "participants-votes.csv" in err


def test_a_folder_without_votes_is_refused(tmp_path, capsys):
    assert console.main(["opinion-groups", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("The export could not be read.")


@pytest.mark.parametrize(
    "words", [["--groups", "0"], ["--null-draws", "x"], ["--budget", "-1"], ["--seed", "-1"]]
)
def test_numbers_that_make_no_sense_are_refused(tmp_path, words):
    with pytest.raises(SystemExit):
        console.main(["opinion-groups", str(tmp_path), *words])


def test_without_json_it_speaks_in_sentences(tmp_path, capsys):
    assert console.main(["opinion-groups", str(export(tmp_path, planted())), "--null-draws", "99"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Opinion groups found.\nPeople: 80. People grouped: 80. Groups: 2.\n")
    assert "Group 1: 40 people\n" in out
    assert "The groups are stable: " in out


def test_neither_settings_nor_a_database_are_touched(tmp_path):
    export(tmp_path, planted())
    program = (
        "import sys\n"
        "from throughline.config import console\n"
        "code = console.main(['opinion-groups', sys.argv[1], '--json', '--null-draws', '9'])\n"
        "assert code == 0\n"
        "assert not any(name.split('.')[0] == 'django' for name in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=tmp_path,
        env={"THROUGHLINE_DATABASE_URL": "postgresql://nowhere.invalid/none"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)) == KEYS
    assert [path.name for path in tmp_path.iterdir()] == ["participants-votes.csv"]
