"""Telling a person something: rows now, in the caller's transaction; sending later."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from mobile_api.shared import clock
from mobile_api.shared.database import fetch, transaction_needed
from mobile_api.shared.due.wakes import WAKE_CHANNEL
from mobile_api.shared.ids import new_id
from notifications import merging, planning
from notifications.planning import Planned, planned
from notifications.policy import CHANNEL_POLICY, KEEP_TRYING
from notifications.preferences import preferences_of
from notifications.sealed_words import sealed
from notifications.words.templates import TEMPLATES

TABLE = "delivery"


class DataMissing(ValueError):
    """The event cannot be told without data of these names."""


# The row of the inbox comes first and decides: who has it has been told of all the others too.
_TELL = f"""
WITH inbox AS (
    INSERT INTO delivery
        (id, person_id, event, channel, subject, dedupe_key, page, content, state, created_at,
         sent_at)
    VALUES ($1, $2, $3, 'in_app', $4, $5, $6, $7, 'delivered', $8, $8)
    ON CONFLICT (person_id, dedupe_key, channel) DO NOTHING RETURNING id
), chain AS (
    INSERT INTO delivery
        (id, person_id, event, channel, subject, dedupe_key, page, content, state, reason, place,
         priority, quiet_hours, created_at, give_up_at, due_at)
    SELECT told.id, $2, $3, told.channel, $4, $5, $6, told.content, told.state, told.reason,
        told.place, $9, $10, $8, $11, told.due_at
    FROM unnest($12::uuid[], $13::text[], $14::bytea[], $15::text[], $16::text[], $17::smallint[],
        $18::timestamptz[]) AS told (id, channel, content, state, reason, place, due_at)
    WHERE EXISTS (SELECT FROM inbox)
    ON CONFLICT (person_id, dedupe_key, channel) DO NOTHING RETURNING channel, due_at
), woken AS (
    SELECT pg_notify('{WAKE_CHANNEL}', '{TABLE}:' || channel) FROM chain WHERE due_at IS NOT NULL
)
SELECT id, (SELECT count(*) FROM woken) FROM inbox
"""


async def notify(
    person_id: UUID,
    event: str,
    data: Mapping[str, str],
    *,
    subject: str,
    dedupe_key: str,
    page: str = "",
) -> None:
    """Tell a person of an event in the running transaction: at once in the inbox, soon elsewhere.

    `data` holds what the event's template names, dates as `date_text` writes them. `subject` is
    what it is about (`case:<id>`), `page` the mini-program page that a tap opens. The same
    `dedupe_key` for the same person tells nothing twice. Raises KeyError for an unknown event and
    DataMissing: both are mistakes of the program, never of a person.
    """
    transaction_needed()
    template = TEMPLATES[event]
    missing = template.needs - data.keys()
    if missing:
        raise DataMissing(f"{event} needs {sorted(missing)}")
    now, wanted = clock.now(), await preferences_of(person_id)
    inbox, *chain = planned(event, template, data, wanted, now)
    quiet_hours = planning.quiet_hours_of(template, wanted, CHANNEL_POLICY.here())
    told = await fetch(
        _TELL,
        new_id(),
        person_id,
        event,
        subject,
        dedupe_key,
        page,
        sealed(inbox.content),
        now,
        template.priority,
        quiet_hours,
        now + KEEP_TRYING,
        *_columns(chain),
    )
    if told and template.merge_window is not None:
        await merging.merge_earlier(
            person_id, event, subject=subject, than=dedupe_key, since=now - template.merge_window
        )


def _columns(rows: Sequence[Planned]) -> list[list[object]]:
    """What `_TELL` unnests: one list for each column."""
    columns: list[list[object]] = [[] for _ in range(7)]
    for row in rows:
        values = (
            new_id(),
            row.channel.value,
            sealed(row.content),
            row.state.value,
            row.reason,
            row.place,
            row.due_at,
        )
        for column, value in zip(columns, values, strict=True):
            column.append(value)
    return columns
