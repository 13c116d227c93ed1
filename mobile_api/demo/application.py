"""The demo's first half: what the citizen does, from a question to a submitted case."""

import asyncio
from uuid import uuid4

from mobile_api.demo.context import Journey, expect, until
from mobile_api.demo.people import StepFailed, photograph, upload

ITEM = "passport"
SITUATION = {"situation": "renewal", "holder-age": "adult", "state-worker": "no"}


async def search(journey: Journey) -> str:
    found = await journey.stranger.get("/api/v1/search?q=护照快到期了怎么换")
    expect(found["hits"][0]["key"], ITEM, "第一条结果")
    return f"第一条:{found['hits'][0]['name']}"


async def read_guide(journey: Journey) -> str:
    guide = await journey.stranger.get(f"/api/v1/guides/{ITEM}")
    situation = await journey.stranger.post(
        f"/api/v1/guides/{ITEM}/situation", {"answers": SITUATION}
    )
    names = "、".join(one["material"]["name"] for one in situation["materials"])
    expect(guide["guide"]["key"], ITEM, "指南")
    return f"需要:{names}"


async def sign_in(journey: Journey) -> str:
    code = await journey.phone.login_code()
    opened = await journey.citizen.post("/api/v1/sessions/mini-program", {"code": code})
    journey.citizen.sign_in(opened)
    again = await journey.citizen.status_of("POST", "/api/v1/sessions/mini-program", {"code": code})
    expect(again, 401, "同一个登录码第二次使用")
    return f"令牌有效{opened['expires_in_seconds'] // 60}分钟;登录码只能用一次"


async def declare_real_name(journey: Journey) -> str:
    details = {"name": journey.applicant.name, "phone": journey.applicant.phone}
    wrong = details | {"id_number": journey.applicant.id_number[:-1] + "?"}
    refused = await journey.citizen.status_of("PUT", "/api/v1/me/real-name", wrong)
    expect(refused, 422, "错误的身份证号")
    right = details | {"id_number": journey.applicant.id_number}
    me = await journey.citizen.send("PUT", "/api/v1/me/real-name", right)
    return f"显示为 {me['name_masked']} {me['id_number_masked']} {me['phone_masked']}"


async def start_draft(journey: Journey) -> str:
    request = {"item_key": ITEM, "situation": SITUATION}
    key = uuid4().hex
    journey.case = await journey.citizen.post("/api/v1/cases", request, key)
    again = await journey.citizen.post("/api/v1/cases", request, key)
    expect(again["id"], journey.case["id"], "同一提交标识")
    address = journey.applicant.address("和平街道幸福路1号")
    content = {
        "form": {"name-in-pinyin": "ZHANG SHIFAN"},
        "delivery": {"kind": "post", "address": address},
    }
    journey.case = await journey.citizen.send("PATCH", journey.path, content)
    return f"草稿,共{len(journey.case['materials'])}项材料"


async def read_tasks(journey: Journey) -> str:
    listed = await journey.citizen.get(f"{journey.path}/tasks")
    tasks = [task for step in listed["steps"] for task in step["tasks"]]
    expect(listed["may_submit"], False, "没有材料就可以提交")
    left = [task["name"] for task in tasks if task["state"] == "to_do"]
    done = sum(task["state"] == "done" for task in tasks)
    return f"{len(tasks)}件事,做完{done}件;接下来:{listed['next_task']['name']},共差{len(left)}件"


async def attach(journey: Journey, key: str, words: str, shade: int) -> None:
    """Upload one photograph and make it the page of a material."""
    file_id = await upload(journey.citizen, journey.http, photograph(words, shade), f"{key}.jpg")

    async def state() -> bool:
        found = await journey.citizen.get(f"/api/v1/uploads/{file_id}")
        if found["state"] == "rejected":
            raise StepFailed(f"材料被拒:{found['message']}")
        return bool(found["state"] == "clean")

    await until(state, "材料检查完成")
    journey.case = await journey.citizen.send(
        "PUT", f"{journey.path}/materials/{key}", {"file_ids": [file_id]}
    )


async def upload_materials(journey: Journey) -> str:
    await attach(journey, "exit-entry-photo", "photo, blurred", 200)
    await attach(journey, "old-passport", "old passport", 150)
    return "检查通过:类型、大小、摘要一致,照片位置信息已去除"


async def submit_five_times(journey: Journey) -> str:
    taps = [journey.citizen.post(f"{journey.path}/submit") for _ in range(5)]
    answers = await asyncio.gather(*taps)
    expect(len({answer["number"] for answer in answers}), 1, "办件编号个数")
    listed = await journey.citizen.get("/api/v1/cases")
    expect(len(listed["cases"]), 1, "我的办件数")
    journey.case = answers[0]
    return f"办件编号 {journey.case['number']}"
