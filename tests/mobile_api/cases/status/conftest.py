"""The browser in which an applicant proves who they are."""

from tests.mobile_api.accounts.identity.conftest import browser

__all__ = ["browser"]
