"""Small Polis exports, valid and damaged."""

import shutil
from pathlib import Path

SUMMARY = 'topic,"School, start"\nurl,https://example.org/1\nviews,9\nvoters,3\ncomments,4\ngroups,2\n'
COMMENTS = (
    "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    '1700000000000,Tue,0,1,3,0,1,"Start later.\nPlease, ""really"" later."\n'
    "1700000001000,Tue,1,1,1,2,-1,Keep it\n"
    "1700000002000,Tue,2,9,0,0,0,\n"
    "1700000003000,Tue,07,2,1,0,1,Buses first\n"
)
VOTES = (
    "timestamp,datetime,comment-id,voter-id,vote\n"
    "1700000300000,Tue Nov 14 CET,0,1,1\n"
    "1700000100000,Tue Nov 14 CET,0,2,1\n"
    "1700000200000,Tue Nov 14 CET,0,3,1\n"
    "1700000400000,Tue Nov 14 CET,1,1,-1\n"
    "1700000150000,Tue Nov 14 CET,1,1,1\n"
    "1700000150000,Tue Nov 14 CET,1,2,0\n"
    "1700000150000,Tue Nov 14 CET,1,2,-1\n"
    "1700000500000,Tue Nov 14 CET,07,3,1\n"
)
MATRIX = (
    "participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,07\n"
    "1,abc,0,2,2,1,1,1,-1,\n"
    "2,,1,1,2,1,1,1,-1,\n"
    "3,,,0,2,2,0,1,,1\n"
)


def an_export(folder: Path, **changed: str | bytes | None) -> Path:
    """Write a valid export of 4 statements, 3 people and 8 votes; None leaves a file out."""
    files: dict[str, str | bytes | None] = {
        "summary": SUMMARY,
        "comments": COMMENTS,
        "votes": VOTES,
        "participants_votes": MATRIX,
        **changed,
    }
    folder.mkdir(exist_ok=True)
    for stem, content in files.items():
        if content is not None:
            data = content if isinstance(content, bytes) else content.encode()
            (folder / f"{stem.replace('_', '-')}.csv").write_bytes(data)
    return folder


def a_copy(source: Path, target: Path) -> Path:
    """Copy an export, so that a test can modify it."""
    shutil.copytree(source, target, dirs_exist_ok=True)
    return target
