"""What a complainant is told; nobody else is told who complained."""

from mobile_api.agency_supermarket.trading.complaints.models import BiddingComplaint
from notifications.service import notify
from notifications.words.service import phrases


async def tell(complaint: BiddingComplaint, event: str, said: str) -> None:
    """`said`: the reason, the last day, or the outcome, as the template of the event wants it."""
    data = {"complaint_number": complaint.number} | ({"said": said} if said else {})
    await notify(
        complaint.person_id,
        event,
        phrases(data),
        subject=f"complaint:{complaint.id}",
        dedupe_key=f"{complaint.id}:{event}:{complaint.event_count}",
        page=f"pages/market/complaint?id={complaint.id}",
    )
