"""The project of the board, its notices, its history, the numbers given out."""

from uuid import UUID

from tortoise import fields

from mobile_api.agency_supermarket.trading.states import (
    NoticeKind,
    NoticeStatus,
    ProjectStatus,
    TradingClass,
)
from mobile_api.shared import clock
from mobile_api.shared.history.models import LogEvent, LoggedRow, own_payload
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import StoredValue, TypedJson, ValueRow
from mobile_api.shared.rows import TableRow


class RecordLink(StoredValue):
    """A file or a status in the system of record, by an address of the allow-list."""

    title: str
    url: str


class TradingProject(LoggedRow):
    """项目: what its published notices say of it, summed up; money in 分.

    `budget_fen`: what may be spent, or in a class that earns the least that is asked. `written_by`:
    every member of staff who wrote on it, none of whom may publish it. `closes_at`: till when
    offers are taken; `due_at` arms the worker for that. `shown_until`: the last day of the result.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    number = fields.CharField(max_length=22, null=True, unique=True)
    trading_class = fields.CharEnumField(TradingClass, max_length=16)
    status = fields.CharEnumField(ProjectStatus, max_length=12, default=ProjectStatus.draft)
    title = fields.CharField(max_length=120)
    buyer_name = fields.CharField(max_length=100)
    buyer_code = fields.CharField(max_length=18, default="", db_default="")
    agent_name = fields.CharField(max_length=100, default="", db_default="")
    agent_code = fields.CharField(max_length=18, default="", db_default="")
    record_url = fields.CharField(max_length=500, default="", db_default="")
    written_by = TypedJson(tuple[UUID, ...])
    budget_fen = fields.BigIntField(null=True)
    deal_fen = fields.BigIntField(null=True)
    winner_name = fields.CharField(max_length=100, default="", db_default="")
    notice_count = fields.IntField(default=0, db_default=0)
    closes_at = fields.DatetimeField(null=True)
    shown_until = fields.DateField(null=True)
    created_at = fields.DatetimeField()
    published_at = fields.DatetimeField(null=True)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    @property
    def is_over(self) -> bool:
        """Whether the time for offers has passed."""
        return self.closes_at is not None and clock.now() >= self.closes_at

    class Meta:
        table = "trading_project"
        indexes = (
            ("due_at",),
            ("published_at", "id"),
            ("status", "published_at", "id"),
            ("trading_class", "published_at", "id"),
            ("trading_class", "status", "published_at", "id"),
            ("status", "created_at", "id"),
        )


class TradingEvent(LogEvent):
    """One fact in the history of a project; that of a notice binds its digest."""

    project_id: UUID
    project: fields.ForeignKeyRelation[TradingProject] = fields.ForeignKeyField(
        "yiwang.TradingProject", related_name="events", on_delete=fields.RESTRICT
    )
    status_before = fields.CharEnumField(ProjectStatus, max_length=12)
    status_after = fields.CharEnumField(ProjectStatus, max_length=12)
    payload = own_payload()

    class Meta:
        table = "trading_event"
        unique_together = (("project_id", "sequence"),)


class TradingNotice(ValueRow):
    """公告 of a project, public from `published_at` on and never written anew after it.

    `amount_fen`: of a tender its budget or reserve, of a result the price of the deal.
    `saved_fen`: of a result, what was saved or gained against the budget of that day. `changes`:
    the notice that a change is about. `sha256`: of what was published (`history.digest_of`).
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    project_id: UUID
    project: fields.ForeignKeyRelation[TradingProject] = fields.ForeignKeyField(
        "yiwang.TradingProject", related_name="notices", on_delete=fields.RESTRICT
    )
    number = fields.CharField(max_length=26, null=True, unique=True)
    trading_class = fields.CharEnumField(TradingClass, max_length=16)
    kind = fields.CharEnumField(NoticeKind, max_length=12)
    status = fields.CharEnumField(NoticeStatus, max_length=12, default=NoticeStatus.draft)
    title = fields.CharField(max_length=120)
    text = fields.CharField(max_length=8000)
    closes_at = fields.DatetimeField(null=True)
    amount_fen = fields.BigIntField(null=True)
    saved_fen = fields.BigIntField(null=True)
    winner_name = fields.CharField(max_length=100, default="", db_default="")
    changes_id: UUID | None
    changes: fields.ForeignKeyNullableRelation["TradingNotice"] = fields.ForeignKeyField(
        "yiwang.TradingNotice", related_name=False, on_delete=fields.RESTRICT, null=True
    )
    links = TypedJson(tuple[RecordLink, ...])
    written_by = TypedJson(tuple[UUID, ...])
    drafted_at = fields.DatetimeField()
    published_at = fields.DatetimeField(null=True)
    sha256 = fields.CharField(max_length=64, default="", db_default="")

    class Meta:
        table = "trading_notice"
        indexes = (
            ("published_at", "id"),
            ("kind", "published_at", "id"),
            ("trading_class", "published_at", "id"),
            ("trading_class", "kind", "published_at", "id"),
            ("project_id", "drafted_at", "id"),
        )


class TradingSequence(TableRow):
    """The last number given out in a region on a day."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    region_code = fields.CharField(max_length=6)
    on = fields.DateField()
    last_given = fields.IntField()

    class Meta:
        table = "trading_sequence"
        unique_together = (("region_code", "on"),)
