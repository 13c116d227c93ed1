"""The figures of the market over HTTP, for anybody."""

from sanic import Blueprint, HTTPResponse, Request

from mobile_api.agency_supermarket.figures.schemas import FiguresQuery, YearFigures
from mobile_api.agency_supermarket.figures.table import MEDIA, table
from mobile_api.agency_supermarket.figures.views import year_figures
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.etags import etag_of, names

citizen = Blueprint("market_figures", url_prefix="/api/v1/market")


@citizen.get("/figures")
@endpoint("中介超市一年的统计", caller=Anyone, query=FiguresQuery, answer=YearFigures)
async def figures(request: Request, query: FiguresQuery) -> YearFigures:
    return await year_figures(query.year)


@citizen.get("/figures.csv")
@endpoint("中介超市一年的统计(CSV 表格)", caller=Anyone, query=FiguresQuery, media=MEDIA)
async def figures_table(request: Request, query: FiguresQuery) -> HTTPResponse:
    found = await year_figures(query.year)
    body = table(found)
    etag = etag_of(None, body.decode())
    headers = {
        "ETag": etag,
        "Cache-Control": "public, no-cache",
        "Content-Disposition": f'attachment; filename="market-figures-{found.year}.csv"',
        "X-Content-Type-Options": "nosniff",
    }
    if names(request.headers.get("if-none-match", ""), etag):
        return HTTPResponse(status=304, headers=headers)
    return HTTPResponse(body, 200, headers, MEDIA)
