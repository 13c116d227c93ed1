"""The need (采购需求), its history, the numbers given out, questions about it, its draws."""

from uuid import UUID

from tortoise import fields

from mobile_api.accounts.models import Person
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.selection.schemas import DrawPurpose, Outcome, Terms
from mobile_api.enterprises.models import Enterprise
from mobile_api.shared import clock
from mobile_api.shared.history.models import LogEvent, LoggedRow, own_payload
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import TypedJson
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedText


class Need(LoggedRow):
    """采购需求 of a person, or with an `enterprise` of that, for whom the person acts.

    `terms` are what was published, with the rules of that day. Bids are sealed for two keys:
    `owner_recipient` and `platform_recipient`. `owner_kept` is the owner's own key under a
    passphrase that nobody here knows, where the owner wanted it kept. After the opening both keys
    are public (`opened_with`), so that anybody can open every bid again. `bid_count` and `bid_head`
    are those of the log of bids, `standing_bids` how many stand (null before the first).
    `declared_relatives`: how many the owner declared, which is all that is public of them.
    `open_by`: when the need fails unless it was opened; `due_at` arms the worker for that.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    number = fields.CharField(max_length=22, null=True, unique=True)
    owner_id: UUID
    owner: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "yiwang.Person", related_name="needs", on_delete=fields.RESTRICT
    )
    enterprise_id: UUID | None
    enterprise: fields.ForeignKeyNullableRelation[Enterprise] = fields.ForeignKeyField(
        "yiwang.Enterprise", related_name="needs", on_delete=fields.RESTRICT, null=True
    )
    status = fields.CharEnumField(NeedStatus, max_length=12, default=NeedStatus.draft)
    service_type = fields.CharField(max_length=64)
    title = fields.CharField(max_length=80)
    description = fields.CharField(max_length=2000)
    terms = TypedJson(Terms)
    avoided = TypedJson(tuple[str, ...])
    bids_close_at = fields.DatetimeField()
    open_by = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    published_at = fields.DatetimeField(null=True)
    opened_at = fields.DatetimeField(null=True)
    owner_recipient = fields.CharField(max_length=80, default="", db_default="")
    owner_kept = fields.CharField(max_length=2100, default="", db_default="")
    platform_recipient = fields.CharField(max_length=80, default="", db_default="")
    platform_identity = SealedText(null=True)
    opened_with = TypedJson(tuple[str, str], null=True)
    bid_count = fields.IntField(default=0, db_default=0)
    bid_head = fields.CharField(max_length=64, default="", db_default="")
    standing_bids = fields.IntField(null=True)
    declared_relatives = fields.IntField(default=0, db_default=0)
    drawn = TypedJson(dict[DrawPurpose, tuple[str, ...]], null=True)
    outcome = TypedJson(Outcome, null=True)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    @property
    def is_closed(self) -> bool:
        """Whether the deadline for bids has passed."""
        return clock.now() >= self.bids_close_at

    class Meta:
        table = "market_need"
        indexes = (
            ("due_at",),
            ("owner_id", "created_at", "id"),
            ("enterprise_id", "created_at", "id"),
            ("published_at", "id"),
            ("status", "published_at", "id"),
            ("service_type", "status", "published_at", "id"),
        )


class NeedEvent(LogEvent):
    """One fact in the history of a need."""

    need_id: UUID
    need: fields.ForeignKeyRelation[Need] = fields.ForeignKeyField(
        "yiwang.Need", related_name="events", on_delete=fields.RESTRICT
    )
    status_before = fields.CharEnumField(NeedStatus, max_length=12)
    status_after = fields.CharEnumField(NeedStatus, max_length=12)
    payload = own_payload()

    class Meta:
        table = "market_need_event"
        unique_together = (("need_id", "sequence"),)


class NeedSequence(TableRow):
    """The last number given out in a region on a day."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    region_code = fields.CharField(max_length=6)
    on = fields.DateField()
    last_given = fields.IntField()

    class Meta:
        table = "market_need_sequence"
        unique_together = (("region_code", "on"),)


class NeedQuestion(TableRow):
    """A question about a need; everybody sees it and its answer, nobody who asked."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    need_id: UUID
    need: fields.ForeignKeyRelation[Need] = fields.ForeignKeyField(
        "yiwang.Need", related_name="questions", on_delete=fields.CASCADE
    )
    agency_id = fields.UUIDField()
    question = fields.CharField(max_length=500)
    asked_at = fields.DatetimeField()
    answer = fields.CharField(max_length=1000, default="", db_default="")
    answered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "market_need_question"
        indexes = (("need_id", "asked_at"),)


class NeedDraw(TableRow):
    """A draw that was committed with the need, for what it may decide."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    need_id: UUID
    need: fields.ForeignKeyRelation[Need] = fields.ForeignKeyField(
        "yiwang.Need", related_name="draws", on_delete=fields.RESTRICT
    )
    purpose = fields.CharEnumField(DrawPurpose, max_length=12)
    draw_id = fields.UUIDField(unique=True)
    number = fields.CharField(max_length=40)

    class Meta:
        table = "market_need_draw"
        unique_together = (("need_id", "purpose"),)
