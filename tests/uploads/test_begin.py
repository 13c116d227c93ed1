"""Begin: what is promised, refused before a byte is sent, or already here."""

import asyncio
from datetime import datetime
from typing import Any

import pytest

from mobile_api.shared import clock
from tests.uploads.person import Person, work_until_idle
from tests.uploads.samples import JPEG, PDF, document, photo, sha256
from uploads import policy
from uploads.models import StoredFile
from uploads.stores.storage import ObjectStore


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"media_type": "image/heic"}, "heic_not_supported"),
        ({"media_type": "IMAGE/HEIF"}, "heic_not_supported"),
        ({"media_type": "image/svg+xml"}, "type_not_supported"),
        ({"media_type": "text/html"}, "type_not_supported"),
        ({"size": 0}, "file_empty"),
        ({"size": 30 * 1024 * 1024}, "file_too_large"),
        ({"size": "12"}, "int_type"),
        ({"sha256": "g" * 64}, "string_pattern_mismatch"),
        ({"name": "a" * 201}, "string_too_long"),
        ({"purpose": "other"}, "enum"),
    ],
)
async def test_refused_with_a_sentence(person: Person, change: dict[str, Any], code: str) -> None:
    answer = await person.begin(photo(), **change)
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert (fault["path"], fault["code"]) == ("/" + next(iter(change)), code)
    assert "请" in fault["message"]
    assert await StoredFile.all().count() == 0


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("IMAGE/JPEG", "image/jpeg"),
        ("image/jpg", "image/jpeg"),
        ("image/pjpeg", "image/jpeg"),
        ("image/jpeg; charset=binary", "image/jpeg"),
        ("image/x-png", "image/png"),
        ("application/x-pdf", "application/pdf"),
        ("application/vnd.ofd", "application/ofd"),
        ("application/zip", "application/octet-stream"),
        ("image/*", "application/octet-stream"),
        ("x/y", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
async def test_a_type_by_another_name(person: Person, given: str, taken: str) -> None:
    begun = await person.begin(photo(), given)
    assert begun.status_code == 201
    assert begun.json()["ticket"]["fields"]["Content-Type"] == taken


async def test_a_type_need_not_be_named(person: Person, store: ObjectStore) -> None:
    content = document()
    body = {"name": "a", "size": len(content), "sha256": sha256(content)}
    begun = (await person.call("POST", "/uploads", json=body)).json()
    assert (await person.send(content, begun["ticket"])).status_code == 201
    await person.complete(begun["file"]["id"])
    await work_until_idle(store)
    assert (await person.state(begun["file"]["id"]))["media_type"] == PDF


async def test_the_same_content_by_another_name_is_one_file(person: Person) -> None:
    content = photo()
    first = (await person.begin(content, "image/jpeg")).json()
    assert (await person.begin(content, "")).json()["file"]["id"] == first["file"]["id"]


async def test_a_digest_may_be_in_capitals(person: Person, store: ObjectStore) -> None:
    content = photo()
    await person.upload(content, sha256=sha256(content).upper())
    await work_until_idle(store)
    assert ((await person.row()).declared_sha256, (await person.row()).state) == (
        sha256(content),
        "clean",
    )


async def test_every_fault_is_told_at_once(person: Person) -> None:
    answer = await person.begin(b"", "image/gif", sha256="-")
    assert {fault["path"] for fault in answer.json()["errors"]} == {
        "/media_type",
        "/size",
        "/sha256",
    }


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\相册\\户口本.jpg", "户口本.jpg"),
        ("发票\u202egpj.exe", "发票gpj.exe"),
        ("a\nb\x7f.pdf", "ab.pdf"),
        ("../..", "文件"),
    ],
)
async def test_a_name_is_only_a_name(person: Person, given: str, shown: str) -> None:
    begun = (await person.begin(photo(), name=given)).json()
    assert begun["file"]["name"] == shown
    assert begun["ticket"]["fields"]["key"] == (await person.row()).quarantine_key


async def test_the_same_content_costs_one_upload(person: Person, store: ObjectStore) -> None:
    content = photo()
    file_id = await person.upload(content)
    assert (await person.begin(content)).json()["ticket"] is None  # while it is being inspected
    await work_until_idle(store)
    again = (await person.begin(content, name="另存.jpg")).json()
    assert (again["file"]["id"], again["file"]["state"]) == (file_id, "clean")
    assert again["ticket"] is None


async def test_a_key_never_earns_a_ticket_that_has_run_out(person: Person) -> None:
    content = photo()
    first = (await person.begin(content, key="photo-0001")).json()
    assert (await person.begin(content, key="photo-0001")).json() == first
    async with person.at(clock.now() + policy.TICKET_LIFETIME):
        again = (await person.begin(content, key="photo-0001")).json()
        assert again["file"]["id"] == first["file"]["id"]
        assert datetime.fromisoformat(again["ticket"]["expires_at"]) > clock.now()
        assert (await person.send(content)).status_code == 201


async def test_an_interrupted_upload_is_taken_up_again(person: Person) -> None:
    content = photo()
    first = (await person.begin(content)).json()
    async with person.at(clock.now() + policy.TICKET_LIFETIME):
        again = (await person.begin(content)).json()
        assert again["file"]["id"] == first["file"]["id"]
        assert again["ticket"]["expires_at"] > first["ticket"]["expires_at"]
        assert (await person.send(content)).status_code == 201
        assert (await person.complete()).status_code == 200


async def test_the_same_photo_chosen_twice_at_once(person: Person) -> None:
    content = photo()
    answers = await asyncio.gather(*(person.begin(content) for _ in range(8)))
    assert len({answer.json()["file"]["id"] for answer in answers}) == 1


async def test_a_refused_file_may_be_begun_again(person: Person, store: ObjectStore) -> None:
    content = b"no picture at all"
    refused = await person.upload(content)
    await work_until_idle(store)
    again = (await person.begin(content)).json()
    assert again["file"]["id"] != refused
    assert again["ticket"] is not None


async def test_content_of_somebody_else_is_not_ours(
    person: Person, stranger: Person, store: ObjectStore
) -> None:
    content = photo()
    file_id = await person.upload(content)
    await work_until_idle(store)
    theirs = (await stranger.begin(content)).json()
    assert theirs["file"]["id"] != file_id
    assert theirs["ticket"] is not None
    for answer in (
        await stranger.call("GET", f"/uploads/{file_id}"),
        await stranger.call("GET", f"/uploads/{file_id}/link"),
        await stranger.complete(file_id),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "file_not_found")


async def test_the_same_key_earns_the_same_answer(person: Person) -> None:
    content = photo()
    body = {"name": "a.jpg", "media_type": JPEG, "size": len(content), "sha256": "0" * 64}
    key = {"Idempotency-Key": "retry-0001"}
    first = await person.call("POST", "/uploads", json=body, headers=key)
    second = await person.call("POST", "/uploads", json=body, headers=key)
    assert (first.status_code, first.json()) == (201, second.json())
    other = await person.call("POST", "/uploads", json=body | {"size": 1}, headers=key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


async def test_open_uploads_are_limited(person: Person) -> None:
    await _files_of(person, policy.MAX_OPEN)
    answer = await person.begin(photo())
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_uploads")
    assert int(answer.headers["retry-after"]) > 0


async def test_uploads_per_hour_are_limited(person: Person, stranger: Person) -> None:
    await _files_of(person, policy.MAX_PER_HOUR, state="rejected", rejection="disguised")
    assert (await person.begin(photo())).status_code == 429
    assert (await stranger.begin(photo())).status_code == 201
    async with person.at(clock.now() + policy.UNFINISHED_KEPT):
        assert (await person.begin(photo())).status_code == 201


async def _files_of(person: Person, count: int, **values: Any) -> None:
    now = clock.now()
    await StoredFile.bulk_create(
        StoredFile(
            owner_key=person.key,
            purpose="material",
            name="a",
            declared_type=PDF,
            declared_size=1,
            declared_sha256="0" * 64,
            quarantine_key=f"quarantine/{number:032x}",
            clean_key=f"clean/{number:032x}",
            created_at=now,
            **values,
        )
        for number in range(count)
    )
