"""What an application asks and holds, for every front end the same; nothing of it in full."""

from typing import Any

from tests.actors import ADDRESS, Citizen, Colleague, photo
from tests.mobile_api.cases.applying.test_tasks import SITUATION, draft


async def filling(citizen: Citizen, case_id: str) -> dict[str, Any]:
    return dict(await citizen.ok("GET", f"/api/v1/cases/{case_id}/filling"))


async def test_a_question_that_follows_is_asked_after_its_own(citizen: Citizen) -> None:
    case_id = await draft(citizen)
    asked = (await filling(citizen, case_id))["questions"]
    assert [one["chosen"] for one in asked] == [""] * len(asked)
    await citizen.ok("PATCH", f"/api/v1/cases/{case_id}", {"situation": SITUATION})
    found = await filling(citizen, case_id)
    assert {one["key"]: one["chosen"] for one in found["questions"]} == SITUATION
    assert [one["material"]["key"] for one in found["materials"]] == [
        "exit-entry-photo",
        "old-passport",
    ]


async def test_what_is_wrong_stands_at_its_field(citizen: Citizen) -> None:
    case_id = await draft(citizen, **SITUATION)
    name = (await filling(citizen, case_id))["fields"][0]
    assert name["field"]["label"] == "姓名拼音" and name["reasons"] == ["请填写“姓名拼音”。"]
    body = {"form": {"name-in-pinyin": "ZHANG SANFENG"}}
    await citizen.ok("PATCH", f"/api/v1/cases/{case_id}", body)
    name = (await filling(citizen, case_id))["fields"][0]
    assert (name["value"], name["reasons"]) == ("ZHANG SANFENG", [])


async def test_all_that_will_be_sent_is_read_once_more(citizen: Citizen) -> None:
    case_id = (await citizen.passport_draft())["id"]
    found = await filling(citizen, case_id)
    lines = {one["name"]: one for part in found["to_send"] for one in part["lines"]}
    assert lines["姓名拼音"]["value"] == "ZHANG SANFENG" and lines["姓名拼音"]["kind"] == "form"
    assert lines["出入境证件照片"]["value"] == "1页"
    where = lines["怎样领取结果"]["value"]
    assert where == "邮寄给张**(138****8000),示范省示范市示范区和平街道****"
    assert found["declaration"] and found["most_pages"] > 1 and found["most_bytes"] > 1000
    pages = found["materials"][0]["pages"]
    assert [(one["state"], one["state_name"]) for one in pages] == [("clean", "已收到")]


async def test_nothing_stands_there_in_full(citizen: Citizen) -> None:
    case_id = (await citizen.passport_draft())["id"]
    text = str(await filling(citizen, case_id))
    assert ADDRESS["address"] not in text and ADDRESS["phone"] not in text
    assert "张三丰" not in text and "张**" in text


async def test_a_correction_says_what_the_counter_found(
    citizen: Citizen, colleague: Colleague
) -> None:
    case = await citizen.submitted_case()
    path = f"/api/v1/cases/{case['id']}/filling"
    assert (await citizen.call("GET", path)).status_code == 409
    fault = {"target": "material", "key": "old-passport", "reason": "缺页。", "advice": "补拍。"}
    await colleague.move(case["id"], "request-correction", {"faults": [fault]})
    found = await filling(citizen, case["id"])
    assert found["is_correction"]
    assert [one["advice"] for one in found["materials"]] == [[], ["缺页。 补拍。"]]
    file_id = await citizen.upload(photo(31))
    body = {"file_ids": [file_id]}
    await citizen.ok("PUT", f"/api/v1/cases/{case['id']}/materials/old-passport", body)
    assert (await filling(citizen, case["id"]))["materials"][1]["advice"] == []


async def test_it_is_nobody_elses(citizen: Citizen) -> None:
    case_id = await draft(citizen)
    other = Citizen(citizen.stack, citizen.client, "li-si")
    await other.sign_in()
    answer = await other.call("GET", f"/api/v1/cases/{case_id}/filling")
    assert answer.status_code == 404
