"""No table and no column that names a person is forgotten when accounts merge, leave or copy."""

from collections.abc import Iterator
from typing import Any

import pytest
from tortoise import Tortoise, fields
from tortoise.fields.relational import ForeignKeyFieldInstance
from tortoise.models import Model

from mobile_api.accounts.models import Person
from mobile_api.personal_data.holding import Holding, Named, Under
from mobile_api.personal_data.holdings import HOLDINGS
from mobile_api.personal_data.holdings.impersonal import IMPERSONAL
from mobile_api.shared.database import APP
from tests.stack import Stack

# Columns that hold an id of something else, or of staff; and words of the history, which stay.
NOT_PEOPLE = {
    # Members of staff.
    "case_claim.staff_id",
    "staff_former_password.staff_id",
    "staff_second_factor_reset.agreed_by",
    "staff_second_factor_reset.asked_by",
    "staff_second_factor_reset.staff_id",
    "audit_record.subject_id",
    "correction_notice.issued_by",
    "case_event.actor_key",
    "content_check.file_id",
    "draw_contest.resolved_by",
    "draw_entropy.entered_by",
    "draw_entropy.voided_by",
    "draw_event.actor_key",
    "due_fault.row_id",
    "agency_event.actor_key",
    "draw_issue.entered_by",
    "market_need_event.actor_key",
    "market_contract.case_id",
    "market_contract_event.actor_key",
    "market_rating.judged_by",
    "market_need_question.agency_id",
    "market_need_draw.draw_id",
    "agency_qualification.verified_by",
    "credit_effect.decided_by",
    "credit_entry.answered_by",
    "credit_repair.decided_by",
    "credit_year_run.after",
    "credit_day.after",
    "market_dispute.decided_by",
    "agency_sanction.ordered_by",
    "agency_qualification.file_id",
    "label_print.parcel_id",
    "label_print.printed_by",
    "parcel_alert.resolved_by",
    "person.merged_into_id",
    "postal_task.closed_by",
    "followed_event.subject_id",
    "handoff.handoff_id",
    "handoff_custody.message_id",
    "handoff_custody.parcel_id",
    "handoff_incoming.message_id",
    "bidding_complaint.notice_id",
    "bidding_complaint_event.actor_key",
    "expert_event.actor_key",
    "expert_panel.asked_by",
    "expert_panel_candidate.asked_by",
    "expert_panel.confirmed_by",
    "expert_panel_draw.draw_id",
    "expert_panel_event.actor_key",
    "trading_event.actor_key",
    "postal_task.parcel_id",
}
_PERSON_WORDS = ("person", "owner", "applicant", "caller_key", "actor_key", "closed_by")


@pytest.fixture
def models(session_stack: Stack) -> list[type[Model]]:
    assert Tortoise.apps is not None
    return list(Tortoise.apps[APP].values())


def test_every_table_says_what_it_holds(models: list[type[Model]]) -> None:
    declared = [holding.model for holding in HOLDINGS] + list(IMPERSONAL)
    missing = {model.__name__ for model in models} - {model.__name__ for model in declared}
    assert missing == set(), "declare it in personal_data/holdings: what does it hold about people?"
    assert len(declared) == len(set(declared)) == len(models)


def named_columns(holding: Holding) -> set[str]:
    return set(holding.found.columns) if isinstance(holding.found, Named) else set()


def columns_like_people(model: type[Model]) -> Iterator[str]:
    """Foreign keys to Person, other ids that refer to no row of a table, and telling names."""
    relations: dict[str, Any] = {}
    for field in model._meta.fields_map.values():
        if isinstance(field, ForeignKeyFieldInstance):
            relations[str(field.source_field)] = field.related_model
    for name, field in model._meta.fields_map.items():
        if name in relations:
            refers = relations[name] is Person
        else:
            is_bare_id = isinstance(field, fields.UUIDField) and not field.pk
            refers = is_bare_id or (field.has_db_field and name.endswith(_PERSON_WORDS))
        if refers:
            yield name


def test_every_column_that_names_a_person_is_followed(models: list[type[Model]]) -> None:
    known = {holding.model: named_columns(holding) for holding in HOLDINGS}
    found = {
        f"{model._meta.db_table}.{column}"
        for model in models
        for column in columns_like_people(model)
        if column not in known.get(model, set())
    }
    assert found - NOT_PEOPLE == set()


def test_parents_come_before_what_hangs_on_them() -> None:
    seen: list[type[Model]] = []
    for holding in HOLDINGS:
        if isinstance(holding.found, Under):
            assert holding.found.of in seen, holding.title
        seen.append(holding.model)


def test_every_label_is_a_column_and_every_title_is_one_file(session_stack: Stack) -> None:
    titles = [holding.title for holding in HOLDINGS]
    assert len(titles) == len(set(titles))
    for holding in HOLDINGS:
        columns = {
            getattr(field, "source_field", None) or name
            for name, field in holding.model._meta.fields_map.items()
        }
        assert set(holding.labels) <= columns, holding.title
        assert set(holding.words) <= set(holding.labels), holding.title
