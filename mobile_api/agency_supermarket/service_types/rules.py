"""The catalogue of services in force: the city's own file, or that of the demo city."""

from pathlib import Path

from mobile_api.agency_supermarket.service_types.schemas import ServiceCatalogue
from mobile_api.shared.calendar.rules import RoomRules

RULES = RoomRules("service_types", ServiceCatalogue, Path(__file__).with_name("demo_city.json"))
