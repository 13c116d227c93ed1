"""The interface document: what the routes declare, and in words what a caller must understand."""

from mobile_api.openapi.conditions import EVERY_CALL as EVERY_CALL
from mobile_api.openapi.document import build_openapi as build_openapi
from mobile_api.openapi.document import declared_routes as declared_routes
