"""Messages of a partner as supervisors see them: which, in what order, never what they say."""

from mobile_api.handoff.partners.models import Partner
from mobile_api.handoff.states import MessageKind, MessageState, ReceiptKind
from mobile_api.shared import clock
from mobile_api.shared.ids import new_id
from tests.actors import Colleague
from tests.mobile_api.handoff.watching.rows import came, handoff, receipt, sent
from tests.mobile_api.handoff.watching.test_watching import HOUR, ONE, OWN, shown


async def test_messages_page_by_page_without_what_they_say(
    supervisor: Colleague, partner: Partner
) -> None:
    one = await handoff(partner)
    rows = [await sent(one, position=place, age=HOUR * place) for place in range(5)]
    path, seen, cursor = f"{ONE}/messages?limit=2", [], ""
    for _ in range(3):
        response = await supervisor.call("GET", path + cursor)
        assert b"nobody reads" not in response.content
        page = response.json()
        seen += page["messages"]
        cursor = f"&cursor={page['next_cursor']}"
    assert page["next_cursor"] is None
    assert [line["message_id"] for line in seen] == [str(row.id) for row in rows]
    assert seen[0] == dict.fromkeys(("event", "sequence")) | {
        "way": "outgoing",
        "message_id": str(rows[0].id),
        "message_kind": "case",
        "handoff_id": str(one.handoff_id),
        "outcome": "waiting",
        "code": "",
        "at": shown(rows[0].created_at),
    }
    assert (await supervisor.call("GET", f"{ONE}/messages?cursor=x")).status_code == 422


async def test_without_a_filter_all_that_went_and_came_is_listed(
    supervisor: Colleague, partner: Partner
) -> None:
    """Page by page, the newest first, whatever became of it."""
    one = await handoff(partner)
    went = [await sent(one, state, n, HOUR * 2 * n) for n, state in enumerate(MessageState)]
    ok, now = receipt(one, OWN, ReceiptKind.received, new_id(), b""), clock.now()
    came_in = [
        await came(one, ok, sequence=n, received_at=now - HOUR * (2 * n + 1)) for n in range(4)
    ]
    wanted = [
        line
        for out, into in zip(went, came_in, strict=True)
        for line in (("outgoing", str(out.id)), ("incoming", str(into.message_id)))
    ]
    seen, cursor = [], ""
    for _ in range(3):
        page = await supervisor.ok("GET", f"{ONE}/messages?limit=3{cursor}")
        seen += [(line["way"], line["message_id"]) for line in page["messages"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert (seen, page["next_cursor"]) == (wanted, None)

    async def listed(query: str) -> list[tuple[str, str]]:
        page = await supervisor.ok("GET", f"{ONE}/messages?{query}")
        return [(line["way"], line["message_id"]) for line in page["messages"]]

    assert await listed("way=outgoing") == wanted[::2]
    assert await listed("way=incoming") == wanted[1::2]
    delivered = [("outgoing", str(row.id)) for row in went if row.state is MessageState.delivered]
    assert await listed("message_state=delivered") == delivered
    assert await listed("way=outgoing&message_state=delivered") == delivered
    assert await listed("way=incoming&message_state=delivered") == wanted[1::2]


async def test_incoming_messages_and_what_became_of_them(
    supervisor: Colleague, partner: Partner
) -> None:
    one = await handoff(partner)
    ok = receipt(one, OWN, ReceiptKind.received, new_id(), b"")
    no = receipt(one, OWN, ReceiptKind.refused, new_id(), b"", code="round_differs")
    await came(one, ok, sequence=1)
    await came(one, ok, sequence=3, applied_at=None)
    await came(one, no, 422, kind=MessageKind.correction)
    await came(one, b"?", 422)
    page = await supervisor.ok("GET", f"{ONE}/messages?way=incoming")
    assert [(m["outcome"], m["code"]) for m in reversed(page["messages"])] == [
        ("taken", ""),
        ("early", ""),
        ("refused", "round_differs"),
        ("refused", "unreadable"),
    ]
