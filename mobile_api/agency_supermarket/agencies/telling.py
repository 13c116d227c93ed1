"""What an agency's people are told: its legal representative, who answers for it."""

from datetime import date
from uuid import UUID

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.enterprises.queries import enterprise_by_id
from mobile_api.shared import clock
from notifications.service import notify
from notifications.words.service import date_text, phrases


async def tell(agency: Agency, event: str, data: dict[str, str], *, once_per: str) -> None:
    """Rows of what its legal representative is told, once per `once_per`."""
    enterprise = await enterprise_by_id(agency.enterprise_id)
    await notify(
        enterprise.representative_id,
        event,
        {"agency_name": enterprise.name, **phrases(data)},
        subject=f"agency:{agency.id}",
        dedupe_key=f"{agency.id}:{event}:{once_per}",
        page=f"market/agency/index?id={agency.id}",
    )


async def tell_listed(agency: Agency) -> None:
    await tell(agency, "agency_listed", {}, once_per=str(agency.event_count))


async def tell_returned(agency: Agency, count: int) -> None:
    data = {"count": str(count)}
    await tell(agency, "agency_returned", data, once_per=str(agency.event_count))


async def tell_sanction(
    agency: Agency, name: str, reason: str, last_day: date, object_by: date
) -> None:
    data = {
        "sanction": name,
        "reason": reason,
        "until": date_text(last_day),
        "object_by": date_text(object_by),
    }
    await tell(agency, "agency_sanctioned", data, once_per=str(agency.event_count))


async def tell_objection_answered(agency: Agency, name: str, answer: str) -> None:
    data = {"sanction": name, "answer": answer}
    await tell(agency, "agency_objection_answered", data, once_per=str(agency.event_count))


async def tell_lapsed(agency: Agency, name: str, after: str) -> None:
    data = {"sanction": name, "advice": after}
    await tell(agency, "agency_sanction_over", data, once_per=str(agency.event_count))


async def tell_expiring(agency: Agency, name: str, last_day: date, days: int) -> None:
    data = {"qualification": name, "until": date_text(last_day), "days": str(days)}
    await tell(agency, "qualification_expiring", data, once_per=f"{name}:{clock.today()}")


async def tell_expired(agency: Agency, name: str, last_day: date) -> None:
    data = {"qualification": name, "until": date_text(last_day)}
    await tell(agency, "qualification_expired", data, once_per=f"{name}:{last_day}")


async def tell_renewed(agency: Agency, name: str, outcome: str) -> None:
    data = {"qualification": name, "outcome": outcome}
    await tell(agency, "qualification_renewed", data, once_per=str(agency.event_count))


async def tell_registration_expiring(
    agency: Agency, kind: str, last_day: date, days: int, practitioner_id: UUID
) -> None:
    data = {"qualification": kind, "until": date_text(last_day), "days": str(days)}
    once_per = f"{practitioner_id}:{clock.today()}"
    await tell(agency, "registration_expiring", data, once_per=once_per)


async def tell_registration_expired(
    agency: Agency, kind: str, last_day: date, practitioner_id: UUID
) -> None:
    data = {"qualification": kind, "until": date_text(last_day)}
    once_per = f"{practitioner_id}:{last_day}"
    await tell(agency, "registration_expired", data, once_per=once_per)
