"""Letting time pass for the product and for the simulators alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from mobile_api.shared import clock
from tests.stack import Stack


@contextmanager
def later(stack: Stack, **span: float) -> Iterator[None]:
    """`timedelta(**span)` from now. Afterwards the simulators' clock goes back, for they are shared
    with tests whose calls they would refuse as too old.
    """
    with clock.standing_at(clock.now() + timedelta(**span)):
        yield
