"""The clerk of the sandbox city: what happens to a case follows from the applicant's name alone."""

import aiohttp
import pytest

from mobile_api.accounts.models import StaffMember
from mobile_api.cases.models import Case, SubmittedMaterial
from mobile_api.demo.partner_city.clerk import SandboxClerk
from mobile_api.demo.partner_city.making import DEPARTMENTS, create_clerks
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from tests.actors import PASSWORD, PASSWORD_HASH, Citizen, photo
from tests.stack import Stack

ROLES = {"reviewer": "reviewer", "front-desk": "front_desk", "decider": "decider"}
_MOST_ROUNDS = 8


async def create_counter(department: str) -> list[str]:
    """The clerks of a counter, with a password that is cheap to check; their usernames."""
    for name, role in ROLES.items():
        await StaffMember.create(
            username=f"{department}-{name}",
            display_name=name,
            password_hash=PASSWORD_HASH,
            department_key=department,
            roles=frozenset({StaffRole(role)}),
            created_at=clock.now(),
        )
    return [f"{department}-{name}" for name in ROLES]


@pytest.fixture
async def passwords(stack: Stack) -> dict[str, str]:
    """The clerks of the exit-entry counter."""
    return dict.fromkeys(await create_counter("crj"), PASSWORD)


async def worked(stack: Stack, passwords: dict[str, str]) -> list[str]:
    """The statuses that a case goes through while the clerk works, until nothing is left to do."""
    seen: list[str] = []
    async with aiohttp.ClientSession(trust_env=False) as http:
        clerk = SandboxClerk(http, stack.api, "crj", passwords)
        for _ in range(_MOST_ROUNDS):
            steps = await clerk.work()
            seen.append((await Case.get()).status.value)
            if not steps:
                break
    return seen


async def submitted(citizen: Citizen, name: str) -> str:
    """A passport case of somebody of that name, to be picked up; its path."""
    details = {"name": name, "id_number": "370000199003070018", "phone": "13800138000"}
    await citizen.ok("PUT", "/api/v1/me/real-name", details)
    case = await citizen.passport_draft(delivery={"kind": "pick_up"})
    path = f"/api/v1/cases/{case['id']}"
    await citizen.ok("POST", f"{path}/submit")
    return path


@pytest.fixture
async def nobody(citizen: Citizen) -> Citizen:
    """Signed in, and free to say their name."""
    await citizen.sign_in()
    return citizen


@pytest.mark.parametrize(
    ("name", "ends_as", "outcome"),
    [
        ("王平常", "delivered", "approved"),
        ("王不予批准", "delivered", "refused"),
        ("王不予受理", "declined", None),
        ("王不处理", "submitted", None),
    ],
)
async def test_the_name_says_what_happens(
    stack: Stack, nobody: Citizen, passwords: dict[str, str], name: str, ends_as: str, outcome: str
) -> None:
    await submitted(nobody, name)
    assert (await worked(stack, passwords))[-1] == ends_as
    assert (await Case.get()).outcome == outcome


async def test_one_correction_comes_first(
    stack: Stack, nobody: Citizen, passwords: dict[str, str]
) -> None:
    path = await submitted(nobody, "王补正")
    assert (await worked(stack, passwords))[-1] == "correction_requested"
    case = await nobody.ok("GET", path)
    (fault,) = case["correction"]["faults"]
    assert fault["target"] == "material" and "重新拍摄" in fault["advice"]
    again = await nobody.upload(photo(77))
    await nobody.ok("PUT", f"{path}/materials/{fault['key']}", {"file_ids": [again]})
    await nobody.ok("POST", f"{path}/submit")
    assert (await worked(stack, passwords))[-1] == "delivered"


async def test_of_a_form_alone_the_writing_is_to_be_checked(
    stack: Stack, nobody: Citizen, passwords: dict[str, str]
) -> None:
    path = await submitted(nobody, "王补正")
    await SubmittedMaterial.all().delete()
    assert (await worked(stack, passwords))[-1] == "correction_requested"
    (fault,) = (await nobody.ok("GET", path))["correction"]["faults"]
    assert fault["target"] == "form_field" and "拍" not in fault["reason"] + fault["advice"]
    assert "核对" in fault["advice"]


async def test_clerks_keep_the_passwords_that_are_known(stack: Stack) -> None:
    first = await create_clerks({})
    assert len(first) == len(DEPARTMENTS) * len(ROLES)
    assert await create_clerks(first) == first
    assert await StaffMember.all().count() == len(first)
