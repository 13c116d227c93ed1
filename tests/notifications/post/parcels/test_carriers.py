"""A carrier offers what it says that it can, and refuses the rest by name."""

import pytest

from notifications.post.ems.carrier import EmsCarrier
from notifications.post.kuaidi100.carrier import Kuaidi100Carrier
from notifications.post.parcels.carriers import Capability, Carrier
from notifications.post.parcels.errors import NotOffered
from notifications.post.parcels.models import Parcel
from notifications.post.parcels.states import CarrierName


@pytest.mark.parametrize("carrier", [EmsCarrier, Kuaidi100Carrier])
def test_a_carrier_can_what_it_says(carrier: type[Carrier]) -> None:
    own = {one for one in Capability if one.value in vars(carrier)}
    assert own == carrier.can
    assert Capability.track in own


def test_every_name_has_a_carrier() -> None:
    assert {EmsCarrier.name, Kuaidi100Carrier.name} == set(CarrierName)


async def test_what_is_not_offered_has_a_name() -> None:
    carrier, parcel = Carrier(), Parcel()
    for call in (carrier.order, carrier.label, carrier.track):
        with pytest.raises(NotOffered):
            await call(parcel)
    with pytest.raises(NotOffered):
        await carrier.cancel(parcel, "reason")
    await carrier.watch(parcel)
