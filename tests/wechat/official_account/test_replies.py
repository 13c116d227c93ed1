"""Answers in WeChat's forms: any text survives the way, and none is longer than WeChat takes."""

import xml.etree.ElementTree as ET

import orjson
import pytest
from hypothesis import example, given
from hypothesis import settings as quickly
from hypothesis import strategies as st

from wechat.official_account.replies import (
    LONGEST_TEXT,
    REPLY,
    Reply,
    TextReply,
    TransferReply,
    customer_text,
    fitting,
    rendered,
)

ASKED = {"ToUserName": "gh_1", "FromUserName": "o]]>1", "MsgType": "text"}
# What an XML document may hold; a carriage return is read back as a line feed.
XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
)


@quickly(max_examples=200)
@given(XML_TEXT | st.sampled_from(["]]>", "a]]]]>>", "<a href='x'>护照</a>", "]]&gt;", "\n\t"]))
def test_every_text_arrives_as_it_was_said(content: str) -> None:
    reply = TextReply(content=content)
    root = ET.fromstring(rendered(reply, ASKED, "xml"))
    told = {child.tag: child.text or "" for child in root}
    assert (told["Content"], told["MsgType"]) == (content, "text")
    assert (told["ToUserName"], told["FromUserName"]) == ("o]]>1", "gh_1")
    assert orjson.loads(rendered(reply, ASKED, "json"))["Content"] == content


def test_characters_that_no_xml_can_hold_are_left_out() -> None:
    root = ET.fromstring(rendered(TextReply(content="护\x00\x08照\ufffe"), ASKED, "xml"))
    assert root.findtext("Content") == "护照"


def test_handing_over_to_a_person_has_no_content() -> None:
    reply = TransferReply(otherwise="请拨打12345")
    root = ET.fromstring(rendered(reply, ASKED, "xml"))
    assert {child.tag for child in root} == {"ToUserName", "FromUserName", "CreateTime", "MsgType"}
    assert root.findtext("MsgType") == "transfer_customer_service"
    assert customer_text(reply) == "请拨打12345"


@pytest.mark.parametrize("reply", [TextReply(content="您好"), TransferReply(otherwise="再见")])
def test_a_reply_is_kept_and_found_again(reply: Reply) -> None:
    assert REPLY.validate_json(REPLY.dump_json(reply)) == reply


@quickly(max_examples=100)
@given(st.lists(st.text(max_size=300), max_size=30))
@example(["护照" * 150] * 4)
@example(["x" * 2047, "y"])
def test_lines_are_kept_whole_and_within_the_limit(lines: list[str]) -> None:
    kept = fitting(lines)
    assert len(kept.encode("utf-8", "surrogatepass")) <= LONGEST_TEXT
    whole = ["\n".join(lines[:count]) for count in range(1 if lines else 0, len(lines) + 1)]
    assert kept in whole or (kept.endswith("…") and lines[0].startswith(kept[:-1]))


def test_a_text_that_is_too_long_by_itself_is_cut_and_not_dropped() -> None:
    kept = fitting(["长" * 700, "x"])
    assert kept.startswith("长长") and kept.endswith("长…")
    assert LONGEST_TEXT - 3 <= len(kept.encode()) <= LONGEST_TEXT
