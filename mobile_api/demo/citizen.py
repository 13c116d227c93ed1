"""A citizen who stands ready in a new local stack: can sign in by phone, and has a case."""

import asyncio
import sys
from pathlib import Path

import aiohttp
import click

from mobile_api.demo import application
from mobile_api.demo.context import Journey, until
from mobile_api.demo.people import DemoPhone, StepFailed
from mobile_api.embedded import Home, Stack

PHONE = "13900000001"
# No county has the code 370000, so nobody bears this number; its check character is right.
ID_NUMBER = "370000199003070018"


@click.command()
@click.argument("data_dir", type=click.Path(path_type=Path))
def main(data_dir: Path) -> None:
    """Give the stack that runs on DATA_DIR a citizen, or find the one who is there; print who."""
    stack = Home(data_dir).running()
    if stack is None:
        sys.exit(f"no stack runs on {data_dir}")
    try:
        number = asyncio.run(_case_of_citizen(stack))
    except (StepFailed, aiohttp.ClientError, KeyError, IndexError, TimeoutError) as fault:
        sys.exit(f"there is no demo citizen: {fault}")
    click.echo(f"phone        {PHONE}")
    click.echo(f"case number  {number}")
    click.echo(f"last six of the ID number  {ID_NUMBER[-6:]}")


async def _case_of_citizen(stack: Stack) -> str:
    """The number of a case of theirs; an account and a case that are there already stay."""
    async with aiohttp.ClientSession(trust_env=False) as http:
        phone = await DemoPhone.at(http, stack["simulators"]["wechat"])
        journey = Journey(stack, http, phone, {})
        journey.applicant.id_number, journey.applicant.phone = ID_NUMBER, PHONE
        await _sign_in(journey, stack["simulators"]["sms"])
        listed = await journey.citizen.get("/api/v1/cases")
        numbers = [one["number"] for one in listed["cases"] if one["number"]]
        return str(numbers[0]) if numbers else await _submitted(journey)


async def _sign_in(journey: Journey, sms_url: str) -> None:
    asking = {"phone": PHONE, "purpose": "sign_in"}
    asked = await journey.citizen.post("/api/v1/phone-codes", asking)

    async def code() -> str:
        query = {"phone": PHONE}
        async with journey.http.get(f"{sms_url}/_simulator/inbox", params=query) as answer:
            messages = (await answer.json())["messages"]
        return str(messages[-1]["params"]["code"]) if messages else ""

    body = {
        "phone": PHONE,
        "code": await until(code, "短信验证码"),
        "code_ticket": asked["code_ticket"],
    }
    journey.citizen.sign_in(await journey.citizen.post("/api/v1/sessions/phone", body))


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
