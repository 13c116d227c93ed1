"""Bodies of the routes of offices."""

from typing import Annotated

from pydantic import Field, StringConstraints

from mobile_api.shared.http.schema import AnswerBody, RequestBody

# China and its seas, in degrees of WeChat's map (GCJ-02).
Longitude = Annotated[float, Field(ge=73, le=136, description="经度,微信地图坐标(GCJ-02)")]
Latitude = Annotated[float, Field(ge=3, le=54, description="纬度,微信地图坐标(GCJ-02)")]


class OfficeRequest(RequestBody):
    """Where the agency receives people; giving it again replaces it."""

    address: Annotated[str, StringConstraints(min_length=5, max_length=200)] = Field(
        examples=["示范市河西区长江路18号3楼"]
    )
    longitude: Longitude = Field(examples=[119.2214])
    latitude: Latitude = Field(examples=[34.5967])


class OfficeView(AnswerBody):
    """Where an agency is."""

    address: str
    longitude: float
    latitude: float
