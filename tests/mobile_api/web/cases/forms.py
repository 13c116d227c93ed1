"""The pages and forms of a case, as their routes are written; `{parcel_id}` is its only parcel."""

from notifications.post.parcels.models import Parcel

OPENED = (
    "notice",
    "withdraw",
    "full-details",
    "handoff",
    "delivery/parcels",
    "delivery/address",
    "delivery/readdress",
    "originals/pick-up",
    "originals/pick-up/confirm",
    "originals/number",
)
# But for the withdrawal, which is sent by the tests of all forms.
SENT = (
    "full-details",
    "handoff",
    "delivery/address",
    "delivery/readdress",
    "originals/pick-up",
    "originals/pick-up/confirm",
    "originals/number",
    "originals/{parcel_id}/cancel",
)
FORMS = {f"/me/cases/{{case_id}}/{name}" for name in SENT}


async def paths_below(path: str) -> list[str]:
    """The addresses of the forms of the case at `path`."""
    parcel = await Parcel.get()
    return [f"{path}/{name}".format(parcel_id=parcel.id) for name in SENT]
