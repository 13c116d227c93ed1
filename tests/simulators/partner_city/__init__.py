"""Another city of the handoff (跨省通办), as `docs/partner/` tells it; and its misbehaviour."""

from tests.simulators.partner_city.app import create_app

__all__ = ["create_app"]
