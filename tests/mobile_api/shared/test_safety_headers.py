"""What every answer bears, whoever made it, so that no browser and no proxy makes more of it."""

from collections.abc import Iterator

import httpx
import pytest

from mobile_api.app import create_app
from mobile_api.shared.http.prepared import HAS_TLS
from tests.actors import Citizen, Colleague
from tests.settings import bare_settings
from tests.stack import Stack

ANSWERS = [
    ("GET", "/api/v1/guides", 200),
    ("GET", "/api/v1/me", 401),
    ("GET", "/api/v1/none", 404),
    ("DELETE", "/api/v1/guides", 405),
    ("POST", "/api/v1/sessions/mini-program", 415),
    ("POST", "/api/v1/sessions/refresh", 415),
    ("GET", "/", 200),
    ("GET", "/none", 404),
    ("GET", "/me", 303),
    ("GET", "/health/live", 200),
    ("GET", "/robots.txt", 200),
    ("GET", "/api/v1/guides/none/qr", 404),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
async def test_no_answer_is_taken_for_another_type(
    client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await client.request(method, path)
    assert answer.status_code == status
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]
    assert len(answer.headers.get_list("cache-control")) == 1
    assert "strict-transport-security" not in answer.headers


async def test_what_is_told_to_one_person_is_kept_nowhere(
    citizen: Citizen, colleague: Colleague
) -> None:
    case = await citizen.submitted_case()
    answers = [
        await citizen.call("GET", "/api/v1/me"),
        await citizen.call("GET", f"/api/v1/cases/{case['id']}"),
        await citizen.call("POST", "/api/v1/cases", {"item_key": "passport"}),
        await citizen.call("GET", "/api/v1/cases/none"),
        await colleague.call("GET", f"/staff/v1/cases/{case['id']}"),
        await colleague.move(case["id"], "full-applicant", {"reason": "核对"}),
    ]
    for answer in answers:
        assert answer.headers.get_list("cache-control") == ["no-store"], answer.url
        assert answer.headers.get_list("referrer-policy") == ["no-referrer"]


async def test_a_copy_that_is_still_right_says_it_in_short(citizen: Citizen) -> None:
    first = await citizen.call("GET", "/api/v1/me")
    known = {"If-None-Match": first.headers["etag"]}
    again = await citizen.call("GET", "/api/v1/me", headers=known)
    assert (again.status_code, again.headers["cache-control"]) == (304, "no-store")


@pytest.fixture
def by_tls(stack: Stack) -> Iterator[None]:
    """The application as it is where people reach it by HTTPS."""
    stack.app.config[HAS_TLS] = True
    yield
    stack.app.config[HAS_TLS] = False


@pytest.mark.usefixtures("by_tls")
@pytest.mark.parametrize("path", ["/api/v1/guides", "/api/v1/me", "/", "/none", "/health/live"])
async def test_where_people_come_by_tls_they_go_on_to(client: httpx.AsyncClient, path: str) -> None:
    told = (await client.get(path)).headers.get_list("strict-transport-security")
    assert told == ["max-age=31536000"]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_address_of_the_instance_tells_whether_they_do(scheme: str) -> None:
    settings = bare_settings(public_url=f"{scheme}://zwfw.example.gov.cn")
    assert create_app(settings).config[HAS_TLS] is (scheme == "https")
