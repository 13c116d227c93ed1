"""What each event says, by every channel: the data of `templates.json`, checked when it is read.

The ids of WeChat's and SMS templates are settings. Their keywords are chosen in WeChat's console
and must be those of the data; an SMS template is submitted with the text of `sms`, `{name}` written
as `${name}`.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from importlib.resources import files
from string import Formatter

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator, model_validator

from notifications.models import ChannelName
from notifications.words import sms_text
from notifications.words.keyword_types import TYPES, fitted, type_of

_DATA = ConfigDict(frozen=True, extra="forbid")


class Keyword(BaseModel):
    """One keyword of a WeChat template: the label chosen in the console, and what we put there.

    `otherwise` stands in for a text that its type does not take.
    """

    model_config = _DATA

    label: str
    text: str
    otherwise: str = ""


class Template(BaseModel):
    """`{names}` are the data. Every event is told in the inbox; `channels` are what else is tried.

    Each is tried only if those before it did not tell the person. `priority`: 9 first, 0 last
    (补正, then 办结, then 寄出). `is_urgent` ignores quiet hours. Of several within `merge_window`
    about the same subject only the last is told.
    """

    model_config = _DATA

    title: str
    text: str
    channels: tuple[ChannelName, ...] = ()
    priority: int = Field(0, ge=0, le=9)
    is_urgent: bool = False
    merge_window: timedelta | None = None
    keywords: Mapping[ChannelName, Mapping[str, Keyword]] = Field(default_factory=dict)
    sms: str = ""

    @field_validator("keywords")
    @classmethod
    def _types_exist(
        cls, keywords: Mapping[ChannelName, Mapping[str, Keyword]]
    ) -> Mapping[ChannelName, Mapping[str, Keyword]]:
        unknown = [key for keys in keywords.values() for key in keys if type_of(key) not in TYPES]
        if unknown:
            raise ValueError(f"WeChat has no such types: {unknown}")
        return keywords

    @model_validator(mode="after")
    def _complete(self) -> "Template":
        said = {*self.keywords, *([ChannelName.sms] if self.sms else [])}
        if said != set(self.channels):
            raise ValueError("every channel needs its words, and only those")
        return self

    @cached_property
    def needs(self) -> frozenset[str]:
        """Names of the data without which this cannot be said."""
        keywords = (word for words in self.keywords.values() for word in words.values())
        return _names((self.text, self.sms, *(word.text for word in keywords)))

    def message(self, data: Mapping[str, str]) -> dict[str, str]:
        """Title and text for the inbox."""
        return {"title": self.title, "text": self.text.format_map(data)}

    def content_for(self, channel: ChannelName, data: Mapping[str, str]) -> dict[str, str] | None:
        """What the channel's provider is given; None when something cannot be made to fit.

        The inbox: title and text. WeChat: keyword -> value. SMS: variable -> value.
        """
        if channel == ChannelName.in_app:
            return self.message(data)
        if channel == ChannelName.sms:
            return sms_text.fitted_values(self.sms, _names([self.sms]), data) or None
        words = self.keywords[channel]
        values = {key: _value(key, word, data) for key, word in words.items()}
        found = {key: value for key, value in values.items() if value is not None}
        return found if len(found) == len(words) else None


def _value(key: str, word: Keyword, data: Mapping[str, str]) -> str | None:
    value = fitted(key, word.text.format_map(data))
    return fitted(key, word.otherwise) if value is None and word.otherwise else value


def _names(texts: Iterable[str]) -> frozenset[str]:
    parts = (part for text in texts for part in Formatter().parse(text))
    return frozenset(name for _, name, _, _ in parts if name)


def date_text(on: date) -> str:
    """A date as the templates show it: 2026年11月3日."""
    return f"{on.year}年{on.month}月{on.day}日"


TEMPLATES: Mapping[str, Template] = TypeAdapter(dict[str, Template]).validate_python(
    json.loads(files("notifications.words").joinpath("templates.json").read_text(encoding="utf-8"))
)
