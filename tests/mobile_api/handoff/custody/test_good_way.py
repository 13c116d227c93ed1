"""The whole way of the papers, in the log of either city and in that of the person."""

from mobile_api.handoff.custody.models import CustodyEntry
from mobile_api.shared.database import fetch
from notifications.post.parcels.models import Parcel
from tests.mobile_api.handoff.custody.papers import (
    GIVEN,
    NAMES,
    TOLD,
    WAYBILL,
    WAYBILL_BACK,
    HomeDesk,
    TakingDesk,
    found,
)

WHOLE_WAY = ["collected", "sealed", "posted", "received", "returned", "received", "handed_over"]


async def test_there_and_back_in_the_taking_city(desk: TakingDesk) -> None:
    await desk.posted()
    assert (await desk.place(), (await desk.row()).custody_place) == ("to_home", "to_home")
    got = await desk.told("received", facts={"papers": found()})
    assert got.answered.status == 202, got.answered.body
    await desk.told("returned", facts={"papers": TOLD, "waybill_number": WAYBILL_BACK})
    assert await desk.place() == "to_taking"
    findings = [{"name": name, "found": "there"} for name in NAMES]
    await desk.write("received", findings=findings)
    await desk.write("handed_over", note="本人签收")
    log = await desk.log()
    assert [one["step"] for one in log["entries"]] == WHOLE_WAY
    assert (log["place"], log["problem"]) == ("with_person", "")
    assert {one["message_state"] for one in log["entries"] if one["by"] != "partner"} == {
        "delivered"
    }


async def test_the_other_city_gets_every_own_entry_once(desk: TakingDesk) -> None:
    await desk.posted()
    said = await desk.there()
    assert [(one["sequence"], one["step"], one["city"]) for one in said] == [
        (1, "collected", "taking"),
        (2, "sealed", "taking"),
        (3, "posted", "taking"),
    ]
    assert [one["name"] for one in said[2]["facts"]["papers"]] == NAMES
    assert said[1]["facts"]["seal_number"] == "F-0081"
    assert (said[2]["facts"]["carrier"], said[2]["facts"]["waybill_number"]) == ("ems", WAYBILL)


async def test_a_note_goes_sealed_and_is_kept_so(desk: TakingDesk) -> None:
    await desk.write("collected", papers=GIVEN, note="封面有折痕")
    [said] = await desk.there()
    assert said["plain"] == {"note": "封面有折痕"}
    [message] = await desk.city.taken("custody", desk.name)
    assert "折痕" not in message["body"]
    [entry] = await fetch("SELECT note FROM handoff_custody")
    assert "折痕".encode() not in bytes(entry["note"])
    assert (await desk.log())["entries"][0]["note"] == "封面有折痕"


async def test_the_person_reads_it_in_plain_words(desk: TakingDesk) -> None:
    await desk.posted()
    own = await desk.own()
    assert (own["place"], [one["name"] for one in own["papers"]]) == ("to_home", NAMES)
    assert [one["step"] for one in own["steps"]] == ["collected", "sealed", "posted"]
    texts = await desk.handed.texts()
    assert "本地窗口收取了材料原件:原普通护照1份、户口簿1份。" in texts
    assert f"本地窗口已将材料原件寄往邻江市(运单号{WAYBILL})。" in texts
    assert "王窗口" not in str(own) + "".join(texts)
    assert "staff:" not in str(own)


async def test_the_person_is_told_what_was_taken_and_given_back(desk: TakingDesk) -> None:
    await desk.write("collected", papers=GIVEN)
    [receipt] = [one for one in await desk.inbox() if one["event"] == "originals_collected"]
    assert "原普通护照1份、户口簿1份" in receipt["text"]
    await desk.write("handed_over")
    told = [one["event"] for one in await desk.inbox()]
    assert told.count("originals_collected") == told.count("originals_handed_back") == 1


async def test_there_and_back_in_the_home_city(home: HomeDesk) -> None:
    await home.on_their_way()
    assert (await home.log())["next_steps"] == ["received", "lost"]
    findings = [{"name": name, "found": "there"} for name in NAMES]
    await home.write("received", findings=findings)
    assert await home.place() == "at_home"
    await home.write("returned", to="window", waybill_number=WAYBILL_BACK)
    assert await home.place() == "to_taking"
    said = await home.there()
    assert [(one["sequence"], one["step"], one["city"]) for one in said] == [
        (1, "received", "home"),
        (2, "returned", "home"),
    ]
    assert {one["found"] for one in said[0]["facts"]["papers"]} == {"there"}
    await home.told("received", facts={"papers": found()})
    await home.told("handed_over", facts={"papers": TOLD})
    assert (await home.place(), (await home.row()).custody_problem) == ("with_person", "")
    assert await home.steps() == WHOLE_WAY


async def test_straight_back_to_the_person(home: HomeDesk) -> None:
    await home.on_their_way()
    findings = [{"name": name, "found": "there"} for name in NAMES]
    await home.write("received", findings=findings)
    await home.write("returned", to="person", waybill_number=WAYBILL_BACK)
    assert await home.place() == "to_person"
    assert (await home.there())[-1]["facts"]["to"] == "person"


async def test_who_posts_follows_the_parcel(desk: TakingDesk) -> None:
    await desk.posted()
    parcel = await Parcel.get(owner_kind="custody")
    case = await desk.handed.case()
    assert (parcel.reference, parcel.waybill_number) == (case.number, WAYBILL)
    assert (await CustodyEntry.get(step="posted")).parcel_id == parcel.id


async def test_who_receives_follows_none(home: HomeDesk) -> None:
    await home.on_their_way()
    assert not await Parcel.filter(owner_kind="custody").exists()
