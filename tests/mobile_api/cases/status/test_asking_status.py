"""Anonymous status query: a second factor, no guessing, nothing personal."""

import asyncio

import httpx
import pytest

from mobile_api.cases.numbers import is_case_number
from mobile_api.shared.serial_numbers import check_character
from tests.actors import ID_NUMBER, Citizen
from tests.mobile_api.neighbours import calling_from
from tests.stack import Stack

PATH = "/api/v1/case-status-queries"
TAIL = ID_NUMBER[-6:]


def made_up(number: int) -> dict[str, str]:
    """A question about a case that nobody has."""
    body = f"99990020261121{number:06d}"
    return {"number": body + check_character(body), "id_number_tail": "000000"}


async def guessed(client: httpx.AsyncClient, question: dict[str, str], times: int) -> list[int]:
    """What so many wrong tails for a number are answered."""
    wrong = [question | {"id_number_tail": f"{guess:06d}"} for guess in range(times)]
    return [(await client.post(PATH, json=one)).status_code for one in wrong]


async def test_number_and_tail_show_where_the_case_is(
    client: httpx.AsyncClient, citizen: Citizen
) -> None:
    case = await citizen.submitted_case()
    answer = await client.post(PATH, json={"number": case["number"], "id_number_tail": TAIL})
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["holder"]) == ("submitted", "counter")
    for secret in (ID_NUMBER, "张三丰", "13800138000", "幸福路"):
        assert secret not in answer.text


async def test_many_may_look_through_one_address(
    client: httpx.AsyncClient, citizen: Citizen
) -> None:
    case = await citizen.submitted_case()
    right = {"number": case["number"], "id_number_tail": TAIL}
    codes = {(await client.post(PATH, json=right)).status_code for _ in range(65)}
    assert codes == {200}


async def test_guessing_numbers_ends_whatever_the_caller_says_about_its_address(
    client: httpx.AsyncClient,
) -> None:
    codes = []
    for guess in range(102):
        question = made_up(guess)
        claimed = dict.fromkeys(("X-Forwarded-For", "X-Real-IP"), f"10.0.0.{guess}")
        codes.append((await client.post(PATH, json=question, headers=claimed)).status_code)
    assert codes == [404] * 100 + [429] * 2


async def test_typed_with_blanks_and_full_width(
    client: httpx.AsyncClient, citizen: Citizen
) -> None:
    case = await citizen.submitted_case()
    number = case["number"]
    spaced = f"{number[:6]} {number[6:14]} {number[14:]}"
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c.lower() for c in TAIL)
    answer = await client.post(PATH, json={"number": spaced, "id_number_tail": wide})
    assert answer.status_code == 200


async def test_wrong_number_and_wrong_tail_look_alike(
    client: httpx.AsyncClient, citizen: Citizen
) -> None:
    case = await citizen.submitted_case()
    body = case["number"][:-2] + ("8" if case["number"][-2] == "9" else "9")
    other = body + check_character(body)
    answers = [
        await client.post(PATH, json={"number": number, "id_number_tail": tail})
        for number, tail in ((case["number"], "000000"), (other, TAIL))
    ]
    codes = [(answer.status_code, answer.json()["code"]) for answer in answers]
    assert codes == [(404, "case_number_or_factor_wrong")] * 2
    assert answers[0].json()["title"] == answers[1].json()["title"]


async def test_guessing_ends_and_looking_does_not(
    client: httpx.AsyncClient, citizen: Citizen
) -> None:
    case = await citizen.submitted_case()
    right = {"number": case["number"], "id_number_tail": TAIL}
    for _ in range(15):
        assert (await client.post(PATH, json=right)).status_code == 200
    assert await guessed(client, right, 6) == [404] * 5 + [429]
    refused = await client.post(PATH, json=right)
    assert refused.status_code == 429
    assert 890 < int(refused.headers["retry-after"]) <= 900


async def test_strangers_run_out_of_guesses_and_the_applicant_looks(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    """docs/security.md: thirty about one number, then one from each further address."""
    right = {"number": (await citizen.submitted_case())["number"], "id_number_tail": TAIL}
    told = 0
    for host in range(10, 20):
        async with calling_from(stack, host) as stranger:
            told += (await guessed(stranger, right, 8)).count(404)
    assert told == 34
    assert (await client.post(PATH, json=right)).status_code == 200
    async with calling_from(stack, 30) as late:
        assert await guessed(late, right, 2) == [404, 429]
        assert (await late.post(PATH, json=right)).status_code == 429


async def test_a_neighbour_looks_behind_an_address_that_guesses(
    client: httpx.AsyncClient, citizen: Citizen
) -> None:
    """Sixty wrong tails once barred everybody behind the address for an hour."""
    right = {"number": (await citizen.submitted_case())["number"], "id_number_tail": TAIL}
    for number in range(60):
        assert (await client.post(PATH, json=made_up(number))).status_code == 404
    assert (await client.post(PATH, json=right)).status_code == 200
    for number in range(60, 120):
        await client.post(PATH, json=made_up(number))
    # Whoever has looked from there before is not even stopped by what is spent.
    assert (await client.post(PATH, json=right)).status_code == 200


async def test_a_number_that_nobody_has_counts_like_another(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    number = (await citizen.submitted_case())["number"]
    async with calling_from(stack, 40) as one, calling_from(stack, 41) as other:
        real = await guessed(one, {"number": number}, 7)
        assert real == await guessed(other, made_up(1), 7) == [404] * 5 + [429] * 2


async def test_fifty_guesses_at_once_are_five(stack: Stack, citizen: Citizen) -> None:
    number = (await citizen.submitted_case())["number"]
    questions = [{"number": number, "id_number_tail": f"{guess:06d}"} for guess in range(50)]
    async with calling_from(stack, 50) as stranger:
        asked = (stranger.post(PATH, json=question) for question in questions)
        codes = [answer.status_code for answer in await asyncio.gather(*asked)]
    assert sorted(codes) == [404] * 5 + [429] * 45


@pytest.mark.parametrize("number", ["", "1", "9" * 21, "999900202611210000019", "x" * 31])
async def test_what_is_no_number_is_refused(client: httpx.AsyncClient, number: str) -> None:
    answer = await client.post(PATH, json={"number": number, "id_number_tail": TAIL})
    assert answer.status_code in (404, 422)
    assert number not in answer.text or len(number) < 2


async def test_a_draft_cannot_be_found(stack: Stack, citizen: Citizen) -> None:
    case = await citizen.passport_draft()
    assert case["number"] is None


def test_the_check_character_is_that_of_the_standard() -> None:
    # The example of the Global Release Identifier, which uses ISO/IEC 7064 MOD 37,36 too.
    assert check_character("A12425GABC1234002") == "M"


def test_the_check_character_finds_every_single_slip() -> None:
    body = "99990020261121000001"
    assert is_case_number(body + check_character(body))
    for place in range(len(body)):
        for digit in "0123456789":
            if digit != body[place]:
                slipped = body[:place] + digit + body[place + 1 :] + check_character(body)
                assert not is_case_number(slipped)
