"""Every feature's blueprint in one list."""

from sanic import Blueprint

from mobile_api.accounts import routes as accounts
from mobile_api.accounts.bindings import routes as bindings
from mobile_api.accounts.identity import routes as identity
from mobile_api.accounts.phones import routes as phones
from mobile_api.accounts.sessions import routes as sessions
from mobile_api.accounts.wechat_web import routes as web_sign_in
from mobile_api.addresses import routes as addresses
from mobile_api.agency_supermarket.agencies import routes as market_agencies
from mobile_api.agency_supermarket.agencies import staff_routes as staff_market_agencies
from mobile_api.agency_supermarket.bids import routes as market_bids
from mobile_api.agency_supermarket.contracts import change_routes as market_contract_changes
from mobile_api.agency_supermarket.contracts import routes as market_contracts
from mobile_api.agency_supermarket.contracts import staff_routes as staff_market_contracts
from mobile_api.agency_supermarket.needs import routes as market_needs
from mobile_api.agency_supermarket.openings import routes as market_openings
from mobile_api.agency_supermarket.ratings import routes as market_ratings
from mobile_api.agency_supermarket.ratings import staff_routes as staff_market_ratings
from mobile_api.cases.applying import routes as cases
from mobile_api.cases.counter import routes as staff_cases
from mobile_api.cases.counter import told_routes as staff_deliveries
from mobile_api.cases.post import routes as case_post
from mobile_api.cases.post import window_routes as staff_case_post
from mobile_api.cases.status import enterprise_routes as case_enterprises
from mobile_api.cases.status import routes as case_status
from mobile_api.centre import routes as centre
from mobile_api.draws import routes as draws
from mobile_api.enterprises import routes as enterprises
from mobile_api.guides import routes as guides
from mobile_api.health import operators
from mobile_api.personal_data import routes as personal_data
from mobile_api.web import routes as web
from notifications.inbox import preference_routes as preferences
from notifications.inbox import routes as notifications
from notifications.post.ems import routes as ems
from notifications.post.kuaidi100 import routes as kuaidi100
from notifications.sending import sms_reports as sms
from uploads import routes as uploads
from wechat import routes as wechat
from wechat.official_account import hook

BLUEPRINTS: list[Blueprint] = [
    accounts.citizen,
    accounts.staff,
    identity.citizen,
    identity.staff,
    phones.citizen,
    bindings.citizen,
    sessions.citizen,
    sessions.staff,
    web_sign_in.citizen,
    personal_data.citizen,
    guides.citizen,
    draws.citizen,
    draws.staff,
    centre.citizen,
    addresses.citizen,
    enterprises.citizen,
    enterprises.staff,
    cases.citizen,
    case_status.citizen,
    case_enterprises.citizen,
    staff_cases.staff,
    staff_deliveries.staff,
    case_post.citizen,
    staff_case_post.staff,
    market_agencies.citizen,
    staff_market_agencies.staff,
    market_needs.citizen,
    market_bids.citizen,
    market_openings.citizen,
    market_contracts.citizen,
    market_contract_changes.citizen,
    staff_market_contracts.staff,
    market_ratings.citizen,
    staff_market_ratings.staff,
    uploads.blueprint,
    uploads.objects_blueprint,
    notifications.citizen,
    preferences.citizen,
    wechat.citizen,
    wechat.hooks,
    hook.hooks,
    ems.hooks,
    sms.hooks,
    kuaidi100.hooks,
    web.pages,
    operators,
]
