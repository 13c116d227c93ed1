"""How often a day a copy of one's data may be asked for."""

from mobile_api.accounts.models import Person
from mobile_api.personal_data.models import DataExport, ExportState
from mobile_api.shared import clock
from tests.actors import Citizen

EXPORT = "/api/v1/me/export"


async def test_a_copy_that_failed_costs_no_try(citizen: Citizen) -> None:
    """Red before: three calls in an outage, and nobody got a copy for a day."""
    now = clock.now()
    person = await Person.get()
    for _ in range(3):
        await DataExport.create(
            person_id=person.id, state=ExportState.failed, requested_at=now, due_at=None
        )
    assert (await citizen.ok("POST", EXPORT, {}))["state"] == "preparing"
