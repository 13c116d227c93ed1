"""The SMS service stands for the real one: it checks, limits, bills and reports."""

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.simulators.clock import Clock
from tests.simulators.running import running
from tests.simulators.sms import create_app, defaults
from tests.simulators_tests.receiver import Answer, Receiver, eventually
from tests.simulators_tests.sms_calls import WORDS, Sms, signed

CODE = {
    "TemplateCode": defaults.TEMPLATES["sign_in_code"].code,
    "TemplateParam": '{"code":"123456"}',
}


@pytest.fixture
async def sms(http: aiohttp.ClientSession, clock: Clock, receiver_url: str) -> AsyncIterator[Sms]:
    config = defaults.sms_config(receiver_url)
    async with running(create_app(config, clock)) as url:
        yield Sms(http, url, config, clock)


async def test_a_message_is_answered_as_the_service_does(sms: Sms) -> None:
    status, body = await sms.send()
    assert (status, body["Code"], body["Message"]) == (200, "OK", "OK")
    assert body.keys() == {"RequestId", "Code", "Message", "BizId"}


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"x-acs-version": "2017-05-26"}, "SignatureDoesNotMatch"),
        ({"x-acs-date": "2017-05-25T00:00:00Z"}, "SignatureDoesNotMatch"),
        ({"x-acs-content-sha256": "0" * 64}, "SignatureDoesNotMatch"),
        ({"x-acs-extra": "not signed"}, "IncompleteSignature"),
        ({"Authorization": "Basic abc"}, "IncompleteSignature"),
    ],
)
async def test_what_is_not_signed_is_refused(sms: Sms, headers: dict[str, str], code: str) -> None:
    url = sms.address(OutId="1")
    status, body = await sms.post(url, signed(sms.config, url) | headers)
    assert (status, body["Code"]) == (400, code)


async def test_a_signature_is_of_one_address(sms: Sms) -> None:
    headers = signed(sms.config, sms.address(OutId="1"))
    status, body = await sms.post(sms.address(OutId="2"), headers)
    assert (status, body["Code"]) == (400, "SignatureDoesNotMatch")


async def test_a_request_is_good_once_and_for_a_while(sms: Sms) -> None:
    url = sms.address(OutId="1")
    _, body = await sms.post(url, signed(sms.config, url, date="2017-05-25T00:00:00Z"))
    assert body["Code"] == "InvalidTimeStamp.Expired"
    headers = signed(sms.config, url)
    codes = [(await sms.post(url, headers))[1]["Code"] for _ in range(2)]
    assert codes == ["MissingPhoneNumbers", "SignatureNonceUsed"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"PhoneNumbers": "12345"}, "isv.MOBILE_NUMBER_ILLEGAL"),
        ({"SignName": "别人"}, "isv.SMS_SIGNATURE_ILLEGAL"),
        ({"TemplateCode": "SMS_1"}, "isv.SMS_TEMPLATE_ILLEGAL"),
        ({"TemplateParam": "{"}, "isv.INVALID_JSON_PARAM"),
        ({"TemplateParam": '{"item_name":1}'}, "isv.INVALID_JSON_PARAM"),
        ({"TemplateParam": '{"item_name":"护照"}'}, "isv.TEMPLATE_MISSING_PARAMETERS"),
        ({"TemplateParam": WORDS.replace("护照", "长" * 36)}, "isv.PARAM_LENGTH_LIMIT"),
        ({"TemplateParam": WORDS.replace("护照", "http://a.cn")}, "isv.PARAM_NOT_SUPPORT_URL"),
        ({"TemplateParam": WORDS.replace("护照", "【护照】")}, "isv.TEMPLATE_PARAMS_ILLEGAL"),
        (CODE | {"TemplateParam": '{"code":"abc"}'}, "isv.TEMPLATE_PARAMS_ILLEGAL"),
    ],
)
async def test_the_business_says_no_under_status_200(
    sms: Sms, values: dict[str, str], code: str
) -> None:
    status, body = await sms.send(**values)
    assert (status, body["Code"]) == (200, code)


async def test_codes_are_limited_by_minute_hour_and_day(sms: Sms, clock: Clock) -> None:
    # Five of an hour, five of the next, then the day is full; but a day may end meanwhile.
    clock.advance(86_400 - (clock.now() + 8 * 3_600) % 86_400)
    assert [await sms.code(**CODE), await sms.code(**CODE)] == ["OK", "isv.BUSINESS_LIMIT_CONTROL"]
    for wait, taken in ((61, 4), (3_600, 5), (3_600, 0)):
        clock.advance(wait)
        codes = []
        for _ in range(6):
            codes.append(await sms.code(**CODE))
            clock.advance(61)
        assert codes.count("OK") == taken
    _, body = await sms.send(**CODE)
    assert body["Message"] == "触发天级流控Permits:10"
    assert await sms.code() == "OK"


async def test_who_has_not_paid_sends_nothing(sms: Sms) -> None:
    sms.config.balance = 1
    assert [await sms.code(), await sms.code()] == ["OK", "isv.AMOUNT_NOT_ENOUGH"]


async def test_reports_are_repeated_until_they_are_taken(
    sms: Sms, clock: Clock, receiver: Receiver
) -> None:
    receiver.next.extend([Answer(status=500), Answer('{"code": 1}'), Answer('{"code": 0}')])
    _, sent = await sms.send()
    (push,) = (await sms.report(err_code="UNDELIV"))["pushes"]
    assert push["outcome"] == "pending"
    for calls in (2, 3):

        async def came(calls: int = calls) -> bool:
            clock.advance(600)
            return len(receiver.calls) == calls

        assert await eventually(came)
    (body,) = {call.body for call in receiver.calls}
    (report,) = json.loads(body)
    assert (report["biz_id"], report["out_id"], report["success"]) == (sent["BizId"], "o1", False)
