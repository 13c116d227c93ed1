"""Labels to stick on the envelope: a real one-page PDF of the size that was asked for."""

import base64
import io
from collections.abc import Sequence
from typing import Any, Literal

import pikepdf
from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from tests.simulators.ems import errors
from tests.simulators.ems.config import EmsConfig
from tests.simulators.ems.orders import read
from tests.simulators.ems.state import EmsState

POINTS_PER_MM = 72 / 25.4
SIZES_MM = {"129": (76, 129), "149": (76, 149), "179": (100, 179)}


class LabelRequest(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)

    waybillNo: str = Field(min_length=1)
    type: Literal["129", "149", "179"]
    getURL: str = ""


LABEL_REQUEST = TypeAdapter(LabelRequest)


class Labels:
    def __init__(self, config: EmsConfig, state: EmsState) -> None:
        self._config = config
        self._state = state

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.get("/labels/{size}/{waybill_number}.pdf", self.download)]

    async def label(self, request: web.Request, body: Any) -> tuple[Any, str]:
        """010004: base64 of the PDF, or its address when getURL is 1."""
        wanted = read(LABEL_REQUEST, body)
        if wanted.waybillNo not in self._state.parcels:
            raise errors.unknown_waybill()
        if wanted.getURL == "1" or self._config.label_always_as_url:
            path = f"/labels/{wanted.type}/{wanted.waybillNo}.pdf"
            return str(request.url.origin().with_path(path)), "成功"
        return base64.b64encode(draw(wanted.waybillNo, wanted.type)).decode(), "成功"

    async def download(self, request: web.Request) -> web.Response:
        number, size = request.match_info["waybill_number"], request.match_info["size"]
        if number not in self._state.parcels or size not in SIZES_MM:
            raise web.HTTPNotFound
        return web.Response(body=draw(number, size), content_type="application/pdf")


def draw(waybill_number: str, size: str) -> bytes:
    """A PDF with the number as text."""
    width, height = (round(mm * POINTS_PER_MM) for mm in SIZES_MM[size])
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(width, height))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    text = f"BT /F1 16 Tf 20 {height - 40} Td (EMS {waybill_number}) Tj ET"
    page.Contents = document.make_stream(text.encode())
    drawn = io.BytesIO()
    document.save(drawn)
    return drawn.getvalue()
