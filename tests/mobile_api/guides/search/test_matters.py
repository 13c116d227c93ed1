"""The general knowledge of matters is in one shape and says each phrase of one matter only."""

from array import array
from collections import defaultdict

import pytest

from mobile_api.guides.search.text import normalise, read_json
from mobile_api.guides.search.voices.matters import (
    KINDS,
    LEAST_CARRIED,
    TOO_COMMON,
    Matters,
    default_matters,
    is_beyond,
    read_matters,
)
from mobile_api.guides.search.voices.rows import grouped, row_of

ENTRIES = [entry for entries in read_matters().values() for entry in entries]
SHARED = {text: ids.split() for text, ids in read_json("matters/shared.json").items()}


def matters_by_phrase() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for entry in ENTRIES:
        for kind in KINDS:
            for phrase in entry.get(kind, "").split():
                found[phrase].append(entry["id"])
    return found


def test_every_matter_has_an_id_of_its_own_and_a_name() -> None:
    ids = [entry["id"] for entry in ENTRIES]
    assert len(ids) > 900
    assert len(set(ids)) == len(ids)
    unnamed = [entry["id"] for entry in ENTRIES if not entry.get("names")]
    assert [matter for matter in unnamed if not is_beyond(matter)] == []
    assert len(unnamed) > 150
    assert {kind for entry in ENTRIES for kind in entry} <= {"id", *KINDS}


def test_every_phrase_is_written_as_a_query_is_read() -> None:
    wrong = [each for each in matters_by_phrase() if len(each) < 2 or normalise(each) != each]
    assert wrong == []


def test_a_phrase_of_several_matters_is_declared() -> None:
    several = {text: sorted(ids) for text, ids in matters_by_phrase().items() if len(ids) > 1}
    assert several == SHARED


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("失业金怎么领", "unemployment_benefit"),
        ("被公司裁了没收入", "unemployment_benefit"),
        ("孩子要上小学报名", "primary_enrol"),
        ("办狗证", "dog_license"),
    ],
)
def test_what_people_say_means_its_matter(said: str, meant: str) -> None:
    found = default_matters().meant_by(said)
    assert max(found, key=lambda matter: found[matter]) == meant


def test_what_stands_in_more_phrases_of_a_matter_means_it_more() -> None:
    often = {"id": "often", "said": "低保 办低保 低保户"}
    once = {"id": "once", "said": "低保家庭上幼儿园"}
    found = Matters([often, once]).meant_by("低保")
    assert 0 < found["once"] < found["often"] < 1


def test_what_stands_everywhere_is_vague() -> None:
    many = [{"id": f"one-{n}", "names": f"办证 第{n}"} for n in range(TOO_COMMON + 1)]
    matters = Matters([{"id": "dog", "names": "养犬登记"}, *many])
    assert not matters.is_vague("办证")
    assert matters.is_vague("证")
    assert not matters.is_vague("养犬")
    assert not matters.is_vague("天气")


def test_a_name_in_another_order_carries_its_matter() -> None:
    matters = Matters([{"id": "death", "names": "死亡注销户口"}, {"id": "dog", "names": "养犬"}])
    (found,) = matters.carried_by(["死亡、宣告死亡人员户口注销登记"])
    assert found[0] == "death" and LEAST_CARRIED <= found[1] < 1


def test_a_name_carries_what_it_is_called_and_what_people_say_for_it() -> None:
    matters = Matters(
        [
            {"id": "fund", "names": "公积金购房提取", "said": "取公积金"},
            {"id": "dog", "names": "养犬"},
        ]
    )
    assert dict(matters.carried_by(["住房公积金购房提取"])) == {"fund": 1.0}
    assert dict(matters.carried_by(["取公积金"])) == {"fund": 1.0}
    assert matters.carried_by(["林木采伐许可"]) == ()


def test_rows_hold_their_entries_in_the_order_in_which_they_came() -> None:
    starts, order = grouped(array("I", [2, 0, 2, 3, 2]), 5)
    rows = [list(order[row_of(starts, row)]) for row in range(5)]
    assert rows == [[1], [], [0, 2, 4], [3], []]
