"""A browser without script, signed in, and cases that have come as far as a test needs."""

from tests.mobile_api.cases.conftest import elder, posted
from tests.mobile_api.web.applying.conftest import own

__all__ = ["elder", "own", "posted"]
