"""The one address of the service: SendSms, as requests of the RPC style reach it."""

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from aiohttp import web

from tests.simulators.clock import BEIJING, Clock
from tests.simulators.received import LABEL, REQUEST_ID
from tests.simulators.sms.config import SmsConfig, SmsTemplate
from tests.simulators.sms.errors import SmsRefusal
from tests.simulators.sms.limits import FlowControl
from tests.simulators.sms.reports import Reports
from tests.simulators.sms.signature import SignatureCheck
from tests.simulators.sms.state import Sms, SmsState

_PHONE = re.compile(r"(?:\+86|0086|86)?(1[3-9]\d{9})")
_LONGEST_VALUE = 35


class Gateway:
    def __init__(self, config: SmsConfig, clock: Clock, state: SmsState, reports: Reports) -> None:
        self._config, self._clock, self._state = config, clock, state
        self._signatures = SignatureCheck(config, clock)
        self._flow = FlowControl(clock, state, config.templates)
        self._reports = reports

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.get("/", self.call), web.post("/", self.call)]

    async def call(self, request: web.Request) -> web.Response:
        request[LABEL] = request.headers.get("x-acs-action", "")
        try:
            await self._signatures.check(request)
            _check_action(request)
            sms = self._sms(request.query)
        except SmsRefusal as refusal:
            return self._refused(request, refusal)
        self._config.balance -= sms.parts
        self._state.messages.append(sms)
        self._reports.report_by_itself(sms)
        return self._answer(request, 200, Code="OK", Message="OK", BizId=sms.biz_id)

    def injected(self, request: web.Request, code: int | str) -> web.Response:
        """The answer of a fault that names only the code."""
        return self._refused(request, SmsRefusal(str(code)))

    def _refused(self, request: web.Request, refusal: SmsRefusal) -> web.Response:
        more = {} if refusal.status == 200 else {"HostId": request.host, "Recommend": ""}
        return self._answer(
            request, refusal.status, Code=refusal.code, Message=refusal.message, **more
        )

    def _answer(self, request: web.Request, status: int, **fields: str) -> web.Response:
        body = {"RequestId": request[REQUEST_ID].upper(), **fields}
        return web.json_response(text=json.dumps(body, ensure_ascii=False), status=status)

    def _sms(self, query: Mapping[str, str]) -> Sms:
        for name in ("PhoneNumbers", "SignName", "TemplateCode"):
            if not query.get(name):
                raise SmsRefusal(f"Missing{name}")
        phone = _PHONE.fullmatch(query["PhoneNumbers"])
        if phone is None:
            raise SmsRefusal("isv.MOBILE_NUMBER_ILLEGAL")
        if query["SignName"] not in self._config.sign_names:
            raise SmsRefusal("isv.SMS_SIGNATURE_ILLEGAL")
        template = self._config.template(query["TemplateCode"])
        if template is None:
            raise SmsRefusal("isv.SMS_TEMPLATE_ILLEGAL")
        params = _params(template, query.get("TemplateParam", ""))
        self._flow.check(phone.group(1), query["SignName"], template)
        sms = self._made(phone.group(1), query, template, params)
        if sms.parts > self._config.balance:
            raise SmsRefusal("isv.AMOUNT_NOT_ENOUGH")
        return sms

    def _made(
        self, phone: str, query: Mapping[str, str], template: SmsTemplate, params: dict[str, str]
    ) -> Sms:
        at = self._clock.now()
        number = f"{datetime.fromtimestamp(at, BEIJING):%y%m%d}{secrets.randbelow(10**12):012d}"
        text = f"【{query['SignName']}】{template.text(params)}"
        return Sms(
            phone=phone,
            text=text,
            template_code=template.code,
            params=params,
            sign_name=query["SignName"],
            biz_id=f"{number}^0",
            out_id=query.get("OutId", ""),
            at=at,
        )


def _check_action(request: web.Request) -> None:
    if request.headers["x-acs-version"] != "2017-05-25":
        raise SmsRefusal("InvalidVersion")
    if request.headers["x-acs-action"] != "SendSms":
        raise SmsRefusal("InvalidAction.NotFound")


def _params(template: SmsTemplate, text: str) -> dict[str, str]:
    try:
        params = json.loads(text or "{}")
    except ValueError:
        raise SmsRefusal("isv.INVALID_JSON_PARAM") from None
    return checked_params(template, params)


def checked_params(template: SmsTemplate, params: object) -> dict[str, str]:
    """The variables of a message, all there and in order. Raises SmsRefusal."""
    if not isinstance(params, dict) or not all(isinstance(one, str) for one in params.values()):
        raise SmsRefusal("isv.INVALID_JSON_PARAM")
    for name in template.variables:
        if not params.get(name):
            raise SmsRefusal("isv.TEMPLATE_MISSING_PARAMETERS")
        _check_value(template, params[name])
    return params


def _check_value(template: SmsTemplate, value: str) -> None:
    if len(value) > _LONGEST_VALUE:
        raise SmsRefusal("isv.PARAM_LENGTH_LIMIT")
    if re.search(r"https?://|www\.", value, re.IGNORECASE):
        raise SmsRefusal("isv.PARAM_NOT_SUPPORT_URL")
    is_code = template.kind == "verification"
    if re.search(r"[【】\r\n]", value) or (is_code and not re.fullmatch(r"\d{4,6}", value)):
        raise SmsRefusal("isv.TEMPLATE_PARAMS_ILLEGAL")
