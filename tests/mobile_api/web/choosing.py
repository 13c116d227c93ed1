"""为谁办: a browser whose person has chosen for whom they act."""

import base64
import json
from datetime import timedelta
from uuid import UUID

import httpx

from mobile_api.shared import clock
from mobile_api.shared.crypto import keyring
from mobile_api.web.frame.acting import Choice
from mobile_api.web.frame.notes import CHOICE, place_of
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE


def choose(
    client: httpx.AsyncClient, person_id: UUID, enterprise_id: UUID | None, name: str = ""
) -> None:
    """From now on the browser acts for that enterprise; None: for the person. Sign in before."""
    chosen = Choice(person_id=person_id, enterprise_id=enterprise_id, enterprise_name=name)
    until = (clock.now() + timedelta(hours=1)).isoformat()
    sealed = json.dumps({"until": until, "text": chosen.model_dump_json()})
    place = place_of(CHOICE, client.cookies.get(COOKIE) or "")
    text = base64.urlsafe_b64encode(keyring().seal(sealed.encode(), place)).decode().rstrip("=")
    client.cookies.set(COOKIE.replace("session", CHOICE), text)
