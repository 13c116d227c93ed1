"""The form upload, where every store has to hold to what was signed: nothing else gets in."""

from datetime import timedelta
from typing import Any

import pytest

from mobile_api.shared import clock
from tests.uploads.person import Person
from tests.uploads.samples import photo
from uploads import policy
from uploads.stores.directory import DirectoryStore
from uploads.stores.storage import ObjectStore

CONTENT = photo()


@pytest.mark.parametrize("content", [CONTENT + b"!", CONTENT[:-1], b"", CONTENT * 20])
async def test_another_size_than_declared(
    person: Person, store: ObjectStore, content: bytes
) -> None:
    await person.begin(CONTENT)
    assert (await person.send(content)).status_code == 400
    await _nothing_came(person, store)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", "quarantine/" + "0" * 32),
        ("key", "quarantine/../../../etc/passwd"),
        ("key", "clean/" + "0" * 32),
        ("Content-Type", "text/html"),
        ("success_action_status", "200"),
        ("policy", "e30="),
    ],
)
async def test_a_changed_field(person: Person, store: ObjectStore, field: str, value: str) -> None:
    await person.begin(CONTENT)
    await _send_with(person, {field: value})
    await _nothing_came(person, store)


async def test_a_changed_signature(person: Person, store: ObjectStore) -> None:
    fields = (await person.begin(CONTENT)).json()["ticket"]["fields"]
    name = next(name for name in fields if name.endswith("signature"))
    await _send_with(person, {name: fields[name][:-1] + ("0" if fields[name][-1] != "0" else "1")})
    await _nothing_came(person, store)


async def test_a_field_that_is_missing(person: Person, store: ObjectStore) -> None:
    begun = (await person.begin(CONTENT)).json()
    ticket: dict[str, Any] = begun["ticket"]
    for name in ("key", "Content-Type", "policy"):
        fields = {key: value for key, value in ticket["fields"].items() if key != name}
        answer = await person.send(CONTENT, ticket | {"fields": fields})
        assert answer.status_code in (400, 403), name
    await _nothing_came(person, store)


async def test_an_expired_ticket(person: Person, store: ObjectStore) -> None:
    """Made as expired: a store with a clock of its own does not move along with a test's."""
    await person.begin(CONTENT)
    expired = store.ticket(
        (await person.row()).quarantine_key,
        media_type="image/jpeg",
        size=len(CONTENT),
        expires_at=clock.now() - timedelta(minutes=1),
    )
    ticket = {"url": expired.url, "fields": dict(expired.fields)}
    assert (await person.send(CONTENT, ticket)).status_code == 403
    await _nothing_came(person, store)


async def test_the_file_before_the_fields(person: Person, store: ObjectStore) -> None:
    ticket = (await person.begin(CONTENT)).json()["ticket"]
    parts = [("file", ("a.jpg", CONTENT))]
    parts += [(name, (None, value)) for name, value in ticket["fields"].items()]  # type: ignore[misc]
    answer = await person.client.post(ticket["url"], files=parts)
    assert answer.status_code in (400, 403)
    await _nothing_came(person, store)


async def test_sending_again_after_a_lost_answer(person: Person, store: ObjectStore) -> None:
    await person.begin(CONTENT)
    for _ in range(2):
        assert (await person.send(CONTENT)).status_code == 201
    assert await store.read((await person.row()).quarantine_key) == CONTENT


async def test_the_right_file_after_a_wrong_one(person: Person) -> None:
    await person.begin(CONTENT)
    assert (await person.send(CONTENT + b"!")).status_code == 400
    assert (await person.send(CONTENT)).status_code == 201
    assert (await person.complete()).json()["state"] == "inspecting"


async def _send_with(person: Person, changes: dict[str, str]) -> None:
    ticket = person.last["ticket"]
    answer = await person.send(CONTENT, ticket | {"fields": ticket["fields"] | changes})
    assert answer.status_code == 403


async def _nothing_came(person: Person, store: ObjectStore) -> None:
    """No object, a clear answer, and a state from which the person can try again."""
    row = await person.row()
    assert await store.size_of(row.quarantine_key) is None
    completed = await person.complete()
    assert (completed.status_code, completed.json()["code"]) == (409, "file_not_received")
    assert (await person.state())["state"] == "awaiting_upload"


@pytest.mark.parametrize(
    ("megabytes", "status", "code"),
    [(1, 400, "file_size_differs"), (19, 400, "file_size_differs"), (30, 413, "file_too_large")],
)
async def test_who_sends_too_much_is_told_so(
    person: Person, store: ObjectStore, megabytes: int, status: int, code: str
) -> None:
    """Red before: the line was cut off while the phone was sending, and it saw no answer."""
    if not isinstance(store, DirectoryStore):
        pytest.skip("the form is taken by the object store itself")
    await person.begin(CONTENT)
    answer = await person.send(bytes(megabytes * policy.MEGABYTE))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    await _nothing_came(person, store)


async def test_who_sends_without_leave_is_told_so(person: Person, store: ObjectStore) -> None:
    if not isinstance(store, DirectoryStore):
        pytest.skip("the form is taken by the object store itself")
    await person.begin(CONTENT)
    ticket = dict(person.last["ticket"])
    ticket["fields"] = ticket["fields"] | {"signature": "0"}
    answer = await person.send(bytes(15 * policy.MEGABYTE), ticket)
    assert (answer.status_code, answer.json()["code"]) == (403, "ticket_refused")
