"""What pages are asked with: links travel through WeChat, which adds parameters of its own."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field
from sanic import Request

from mobile_api.centre.schemas import ArticleQuery
from mobile_api.guides.answering.service import LONGEST_QUERY, LONGEST_TOKEN
from mobile_api.guides.catalogue.service import Question
from mobile_api.guides.reading.queries import GuideQuery, ThemeQuery
from mobile_api.web.frame.visitor import local_path

# `answer.<question>` on a guide or theme, `answer.<item>.<question>` for an item of a theme;
# keys hold no dot.
ANSWER = "answer."


class GuideListQuery(GuideQuery):
    """Filters of the list, and whatever else stands in the link."""

    model_config = ConfigDict(extra="ignore")


class ThemeListQuery(ThemeQuery):
    """Filters of the list of themes."""

    model_config = ConfigDict(extra="ignore")


class ArticleListQuery(ArticleQuery):
    """Kind and region of texts."""

    model_config = ConfigDict(extra="ignore")


class ThemePageQuery(BaseModel):
    """Which part's questions are to be answered anew: the key of an item, empty for the theme's."""

    part: str | None = Field(None, max_length=64)


class VersionQuery(BaseModel):
    """An earlier catalogue version of a guide."""

    version: int | None = Field(None, ge=1, le=2**31 - 1)


class WordsQuery(BaseModel):
    """The person's own words; what comes after the first LONGEST_QUERY characters is not read.

    `after`: the token of the search before, when that was not answered surely.
    """

    q: str = ""
    after: str = Field("", max_length=LONGEST_TOKEN)

    @property
    def words(self) -> str:
        return self.q[:LONGEST_QUERY].strip()


class ReturnQuery(BaseModel):
    """The page to go to afterwards; empty for where the page always leads."""

    return_to: str = Field("", max_length=500)

    @property
    def path(self) -> str:
        return local_path(self.return_to, otherwise="")


class DisplayQuery(BaseModel):
    """The size of type to use from now on, and the page to go back to."""

    type: Literal["normal", "large"] = "normal"
    back: str = Field("/", max_length=4000)


def address(path: str, query: BaseModel) -> str:
    """The page's own address with only the parameters that it understands."""
    given = query.model_dump(mode="json", exclude_defaults=True)
    return with_query(path, given)


def with_query(path: str, parameters: Mapping[str, Any]) -> str:
    """A local address with a query string, if there is anything to ask."""
    return f"{path}?{urlencode(parameters)}" if parameters else path


def answers_of(request: Request, questions: Iterable[Question], under: str = "") -> dict[str, str]:
    """The answers in the link that the questions know; an old link may hold others."""
    found = {}
    for question in questions:
        given = request.args.get(f"{ANSWER}{under}{question.key}")
        if any(option.key == given for option in question.options):
            found[question.key] = given
    return found
