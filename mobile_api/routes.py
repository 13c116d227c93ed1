"""Every feature's blueprint in one list."""

from sanic import Blueprint

from mobile_api.accounts import routes as accounts
from mobile_api.cases import routes as cases
from mobile_api.cases import staff_routes as staff_cases
from mobile_api.centre import routes as centre
from mobile_api.guides import routes as guides
from mobile_api.health import operators
from mobile_api.web import routes as web
from notifications import routes as notifications
from notifications.ems import routes as ems
from uploads import routes as uploads
from wechat import routes as wechat

BLUEPRINTS: list[Blueprint] = [
    accounts.citizen,
    accounts.staff,
    guides.citizen,
    centre.citizen,
    cases.citizen,
    staff_cases.staff,
    uploads.blueprint,
    uploads.objects_blueprint,
    notifications.citizen,
    wechat.citizen,
    wechat.hooks,
    ems.hooks,
    web.pages,
    operators,
]
