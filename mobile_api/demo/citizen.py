"""A citizen who stands ready in a new local stack: can sign in by phone, has a case, and acts for
three enterprises."""

import asyncio
import sys
from pathlib import Path

import aiohttp
import click

from mobile_api.demo import application
from mobile_api.demo.accounts import FILE_NAME, read
from mobile_api.demo.companies import DESK, Representative, sign_in_by_phone
from mobile_api.demo.context import Journey
from mobile_api.demo.people import DemoPhone, Screen, StepFailed
from mobile_api.embedded import Home, Stack

PHONE = "13900000001"
# No county has the code 370000, so nobody bears this number; its check character is right.
ID_NUMBER = "370000199003070018"
# The enterprise that the citizen represents, and those of which they are a clerk: for how many days
# and for which items, all without any.
_OWN = ("91370000MA3DEMA10R", "示范小吃有限公司")
_OTHERS = (
    ("91370000MA3DEMA20T", "示范广告有限公司", 180, ("seal", "sign-board")),
    ("91370000MA3DEMA30U", "示范货运代办有限公司", 364, None),
)
_OTHERS_PHONE, _OTHERS_NUMBER = "13900000003", "370000197506150029"


@click.command()
@click.argument("data_dir", type=click.Path(path_type=Path))
def main(data_dir: Path) -> None:
    """Give the stack that runs on DATA_DIR a citizen, or find the one who is there; print who."""
    stack = Home(data_dir).running()
    if stack is None:
        sys.exit(f"no stack runs on {data_dir}")
    try:
        number = asyncio.run(_case_of_citizen(stack, read(data_dir / FILE_NAME)))
    except (StepFailed, aiohttp.ClientError, KeyError, IndexError, TimeoutError) as fault:
        sys.exit(f"there is no demo citizen: {fault}")
    click.echo(f"phone        {PHONE}")
    click.echo(f"case number  {number}")
    click.echo(f"last six of the ID number  {ID_NUMBER[-6:]}")
    click.echo(f"acts for     {_OWN[1]}, as clerk for {_OTHERS[0][1]} and {_OTHERS[1][1]}")


async def _case_of_citizen(stack: Stack, passwords: dict[str, str]) -> str:
    """The number of a case of theirs; an account and a case that are there already stay."""
    async with aiohttp.ClientSession(trust_env=False) as http:
        phone = await DemoPhone.at(http, stack["simulators"]["wechat"])
        journey = Journey(stack, http, phone, passwords)
        journey.applicant.id_number, journey.applicant.phone = ID_NUMBER, PHONE
        await sign_in_by_phone(journey.citizen, http, stack["simulators"]["sms"], PHONE)
        listed = await journey.citizen.get("/api/v1/cases")
        numbers = [one["number"] for one in listed["cases"] if one["number"]]
        number = str(numbers[0]) if numbers else await _submitted(journey)
        await _companies(journey, stack["simulators"]["sms"])
        return number


async def _companies(journey: Journey, sms: str) -> None:
    """The citizen represents one enterprise and is a clerk of two others; those that are, stay."""
    if DESK not in journey.passwords:
        return
    known = (await journey.citizen.get("/api/v1/me/enterprises"))["enterprises"]
    if len(known) > len(_OTHERS):
        return
    http, applicant = journey.http, journey.applicant
    own = Representative(journey.citizen, applicant.name, PHONE, ID_NUMBER)
    other = Representative(
        Screen(http, journey.stack["api"]), "李示范", _OTHERS_PHONE, _OTHERS_NUMBER
    )
    await sign_in_by_phone(other.screen, http, sms, other.phone)
    desk = await journey.staff(DESK)
    for one in (own, other):
        await one.prove(desk)
    await own.register(desk, *_OWN)
    names = {one["enterprise"]["name"] for one in known}
    for code, name, days, items in _OTHERS:
        if name not in names:
            await other.appoint(await other.register(desk, code, name), own, days, items)


async def _submitted(journey: Journey) -> str:
    details = {
        "name": journey.applicant.name,
        "phone": PHONE,
        "id_number": journey.applicant.id_number,
    }
    await journey.citizen.send("PUT", "/api/v1/me/real-name", details)
    await application.start_draft(journey)
    await application.upload_materials(journey)
    submitted = await journey.citizen.post(f"{journey.path}/submit")
    return str(submitted["number"])


if __name__ == "__main__":
    main()
