"""The panel, its draws, the experts on its frozen lists, its history."""

from uuid import UUID

from tortoise import fields

from mobile_api.agency_supermarket.experts.models import Expert
from mobile_api.agency_supermarket.experts.panels.states import CandidateState, PanelStatus
from mobile_api.agency_supermarket.experts.rules import PanelKind
from mobile_api.shared.history.models import LogEvent, LoggedRow, own_payload
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import StoredValue, TypedJson, ValueRow
from mobile_api.shared.rows import TableRow
from mobile_api.shared.sealed import SealedText


class PanelGroup(StoredValue):
    """So many seats for a specialty, and alternates in the drawn order behind them."""

    specialty: str
    seats: int
    alternates: int


class ExpertPanel(LoggedRow):
    """抽取专家 for what has `subject_number`; `members` are all of the panel, also those not drawn.

    `avoided`: codes and names of bodies and numbers of experts that must not be drawn, never
    public before the end, for bidders stand there (招标投标法 22). `asked_by` may not confirm;
    nobody asked for a panel that is drawn by rule.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    number = fields.CharField(max_length=22, unique=True)
    subject_number = fields.CharField(max_length=22)
    subject_title = fields.CharField(max_length=120)
    kind = fields.CharEnumField(PanelKind, max_length=12)
    status = fields.CharEnumField(PanelStatus, max_length=10, default=PanelStatus.asked)
    members = fields.IntField()
    groups = TypedJson(tuple[PanelGroup, ...])
    avoided = TypedJson(tuple[str, ...])
    asked_by = fields.UUIDField(null=True)
    asked_at = fields.DatetimeField()
    confirmed_by = fields.UUIDField(null=True)

    class Meta:
        table = "expert_panel"
        indexes = (("subject_number", "asked_at", "id"),)


class PanelDraw(TableRow):
    """The draw of one group (from 0) of a panel: committed when the panel was asked for."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    panel_id: UUID
    panel: fields.ForeignKeyRelation[ExpertPanel] = fields.ForeignKeyField(
        "yiwang.ExpertPanel", related_name="draws", on_delete=fields.RESTRICT
    )
    group = fields.IntField()
    draw_id = fields.UUIDField(unique=True)
    number = fields.CharField(max_length=40)

    class Meta:
        table = "expert_panel_draw"
        unique_together = (("panel_id", "group"),)


class PanelCandidate(ValueRow):
    """An expert on the frozen list of a group, there as `entry` (`seating.entry_of`).

    `nonce`: what keeps anybody from guessing who an entry is; public of those who sat, with the
    result. `place`: in the drawn order from 1, of those who were drawn. `reason`: why the seat was
    passed on, or while it is taken why `asked_by` wants that, which another person confirms.
    `scored_at`: when the expert gave their scores, after which they do not step back.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    panel_id: UUID
    panel: fields.ForeignKeyRelation[ExpertPanel] = fields.ForeignKeyField(
        "yiwang.ExpertPanel", related_name="candidates", on_delete=fields.RESTRICT
    )
    group = fields.IntField()
    expert_id: UUID
    expert: fields.ForeignKeyRelation[Expert] = fields.ForeignKeyField(
        "yiwang.Expert", related_name="candidacies", on_delete=fields.RESTRICT
    )
    entry = fields.CharField(max_length=64)
    nonce = SealedText()
    state = fields.CharEnumField(CandidateState, max_length=10, default=CandidateState.listed)
    place = fields.IntField(null=True)
    reason = fields.CharField(max_length=12, default="", db_default="")
    asked_by = fields.UUIDField(null=True)
    scored_at = fields.DatetimeField(null=True)

    class Meta:
        table = "expert_panel_candidate"
        unique_together = (("panel_id", "group", "entry"), ("panel_id", "group", "expert_id"))
        indexes = (("expert_id", "state"),)


class PanelEvent(LogEvent):
    """One fact in the history of a panel."""

    panel_id: UUID
    panel: fields.ForeignKeyRelation[ExpertPanel] = fields.ForeignKeyField(
        "yiwang.ExpertPanel", related_name="events", on_delete=fields.RESTRICT
    )
    status_before = fields.CharEnumField(PanelStatus, max_length=10)
    status_after = fields.CharEnumField(PanelStatus, max_length=10)
    payload = own_payload()

    class Meta:
        table = "expert_panel_event"
        unique_together = (("panel_id", "sequence"),)
