"""A draw for everybody: how it stands, its record, and the page that repeats it without us."""

from sanic import HTTPResponse, Request

from mobile_api.draws.errors import DrawNotFound
from mobile_api.draws.queries import CHECKER, draw_numbered, record_of, source_title
from mobile_api.draws.states import DrawStatus
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import tell
from mobile_api.web.frame.assets import FOLDER, SCRIPT, asset_headers, asset_of
from mobile_api.web.frame.rendering import HTML, SAFETY, page
from mobile_api.web.frame.visitor import is_known

_STATUS = {
    DrawStatus.committed: "已公布承诺,等待名单",
    DrawStatus.frozen: "名单已冻结,等待公开随机数",
    DrawStatus.disputed: "两人登记的随机数不一致,正在核对",
    DrawStatus.entropy_entered: "随机数已登记,等待摇号",
    DrawStatus.contested: "有人提出异议,正在处理",
    DrawStatus.drawn: "已摇号",
    DrawStatus.failed: "没有摇号",
}
# It carries its own script, which the policy of our pages would stop: it is kept, then opened.
_KEPT = {
    "content-disposition": 'attachment; filename="yiwang-draw-checker.html"',
    "cache-control": "public, max-age=86400",
}
# What the page that is downloaded works out is worked out by the same lines here, on a tap.
_ALGORITHM = CHECKER.partition(b"<script>\n")[2].partition(b"const at = ")[0]
_VERIFIER = asset_of("verify.js", _ALGORITHM + b"export { verify };\n", "draws", SCRIPT.media)
_BUTTON = asset_of("draw.js", (FOLDER / "draw.js").read_bytes(), "draws", SCRIPT.media)
SCRIPTS = "/static/draws/<name>"


@endpoint("网页:一次摇号", caller=Anyone, media=HTML, errors=(DrawNotFound,))
async def show_draw(request: Request, number: str) -> HTTPResponse:
    record = await record_of(await draw_numbered(number))
    here = f"/draws/{record.number}"
    told = _STATUS[record.status]
    # Whoever is signed in may have contested it, and is told so once.
    show = tell if is_known(request) else page
    return show(
        request,
        "draw.html",
        here,
        record=record,
        status_name=told,
        source_title=source_title,
        verifier=_VERIFIER.path,
        button=_BUTTON.path,
    )


@endpoint("下载离线核对摇号的网页", caller=Anyone, media=HTML)
async def keep_checker(request: Request) -> HTTPResponse:
    return HTTPResponse(CHECKER, 200, SAFETY | _KEPT, HTML)


@endpoint("网页脚本:在页面里核对摇号", caller=Anyone, media=SCRIPT.media)
async def show_script(request: Request, name: str) -> HTTPResponse:
    found = _BUTTON if name.startswith("draw.") else _VERIFIER
    return HTTPResponse(found.body, 200, asset_headers(found, request.path), found.media)
