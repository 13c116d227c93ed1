"""What a person wants to be told by which channel, and when not to be disturbed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.ids import new_id
from notifications.models import ChannelName, NotificationPreference


@dataclass(frozen=True, slots=True)
class Preferences:
    """`choices`: `channel` or `channel:event` -> allowed; see NotificationPreference.

    `quiet_hours`: `22:00-07:00`, empty for none, None for those of the city.
    """

    choices: Mapping[str, bool] = field(default_factory=dict)
    quiet_hours: str | None = None

    def allows(self, channel: ChannelName, event: str) -> bool:
        """The choice for this event, else for the channel, else yes. The inbox is always open.

        It is where a notice of law (补正, 不予受理) can be proved to have been given.
        """
        if channel == ChannelName.in_app:
            return True
        of_channel = self.choices.get(channel.value, True)
        return self.choices.get(f"{channel}:{event}", of_channel)


_CHOICES = NotificationPreference._meta.fields_map["choices"]
_GET = "SELECT choices, quiet_hours FROM notification_preference WHERE person_id = $1"


async def preferences_of(person_id: UUID) -> Preferences:
    """The defaults for somebody who never chose."""
    rows = await fetch(_GET, person_id)
    if not rows:
        return Preferences()
    return Preferences(_CHOICES.to_python_value(rows[0]["choices"]), rows[0]["quiet_hours"])


_SET = """
INSERT INTO notification_preference (id, person_id, choices, quiet_hours, updated_at)
VALUES ($1, $2, $3::jsonb, $4, $5)
ON CONFLICT (person_id) DO UPDATE SET
    choices = EXCLUDED.choices, quiet_hours = EXCLUDED.quiet_hours, updated_at = EXCLUDED.updated_at
"""


async def set_preferences(person_id: UUID, preferences: Preferences) -> None:
    """Replace what the person wants; holds for what is told from now on."""
    choices = _CHOICES.to_db_value(dict(preferences.choices), NotificationPreference)
    quiet_hours = preferences.quiet_hours
    await fetch(_SET, new_id(), person_id, choices, quiet_hours, clock.now())
