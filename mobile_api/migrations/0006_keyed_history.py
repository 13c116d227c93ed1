"""Histories written by the release before are bound anew, by keyed hashes.

Up to here a link was SHA-256 over the link before and the canonical JSON of the event. A case whose
chain still holds by that rule is bound anew by the present one. One that does not hold keeps what it
has, so that `yiwang verify-history` goes on showing it. From here on only keyed links are taken: a
process of the old release that is still running cannot append.
"""

import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

import orjson
from tortoise import migrations
from tortoise.migrations import operations as ops

from mobile_api.shared.crypto import CannotOpen, keyring
from mobile_api.shared.history.chain import GENESIS, facts_of, link_hash

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BATCH = 2000
_EVENTS = """
DECLARE events NO SCROLL CURSOR WITHOUT HOLD FOR
SELECT e.*, c.event_count, c.head_hash FROM case_event e JOIN case_file c ON c.id = e.case_id
ORDER BY e.case_id, e.sequence
"""
_BIND = """
UPDATE case_event AS e SET previous_hash = n.previous, hash = n.hash
FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) AS n(id, previous, hash) WHERE e.id = n.id
"""
_HEAD = """
UPDATE case_file AS c SET head_hash = n.hash
FROM unnest($1::uuid[], $2::bytea[]) AS n(id, hash) WHERE c.id = n.id
"""
_ONLY_KEYED = """
ALTER TABLE case_event ADD CONSTRAINT case_event_hash_is_keyed
CHECK (octet_length(hash) = 36) NOT VALID
"""


async def bind_anew(apps: Any, editor: Any) -> None:
    client = editor.client
    # Nobody appends meanwhile; whoever waits finds the constraint afterwards.
    await client.execute_query('LOCK TABLE case_event IN SHARE ROW EXCLUSIVE MODE')
    await client.execute_query(_EVENTS)
    bound: list[tuple[Any, bytes, bytes]] = []
    heads: list[tuple[Any, bytes]] = []
    async for events in _cases(client):
        if not _held(events):
            continue
        previous = GENESIS
        for event in events:
            hash_ = link_hash(previous, facts_of('case', event['case_id'], event))
            bound.append((event['id'], previous, hash_))
            previous = hash_
        heads.append((events[0]['case_id'], previous))
        if len(bound) >= _BATCH:
            await _write(client, bound, heads)
            bound, heads = [], []
    if bound:
        await _write(client, bound, heads)
    await client.execute_query('CLOSE events')


async def _write(client: Any, bound: list[Any], heads: list[Any]) -> None:
    await client.execute_query(_BIND, [list(column) for column in zip(*bound)])
    await client.execute_query(_HEAD, [list(column) for column in zip(*heads)])


async def _cases(client: Any) -> AsyncIterator[list[dict[str, Any]]]:
    """The events of one case after the other."""
    begun: list[dict[str, Any]] = []
    while found := await client.execute_query_dict(f'FETCH {_BATCH} FROM events'):
        for case_id, events in groupby(found, key=lambda event: event['case_id']):
            if begun and begun[0]['case_id'] != case_id:
                yield begun
                begun = []
            begun.extend(events)
    if begun:
        yield begun


def _held(events: list[dict[str, Any]]) -> bool:
    """Whether the chain holds by the rule of the release before; opens the payloads."""
    previous = bytes(32)
    for number, event in enumerate(events, 1):
        try:
            event['payload'] = _opened(event['payload'])
        except (CannotOpen, ValueError):
            return False
        fits = (event['sequence'], bytes(event['previous_hash'])) == (number, previous)
        previous = hashlib.sha256(previous + _said(event)).digest()
        if not fits or bytes(event['hash']) != previous:
            return False
    return bool(events[0]['event_count'] == len(events) and events[0]['head_hash'] == previous)


def _said(event: dict[str, Any]) -> bytes:
    facts = {
        'case_id': str(event['case_id']),
        'sequence': event['sequence'],
        'kind': event['kind'],
        'before': event['status_before'],
        'after': event['status_after'],
        'actor_kind': event['actor_kind'],
        'actor_key': event['actor_key'],
        'at': (event['at'] - _EPOCH) // timedelta(microseconds=1),
        'public_text': event['public_text'],
        'payload': event['payload'],
    }
    return orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)


def _opened(payload: bytes | None) -> Any:
    if payload is None:
        return None
    return orjson.loads(keyring().open(bytes(payload), 'case_event.payload'))


class Migration(migrations.Migration):
    dependencies = [('yiwang', '0005_followed_events')]

    initial = False

    operations = [
        ops.RunPython(bind_anew, ops.RunPython.noop),
        ops.RunSQL(
            _ONLY_KEYED, 'ALTER TABLE case_event DROP CONSTRAINT case_event_hash_is_keyed'
        ),
    ]
