"""Every route of the application, as it was declared."""

from collections.abc import Iterator

import pytest

from mobile_api.openapi import declared_routes
from mobile_api.shared.http.endpoint import Endpoint
from mobile_api.shared.process.parts import Application
from tests.stack import Stack


@pytest.fixture
def app(session_stack: Stack) -> Application:
    return session_stack.app


def routes(app: Application) -> Iterator[tuple[str, str, Endpoint]]:
    """Method, path and declaration of each."""
    for method, path, declared, _ in declared_routes(app):
        yield method, path, declared
