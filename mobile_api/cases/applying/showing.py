"""What an application asks and what it holds, in the words in which it is shown before it is sent.

One reading for every front end: pages, mini-program and a clerk on the phone show the same.
"""

from collections.abc import Iterator, Sequence

from mobile_api.accounts.identity.schemas import WayView
from mobile_api.cases.applying.filling import Filling
from mobile_api.cases.applying.filling_schemas import (
    DeliveryAsked,
    DeliveryWay,
    FieldAsked,
    FillingView,
    KnownValue,
    LineToSend,
    MaterialAsked,
    PageGiven,
    PartToSend,
    QuestionAsked,
)
from mobile_api.cases.applying.schemas import FillingTask, TaskKind
from mobile_api.cases.applying.tasks import advice, listed
from mobile_api.cases.post.choice import PostalTerms, postage_of
from mobile_api.cases.shapes import MOST_PAGES, FaultTarget
from mobile_api.cases.words import WORDS
from mobile_api.guides.catalogue.service import FieldSource, FieldType, FormField, Postage
from uploads.models import StoredFile
from uploads.rules import most_bytes
from uploads.schemas import message_of


def filling_view(filling: Filling, terms: PostalTerms) -> FillingView:
    """All that is asked in this situation, with what was given."""
    unproven = filling.unproven
    asked = {*filling.path.answers, *filling.path.open_questions}
    return FillingView(
        version=filling.version,
        item_key=filling.case.item_key,
        item_name=filling.case.item_name,
        is_correction=filling.is_correction,
        identity_ways=[WayView.model_validate(one) for one in unproven.ways] if unproven else [],
        questions=[
            QuestionAsked(
                key=one.key,
                text=one.text,
                options=list(one.options),
                chosen=filling.path.answers.get(one.key, ""),
            )
            for one in filling.guide.scenario_questions
            if one.key in asked
        ],
        fields=[*_fields(filling)],
        known=[
            KnownValue(label=one.label, value=filling.known[one.key])
            for one in filling.fields
            if one.source is FieldSource.ACCOUNT and filling.known.get(one.key)
        ],
        materials=[*_materials(filling)],
        delivery=_delivery(filling, terms),
        to_send=parts_to_send(filling),
        declaration=WORDS.tasks.declaration,
        most_pages=MOST_PAGES,
        most_bytes=most_bytes(),
    )


def parts_to_send(filling: Filling) -> list[PartToSend]:
    """Everything once more, step by step, before it is sent."""
    steps = listed(filling).steps
    return [
        PartToSend(name=step.name, lines=[*_lines(filling, step.tasks)])
        for step in steps
        if step.tasks[0].kind is not TaskKind.check
    ]


def _lines(filling: Filling, tasks: Sequence[FillingTask]) -> Iterator[LineToSend]:
    for task in tasks:
        if task.kind is TaskKind.form:
            yield from _form_lines(filling)
        else:
            value = task.told or task.state_name
            yield LineToSend(name=task.name, value=value, kind=task.kind, key=task.key)


def _form_lines(filling: Filling) -> Iterator[LineToSend]:
    for field in filling.fields:
        known = filling.known.get(field.key, "")
        value = _in_words(field, filling.shown.get(field.key) or known)
        if field.source is FieldSource.APPLICANT:
            shown = value or WORDS.tasks.not_filled_in
            yield LineToSend(name=field.label, value=shown, kind=TaskKind.form, key="")
        elif value:
            yield LineToSend(name=field.label, value=value, kind=None, key="")


def _in_words(field: FormField, value: str) -> str:
    if field.type is not FieldType.CHOICE:
        return value
    return next((one.label for one in field.options if one.key == value), value)


def _fields(filling: Filling) -> Iterator[FieldAsked]:
    for field in filling.fields:
        if field.source is FieldSource.APPLICANT:
            yield FieldAsked(
                field=field,
                value=filling.shown.get(field.key) or filling.known.get(field.key, ""),
                reasons=filling.reasons("form", field.key),
                advice=advice(filling.faults_of(FaultTarget.form_field, field.key)),
            )


def _materials(filling: Filling) -> Iterator[MaterialAsked]:
    for material in filling.materials:
        given = [filling.files[one] for one in filling.pages.get(material.key, ())]
        yield MaterialAsked(
            material=material,
            pages=[_page(file) for file in given],
            advice=advice(filling.faults_of(FaultTarget.material, material.key)),
        )


def _page(file: StoredFile) -> PageGiven:
    return PageGiven(
        file_id=file.id,
        state=file.state,
        state_name=WORDS.tasks.page_states[file.state],
        message=message_of(file),
        media_type=file.media_type or None,
    )


def _delivery(filling: Filling, terms: PostalTerms) -> DeliveryAsked | None:
    if not filling.guide.post.result:
        return None
    chosen = filling.case.delivery
    return DeliveryAsked(
        result_name=filling.guide.result.name,
        ways=[DeliveryWay(kind=kind, name=name) for kind, name in WORDS.deliveries.items()],
        chosen=chosen.kind if chosen else None,
        receiver=chosen.address.masked() if chosen and chosen.address else None,
        receiver_pays=postage_of(filling.guide, terms) is Postage.RECEIVER_PAYS,
        reasons=filling.reasons("delivery"),
    )
