"""Track pushes (040002) to the customer's server, repeated until its answer says 00000."""

import base64
import json
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.simulators.clock import Clock
from tests.simulators.deliveries import Deliveries, Delivery, NotTaken
from tests.simulators.ems.config import EmsConfig
from tests.simulators.ems.envelope import seal
from tests.simulators.ems.gateway import DONE, TIME_FORMAT
from tests.simulators.ems.state import Parcel, TrackEvent
from tests.simulators.ems.tracks import pushed_item

OTHER_SENDER = "88880000000009"


@dataclass(frozen=True)
class Mischief:
    """What is wrong with a push on purpose: a key nobody agreed on, another customer's number."""

    wrong_key: bool = False
    other_customer: bool = False


class Pushes:
    def __init__(self, config: EmsConfig, clock: Clock, deliveries: Deliveries) -> None:
        self._config = config
        self._clock = clock
        self._deliveries = deliveries

    async def push(self, parcel: Parcel, event: TrackEvent, mischief: Mischief) -> Delivery | None:
        """Tried once before returning; None when no callback URL is set."""
        if not self._config.callback_url:
            return None
        delivery = self._delivery(parcel, event, mischief)
        await self._deliveries.deliver(delivery)
        return delivery

    def push_later(
        self, parcel: Parcel, event: TrackEvent, mischief: Mischief, seconds: float
    ) -> None:
        if self._config.callback_url:
            self._deliveries.deliver_later(self._delivery(parcel, event, mischief), seconds)

    def _delivery(self, parcel: Parcel, event: TrackEvent, mischief: Mischief) -> Delivery:
        # One serial number for all repetitions: it is how a receiver may know them.
        serial_number = secrets.token_hex(16)
        url = self._config.callback_url.rstrip("/") + self._config.callback_path

        async def attempt() -> str:
            body = self._body(parcel, event, mischief, serial_number)
            reply = await self._deliveries.post(
                url,
                data=self._encoded(body),
                cut_off=self._config.push_cut_off_seconds,
                content_type="application/x-www-form-urlencoded; charset=UTF-8"
                if self._config.push_as_form
                else "application/json; charset=UTF-8",
            )
            _check_taken(reply)
            return reply

        about = {
            "serialNo": serial_number,
            "waybillNo": parcel.waybill_number,
            "opCode": event.op_code,
        }
        return Delivery(about=about, attempt=attempt)

    def _body(
        self, parcel: Parcel, event: TrackEvent, mischief: Mischief, serial_number: str
    ) -> dict[str, str]:
        item = pushed_item(parcel, event, with_sub_code=self._config.push_with_sub_codes)
        key = self._config.sign_key
        if mischief.wrong_key:
            key = base64.b64encode(secrets.token_bytes(16)).decode()
        sealed = seal(
            json.dumps(item, ensure_ascii=False), key, with_suffix=self._config.push_with_key_suffix
        )
        return {
            "logitcsInterface": sealed,
            "method": "040002",
            "msgType": "0",
            "senderNo": OTHER_SENDER if mischief.other_customer else self._config.sender_number,
            "serialNo": serial_number,
            "version": "v1.0.0",
            "timeStamp": f"{self._clock.beijing():{TIME_FORMAT}}",
        }

    def _encoded(self, body: dict[str, str]) -> bytes:
        return (urlencode(body) if self._config.push_as_form else json.dumps(body)).encode()


def _check_taken(reply: str) -> None:
    try:
        code = json.loads(reply)["code"]
    except (ValueError, KeyError, TypeError):
        raise NotTaken("no code in the answer") from None
    if code != DONE:
        raise NotTaken(f"code {code}")
