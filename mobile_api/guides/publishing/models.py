"""Tables of published catalogues: every version is kept, because old cases keep theirs."""

from enum import StrEnum
from typing import Any

from tortoise import fields

from mobile_api.shared.ids import new_id
from mobile_api.shared.rows import TableRow


class VersionState(StrEnum):
    """One version is published; the ones before it are superseded and stay readable."""

    published = "published"
    superseded = "superseded"


class CatalogueVersion(TableRow):
    """事项目录 as it was published once. `frame` is the catalogue without its guides and themes.

    `is_demo`: it is the demo city that comes along, which a later release may replace by itself.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    number = fields.IntField(unique=True)
    state = fields.CharEnumField(VersionState, max_length=12)
    digest = fields.CharField(max_length=64, description="SHA-256 of the canonical catalogue, hex")
    frame: dict[str, Any] = fields.JSONField()
    published_at = fields.DatetimeField()
    is_demo = fields.BooleanField(default=False, db_default=False)

    class Meta:
        table = "catalogue_version"
        indexes = (("state",),)


class GuideVersion(TableRow):
    """办事指南 of one item in one catalogue version. `position` keeps the order of the file."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    catalogue_version = fields.IntField()
    item_key = fields.CharField(max_length=64)
    position = fields.IntField()
    content: dict[str, Any] = fields.JSONField()

    class Meta:
        table = "guide_version"
        unique_together = (("catalogue_version", "item_key"),)


class ThemeVersion(TableRow):
    """一件事 in one catalogue version."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    catalogue_version = fields.IntField()
    theme_key = fields.CharField(max_length=64)
    position = fields.IntField()
    content: dict[str, Any] = fields.JSONField()

    class Meta:
        table = "theme_version"
        unique_together = (("catalogue_version", "theme_key"),)


class CatalogueMeaning(TableRow):
    """The vectors of one catalogue version are to be made, so that it is searched by meaning too.

    `model`: whose vectors it has, all of them; empty for none. `tried`: whose are being made.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    catalogue_version = fields.IntField(unique=True)
    model = fields.CharField(max_length=80, default="", db_default="")
    tried = fields.CharField(max_length=80, default="", db_default="")
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "catalogue_meaning"
        indexes = (("due_at",),)


class TextMeaning(TableRow):
    """What the texts of a document mean to a model: a direction, of a signed byte per dimension.

    `digest`: SHA-256 of the texts, hex. The same texts in another catalogue have the same row.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    model = fields.CharField(max_length=80)
    digest = fields.CharField(max_length=64)
    vector = fields.BinaryField()

    class Meta:
        table = "text_meaning"
        unique_together = (("model", "digest"),)


class UnansweredQuery(TableRow):
    """A search that found nothing, counted per day without any word about who asked."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    text = fields.CharField(max_length=40)
    on = fields.DateField()
    times = fields.IntField()

    class Meta:
        table = "unanswered_query"
        unique_together = (("text", "on"),)


class UnansweredChoice(TableRow):
    """An item that was opened soon after a search without a sure answer, counted per day."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    text = fields.CharField(max_length=40)
    item_key = fields.CharField(max_length=64)
    on = fields.DateField()
    times = fields.IntField()

    class Meta:
        table = "unanswered_choice"
        unique_together = (("text", "item_key", "on"),)
