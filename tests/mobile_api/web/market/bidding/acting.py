"""The choice of for whom a browser acts, as the page 为谁办 keeps it."""

from uuid import UUID

import httpx

from tests.mobile_api.web.choosing import choose


def acting_for(client: httpx.AsyncClient, person_id: UUID, enterprise_id: str | None) -> None:
    """From now on the browser acts for that enterprise; None: for the person."""
    chosen = UUID(enterprise_id) if enterprise_id else None
    choose(client, person_id, chosen, "示范企业" if chosen else "")
