"""What each action asks for, who may do it now, and the ways out for who may not."""

from datetime import timedelta

from mobile_api.accounts.proofs.assurance import LEVEL_NAMES, REQUIREMENTS
from mobile_api.accounts.proofs.looks import FULL_LOOKS
from mobile_api.accounts.proofs.models import IdentityProof
from mobile_api.shared import clock
from mobile_api.shared.http.rate_limits import spend
from mobile_api.shared.models import AuditRecord
from mobile_api.shared.process.cache import REDIS
from tests.actors import Citizen
from tests.mobile_api.accounts.identity.browser import Browser

FULL = "/api/v1/me/full-details"


async def stepped_up(browser: Browser, citizen: Citizen, user: str = "li-si") -> None:
    answer = await browser.go(user, "step_up", citizen.tokens["access_token"])
    assert answer.status_code == 201, answer.text
    citizen.tokens = answer.json()


async def test_full_details_need_a_fresh_proof(browser: Browser, citizen: Citizen) -> None:
    refused = await citizen.call("POST", FULL)
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (403, "assurance_too_low")
    assert (problem["needed_level"], problem["must_be_fresh"]) == (2, False)
    assert [way["method"] for way in problem["ways"]] == ["oidc", "counter"]
    await stepped_up(browser, citizen)
    shown = await citizen.ok("POST", FULL)
    assert (shown["name"], shown["id_number"]) == ("李四", "370000198505050012")
    assert await AuditRecord.filter(action="view_own_details").count() == 1


async def test_an_old_proof_is_not_fresh(browser: Browser, citizen: Citizen) -> None:
    await stepped_up(browser, citizen)
    await IdentityProof.all().update(at=clock.now() - timedelta(minutes=16))
    problem = (await citizen.call("POST", FULL)).json()
    assert (problem["code"], problem["must_be_fresh"]) == ("assurance_too_low", True)


async def test_a_present_proof_runs_out_and_the_match_stays(
    browser: Browser, citizen: Citizen
) -> None:
    await stepped_up(browser, citizen)
    assert (await citizen.ok("GET", "/api/v1/me/assurance"))["level"] == 3
    await IdentityProof.all().update(expires_at=clock.now())
    assert (await citizen.ok("GET", "/api/v1/me/assurance"))["level"] == 2


async def test_every_action_is_shown_with_its_rule(browser: Browser, citizen: Citizen) -> None:
    before = await citizen.ok("GET", "/api/v1/me/assurance")
    assert [one["action"] for one in before["actions"]] == [str(one) for one in REQUIREMENTS]
    assert [one["is_open"] for one in before["actions"]] == [
        rule.level <= 1 for rule in REQUIREMENTS.values()
    ]
    assert all(one["name"] and one["source"] for one in before["actions"])
    await stepped_up(browser, citizen)
    after = await citizen.ok("GET", "/api/v1/me/assurance")
    assert all(one["is_open"] and one["ways"] == [] for one in after["actions"])
    assert [(one["method"], one["level"]) for one in after["proofs"]] == [("oidc", 3)]
    assert (before["level_name"], after["level_name"]) == ("已登录", "已确认是您本人")
    assert after["proofs"][0]["method_name"] == "线上身份认证"
    assert {one["level_name"] for one in after["actions"]} == {
        LEVEL_NAMES[one] for one in (1, 2, 3)
    }


async def test_a_fully_online_item_opens_at_its_level(browser: Browser, citizen: Citizen) -> None:
    case = await citizen.ok("POST", "/api/v1/cases", {"item_key": "health-permit"})
    path = f"/api/v1/cases/{case['id']}/submit"
    refused = (await citizen.call("POST", path)).json()
    assert refused["code"] == "assurance_too_low" and refused["needed_level"] >= 2
    await stepped_up(browser, citizen)
    assert (await citizen.call("POST", path)).json()["code"] == "draft_incomplete"


async def test_a_token_of_a_high_level_proves_nothing_by_itself(
    browser: Browser, citizen: Citizen
) -> None:
    await stepped_up(browser, citizen)
    await IdentityProof.all().delete()
    assert (await citizen.call("POST", FULL)).status_code == 403


async def test_a_level_that_has_run_out_is_not_shown_as_held(browser: Browser) -> None:
    token = await browser.signed_in("li-si")
    await IdentityProof.all().update(expires_at=clock.now())
    shown = [(await browser.get(path, token)) for path in ("/api/v1/me", "/api/v1/me/assurance")]
    assert (shown[0]["assurance_level"], shown[1]["level"]) == (2, 2)


async def test_the_trail_of_looks_has_a_ceiling(browser: Browser, citizen: Citizen) -> None:
    """At both doors together, and it says how long to wait."""
    await stepped_up(browser, citizen)
    key = f"citizen:{(await IdentityProof.all()[0:1])[0].person_id}"
    for _ in range(FULL_LOOKS.times - 1):
        await spend(REDIS.of(citizen.stack.app), FULL_LOOKS, key)
    assert (await citizen.call("POST", FULL)).status_code == 200
    seen = await AuditRecord.filter(action="view_own_details").count()
    refused = await citizen.call("POST", FULL)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert int(refused.headers["retry-after"]) > 0
    case = await citizen.call(
        "POST", f"/api/v1/cases/{'0' * 8}-0000-7000-8000-{'0' * 12}/full-details"
    )
    assert case.status_code == 429
    assert await AuditRecord.filter(action="view_own_details").count() == seen == 1
