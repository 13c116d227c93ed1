"""An OpenID Connect provider, as a city's or the national identity service runs one."""

from tests.simulators.identity.app import create_app

__all__ = ["create_app"]
