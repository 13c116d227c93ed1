"""What the pages of an agency are filled in with, where it stands in no `schemas` of its room."""

from mobile_api.agency_supermarket.agencies.requests import AgencyDetails as AgencyDetails
from mobile_api.agency_supermarket.agencies.requests import GivenQualification as GivenQualification
from mobile_api.agency_supermarket.agencies.requests import LeaveRequest as LeaveRequest
from mobile_api.agency_supermarket.agencies.requests import OfferedService as OfferedService
