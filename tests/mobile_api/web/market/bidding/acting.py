"""The choice of for whom a browser acts, as the page 为谁办 keeps it."""

import base64
from datetime import timedelta
from uuid import UUID

import httpx

from mobile_api.shared import clock
from mobile_api.shared.crypto import keyring
from mobile_api.web.frame.acting import Choice
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE

_NOTE = "acting-for"


def acting_for(client: httpx.AsyncClient, person_id: UUID, enterprise_id: str | None) -> None:
    """From now on the browser acts for that enterprise; None: for the person."""
    chosen = Choice(person_id=person_id)
    if enterprise_id:
        chosen.enterprise_id, chosen.enterprise_name = UUID(enterprise_id), "示范企业"
    until = (clock.now() + timedelta(hours=1)).isoformat()
    sealed = f'{{"until": "{until}", "text": {_quoted(chosen.model_dump_json())}}}'
    value = keyring().seal(sealed.encode(), f"cookie.{_NOTE}")
    text = base64.urlsafe_b64encode(value).decode().rstrip("=")
    client.cookies.set(COOKIE.replace("session", _NOTE), text)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'
