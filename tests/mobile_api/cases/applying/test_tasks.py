"""办事清单: what is to be done, for every front end the same; pages known before they are clean."""

import hashlib
from datetime import timedelta
from typing import Any

from mobile_api.cases.models import Case
from tests.actors import Citizen, Colleague, photo
from tests.stack import Stack
from uploads.models import FileState, StoredFile

SITUATION = {"situation": "renewal", "holder-age": "adult", "state-worker": "no"}
NO_PHOTO = b"GIF89a" + bytes(200)


async def draft(citizen: Citizen, item: str = "passport", **situation: str) -> str:
    request = {"item_key": item, "situation": situation}
    return str((await citizen.ok("POST", "/api/v1/cases", request))["id"])


async def states(citizen: Citizen, case_id: str) -> dict[str, str]:
    """By kind and key of the task."""
    found = await citizen.ok("GET", f"/api/v1/cases/{case_id}/tasks")
    tasks = [task for step in found["steps"] for task in step["tasks"]]
    return {f"{task['kind']}/{task['key']}".rstrip("/"): task["state"] for task in tasks}


async def sent(citizen: Citizen, content: bytes, *, is_sent: bool = True) -> str:
    """A file that nobody has looked at yet."""
    declared = {
        "name": "x.jpg",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    begun = await citizen.ok("POST", "/api/v1/uploads", declared)
    file_id, ticket = begun["file"]["id"], begun["ticket"]
    if is_sent:
        files = {"file": ("x.jpg", content, "image/jpeg")}
        await citizen.client.post(ticket["url"], data=ticket["fields"], files=files)
        await citizen.ok("POST", f"/api/v1/uploads/{file_id}/complete")
    return str(file_id)


async def test_a_new_draft_asks_its_questions_first(citizen: Citizen) -> None:
    case_id = await draft(citizen)
    found = await citizen.ok("GET", f"/api/v1/cases/{case_id}/tasks")
    assert found["next_task"]["kind"] == "question"
    assert found["next_task"]["state_name"] == "待完成"
    assert (found["may_submit"], found["is_correction"]) == (False, False)
    assert found["steps"][-1]["tasks"][0]["state"] == "closed"


async def test_the_list_follows_what_is_given(citizen: Citizen) -> None:
    case_id = await draft(citizen, **SITUATION)
    assert await states(citizen, case_id) == {
        "question/situation": "done",
        "question/holder-age": "done",
        "question/state-worker": "done",
        "real_name": "done",
        "form": "to_do",
        "material/exit-entry-photo": "to_do",
        "material/old-passport": "to_do",
        "delivery": "to_do",
        "check": "closed",
    }
    whole = await citizen.passport_draft()
    found = await citizen.ok("GET", f"/api/v1/cases/{whole['id']}/tasks")
    assert found["may_submit"] and found["next_task"]["kind"] == "check"
    assert found["version"] == whole["version"]


async def test_what_is_wrong_is_faulty_and_says_why(citizen: Citizen) -> None:
    case_id = await draft(citizen, **SITUATION)
    path = f"/api/v1/cases/{case_id}"
    await citizen.ok("PATCH", path, {"form": {"name-in-pinyin": "A" * 300}})
    await citizen.ok("PATCH", path, {"delivery": {"kind": "post"}})
    found = await citizen.ok("GET", f"{path}/tasks")
    tasks = {task["kind"]: task for step in found["steps"] for task in step["tasks"]}
    assert (tasks["form"]["state"], tasks["delivery"]["state"]) == ("faulty", "faulty")
    assert "精简" in tasks["form"]["reasons"][0]
    assert tasks["delivery"]["reasons"] == ["请填写收件地址。"]


async def test_who_has_said_no_name_is_asked_for_it(stack: Stack, citizen: Citizen) -> None:
    nameless = Citizen(stack, citizen.client, "without-a-name")
    await nameless.sign_in()
    case_id = await draft(nameless, **SITUATION)
    assert (await states(nameless, case_id))["real_name"] == "to_do"


async def test_a_level_that_is_lacking_is_a_task(citizen: Citizen) -> None:
    case_id = await draft(citizen, "health-permit")
    found = await citizen.ok("GET", f"/api/v1/cases/{case_id}/tasks")
    tasks = [task for step in found["steps"] for task in step["tasks"]]
    (identity,) = [task for task in tasks if task["kind"] == "identity"]
    assert identity["state"] == "to_do" and "身份核验" in identity["reasons"][0]


async def test_a_page_is_known_while_it_is_looked_at(citizen: Citizen, stack: Stack) -> None:
    case_id = await draft(citizen, **SITUATION)
    file_id = await sent(citizen, photo(41))
    path = f"/api/v1/cases/{case_id}"
    given = {"file_ids": [file_id]}
    case = await citizen.ok("PUT", f"{path}/materials/exit-entry-photo", given)
    (material,) = [one for one in case["materials"] if one["key"] == "exit-entry-photo"]
    assert [page["state"] for page in material["pages"]] == ["inspecting"]
    assert (await states(citizen, case_id))["material/exit-entry-photo"] == "waiting"
    refused = await citizen.call("POST", f"{path}/submit")
    faults = {one["path"]: one["code"] for one in refused.json()["errors"]}
    assert faults["/materials/exit-entry-photo/0"] == "file_inspecting"
    opened = await citizen.call("POST", f"{path}/materials/exit-entry-photo/1/link")
    assert (opened.status_code, opened.json()["code"]) == (409, "file_not_clean")
    await stack.settle()
    assert (await states(citizen, case_id))["material/exit-entry-photo"] == "done"


async def test_a_page_that_was_not_sent_is_there_after_a_reload(citizen: Citizen) -> None:
    case_id = await draft(citizen, **SITUATION)
    file_id = await sent(citizen, photo(42), is_sent=False)
    path = f"/api/v1/cases/{case_id}/materials/exit-entry-photo"
    case = await citizen.ok("PUT", path, {"file_ids": [file_id]})
    (material,) = [one for one in case["materials"] if one["key"] == "exit-entry-photo"]
    waiting = {"file_id": file_id, "state": "awaiting_upload", "message": "请上传文件。"}
    assert material["pages"] == [waiting | {"media_type": None}]
    assert (await states(citizen, case_id))["material/exit-entry-photo"] == "faulty"


async def test_a_page_that_was_refused_says_why(citizen: Citizen, stack: Stack) -> None:
    case_id = await draft(citizen, **SITUATION)
    file_id = await sent(citizen, NO_PHOTO)
    path = f"/api/v1/cases/{case_id}/materials/exit-entry-photo"
    await citizen.ok("PUT", path, {"file_ids": [file_id]})
    await stack.settle()
    assert (await states(citizen, case_id))["material/exit-entry-photo"] == "faulty"
    # Refused already, it is not taken any more.
    other = await draft(citizen, **SITUATION)
    again = f"/api/v1/cases/{other}/materials/exit-entry-photo"
    refused = await citizen.call("PUT", again, {"file_ids": [file_id]})
    assert refused.json()["errors"][0]["code"] == "file_rejected"


async def test_a_page_given_early_is_kept_as_long_as_the_draft(
    citizen: Citizen, stack: Stack
) -> None:
    case_id = await draft(citizen, **SITUATION)
    file_id = await sent(citizen, photo(43))
    path = f"/api/v1/cases/{case_id}/materials/exit-entry-photo"
    await citizen.ok("PUT", path, {"file_ids": [file_id]})
    await stack.settle()
    file = await StoredFile.get(id=file_id)
    assert file.state is FileState.clean and file.expires_at is not None
    assert file.due_at is not None
    long_ago = file.created_at - timedelta(days=1)
    await StoredFile.filter(id=file_id).update(expires_at=long_ago, due_at=long_ago)
    await stack.settle()
    kept = await StoredFile.get(id=file_id)
    assert (kept.state, kept.expires_at, kept.due_at) == (FileState.clean, None, None)
    assert (await citizen.call("POST", f"{path}/1/link")).status_code == 200


async def test_what_was_submitted_is_kept(citizen: Citizen) -> None:
    case = await citizen.submitted_case()
    ids = [one for material in case["materials"] for one in material["file_ids"]]
    assert [one.expires_at for one in await StoredFile.filter(id__in=ids)] == [None, None]


async def test_an_answer_that_leads_nowhere_ends_the_list(citizen: Citizen) -> None:
    case_id = await draft(citizen, "netbar", **{"near-school": "near"})
    found = await citizen.ok("GET", f"/api/v1/cases/{case_id}/tasks")
    assert found["impossible_because"] and found["next_task"] is None
    assert not found["may_submit"]
    assert [step["step"] for step in found["steps"]] == ["situation"]


async def test_after_it_is_sent_there_is_no_list(citizen: Citizen) -> None:
    case = await citizen.submitted_case()
    refused = await citizen.call("GET", f"/api/v1/cases/{case['id']}/tasks")
    assert (refused.status_code, refused.json()["code"]) == (409, "move_not_allowed")


async def test_nobody_reads_the_list_of_another(stack: Stack, citizen: Citizen) -> None:
    case_id = await draft(citizen)
    other = Citizen(stack, citizen.client, "li-si-of-the-tasks")
    await other.sign_in()
    refused = await other.call("GET", f"/api/v1/cases/{case_id}/tasks")
    assert refused.json()["code"] == "case_not_found"


FAULTS: list[dict[str, Any]] = [
    {"target": "material", "key": "exit-entry-photo", "reason": "模糊。", "advice": "重拍。"},
    {"target": "form_field", "key": "name-in-pinyin", "reason": "有误。", "advice": "改正。"},
]


async def test_a_correction_closes_what_is_right_and_knows_what_was_mended(
    citizen: Citizen, colleague: Colleague
) -> None:
    case = await citizen.submitted_case()
    answer = await colleague.move(case["id"], "request-correction", {"faults": FAULTS})
    assert answer.is_success
    found = await citizen.ok("GET", f"/api/v1/cases/{case['id']}/tasks")
    assert found["is_correction"] and not found["may_submit"]
    before = await states(citizen, case["id"])
    faulty = {name for name, state in before.items() if state == "faulty"}
    assert faulty == {"form", "material/exit-entry-photo"}
    assert before["material/old-passport"] == before["question/situation"] == "closed"
    path = f"/api/v1/cases/{case['id']}"
    await citizen.ok("PATCH", path, {"form": {"name-in-pinyin": "ZHANG SAN FENG"}})
    new = {"file_ids": [await citizen.upload(photo(77))]}
    await citizen.ok("PUT", f"{path}/materials/exit-entry-photo", new)
    after = await citizen.ok("GET", f"{path}/tasks")
    assert after["may_submit"] and after["next_task"]["kind"] == "check"
    assert (await Case.get(id=case["id"])).status == "correction_requested"
