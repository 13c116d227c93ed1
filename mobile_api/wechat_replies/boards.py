"""What a menu button says that opens no page: the city's own words about that function."""

from mobile_api.guides.reading.queries import Snapshot
from mobile_api.wechat_replies.links import Links
from mobile_api.wechat_replies.texts import say
from wechat.official_account.service import TextReply


def function_answer(snapshot: Snapshot, links: Links, key: str) -> TextReply | None:
    """The answer to the button `<board>.<function>`; None when the city has no such function."""
    board_key, _, function_key = key.partition(".")
    boards = (board for board in snapshot.catalogue.boards if board.key == board_key)
    found = next(
        (one for board in boards for one in board.functions if one.key == function_key), None
    )
    if found is None:
        return None
    if found.path:
        link = links.link(found.name, found.path)
        return TextReply(content=say("function_page", name=found.name, link=link))
    return TextReply(content=say("function_text", name=found.name, text=found.text or ""))
