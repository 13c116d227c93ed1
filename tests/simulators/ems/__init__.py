"""China Post's open platform for agreement customers, and the parcels that move through it."""

from tests.simulators.ems.app import create_app

__all__ = ["create_app"]
