"""What the signed-in person wants to be told by which way, and when not to be disturbed."""

from sanic import Blueprint, Request

from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import InvalidInput
from mobile_api.shared.http.endpoint import endpoint
from notifications.inbox.choosing import faults_of_choices, key_of_choice, view_of
from notifications.inbox.schemas import PreferencesChange, PreferencesView
from notifications.preferences import Preferences, preferences_of, set_preferences

citizen = Blueprint("notification_preferences", url_prefix="/api/v1")


@citizen.get("/me/notification-preferences")
@endpoint("我的通知设置", caller=Citizen, answer=PreferencesView)
async def preferences(request: Request, caller: Citizen) -> PreferencesView:
    return view_of(await preferences_of(caller.person_id))


@citizen.put("/me/notification-preferences")
@endpoint("更改通知设置", caller=Citizen, body=PreferencesChange, answer=PreferencesView)
async def change_preferences(
    request: Request, caller: Citizen, body: PreferencesChange
) -> PreferencesView:
    faults = faults_of_choices(body.choices)
    if faults:
        raise InvalidInput(faults)
    choices = {key_of_choice(one.channel, one.event or ""): one.is_on for one in body.choices}
    wanted = Preferences(choices, body.quiet_hours)
    await set_preferences(caller.person_id, wanted)
    return view_of(wanted)
