from throughline.understand.releases import has_several_forums


def _entry(*titles: str) -> dict[str, object]:
    return {"forums": [{"source": "en", "texts": {"en": title}} for title in titles]}


def test_only_evidence_from_several_forums_may_count_one_person_twice() -> None:
    assert not has_several_forums([])
    assert not has_several_forums([{"n": 8}])
    assert not has_several_forums([_entry("Survey"), _entry("Survey")])
    assert has_several_forums([_entry("Survey"), _entry("Meeting")])
    assert has_several_forums([_entry("Survey", "Meeting")])
