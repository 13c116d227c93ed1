"""办事清单: what there is to do before a case can be sent, each thing with how far it is.

One list for every front end, so that a page, a mini-program and a clerk on the phone say the same.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from mobile_api.cases.applying.filling import Filling, filling_of
from mobile_api.cases.applying.schemas import FillingTask, TaskKind, TaskList, TaskStep
from mobile_api.cases.models import ChosenDelivery, Fault
from mobile_api.cases.shapes import FaultTarget, FillingStep, TaskState
from mobile_api.cases.words import WORDS
from mobile_api.guides.catalogue.service import FieldSource
from mobile_api.shared.callers import Citizen
from mobile_api.shared.text.masking import mask_id_number, mask_name
from uploads.models import FileState


async def task_list(caller: Citizen, case_id: UUID) -> TaskList:
    """What the caller has to do for this case. Raises as `filling_of`."""
    return listed(await filling_of(caller, case_id))


def listed(filling: Filling) -> TaskList:
    """The tasks of what has been read."""
    made = {
        FillingStep.situation: [*_questions(filling)],
        FillingStep.form: [*_identity(filling), *_form(filling)],
        FillingStep.materials: [*_materials(filling)],
        FillingStep.delivery: [*_delivery(filling)],
    }
    if filling.path.impossible_because:
        made = {FillingStep.situation: made[FillingStep.situation]}
    todo = [task for tasks in made.values() for task in tasks if task.is_open]
    check = _check(len(todo))
    if not filling.path.impossible_because:
        made[FillingStep.check] = [check]
    steps = [
        TaskStep(step=step, name=WORDS.tasks.steps[step], tasks=tasks)
        for step, tasks in made.items()
        if tasks
    ]
    is_possible = filling.path.impossible_because is None
    return TaskList(
        version=filling.version,
        steps=steps,
        next_task=(todo[0] if todo else check) if is_possible else None,
        impossible_because=filling.path.impossible_because,
        may_submit=is_possible and not todo,
        is_correction=filling.is_correction,
        prefilled=filling.prefilled,
    )


def _questions(filling: Filling) -> Iterator[FillingTask]:
    given = {one.question: one.label for one in filling.path.given}
    for question in filling.guide.scenario_questions:
        if question.key in given:
            told, reasons = given[question.key], filling.reasons("situation", question.key)
            state = TaskState.faulty if reasons else TaskState.done
            if filling.is_correction:
                state = TaskState.closed
            yield _task(TaskKind.question, question.key, question.text, state, told, reasons)
        elif question.key in filling.path.open_questions:
            yield _task(TaskKind.question, question.key, question.text, TaskState.to_do)


def _identity(filling: Filling) -> Iterator[FillingTask]:
    person = filling.person
    if person.has_real_name:
        told = WORDS.tasks.real_name_told.format(
            name=mask_name(person.name or ""), id_number=mask_id_number(person.id_number or "")
        )
        yield _task(TaskKind.real_name, "", WORDS.tasks.real_name, TaskState.done, told)
    else:
        reasons = [WORDS.tasks.real_name_missing]
        yield _task(TaskKind.real_name, "", WORDS.tasks.real_name, TaskState.to_do, reasons=reasons)
    if filling.unproven:
        reasons = [filling.unproven.title]
        yield _task(TaskKind.identity, "", WORDS.tasks.identity, TaskState.to_do, reasons=reasons)


def _form(filling: Filling) -> Iterator[FillingTask]:
    fields = [one for one in filling.fields if one.source is FieldSource.APPLICANT]
    if not fields:
        return
    form = filling.case.form or {}
    count = sum(1 for one in fields if form.get(one.key))
    told = WORDS.tasks.form_told.format(count=count) if count else ""
    faults = filling.faults_of(FaultTarget.form_field)
    reasons = [*advice(faults), *filling.reasons("form")]
    state = _state(
        filling,
        is_faulty=bool(faults) or (bool(count) and bool(filling.reasons("form"))),
        is_missing=bool(filling.reasons("form")),
        is_given=bool(count),
        was_named=any(one.target is FaultTarget.form_field for one in filling.faults),
    )
    yield _task(TaskKind.form, "", WORDS.tasks.form, state, told, reasons)


def _materials(filling: Filling) -> Iterator[FillingTask]:
    for material in filling.materials:
        given = filling.pages.get(material.key, ())
        faults = filling.faults_of(FaultTarget.material, material.key)
        missing = filling.reasons("materials", material.key)
        states = {filling.files[one].state for one in given}
        is_waiting = FileState.inspecting in states and len(states - {FileState.clean}) == 1
        state = _state(
            filling,
            is_faulty=bool(faults) or (bool(given and missing) and not is_waiting),
            is_missing=bool(missing),
            is_given=bool(given),
            was_named=(FaultTarget.material, material.key)
            in {(one.target, one.key) for one in filling.faults},
        )
        if is_waiting and not faults:
            state = TaskState.waiting
        told = WORDS.tasks.pages_told.format(count=len(given)) if given else ""
        reasons = [*advice(faults), *missing]
        yield _task(TaskKind.material, material.key, material.name, state, told, reasons)


def _delivery(filling: Filling) -> Iterator[FillingTask]:
    if not filling.guide.post.result:
        return
    choice, missing = filling.case.delivery, filling.reasons("delivery")
    told = _told_of(choice) if choice else ""
    reasons = missing if choice else [WORDS.tasks.delivery_open]
    state = _state(
        filling,
        is_faulty=bool(choice and missing),
        is_missing=choice is None or bool(missing),
        is_given=choice is not None,
        was_named=False,
    )
    yield _task(TaskKind.delivery, "", WORDS.tasks.delivery, state, told, reasons)


def _told_of(choice: ChosenDelivery) -> str:
    if choice.address is None:
        return WORDS.deliveries[choice.kind]
    to = choice.address.masked()
    told = WORDS.tasks.posted_to.format(name=to.name, phone=to.phone, address=to.address)
    return told + (WORDS.tasks.receiver_pays if choice.receiver_pays else "")


def _check(count: int) -> FillingTask:
    reason = WORDS.tasks.check_open.format(count=count) if count else WORDS.tasks.check_ready
    state = TaskState.closed if count else TaskState.to_do
    return _task(TaskKind.check, "", WORDS.tasks.check, state, reasons=[reason])


def _state(
    filling: Filling, *, is_faulty: bool, is_missing: bool, is_given: bool, was_named: bool
) -> TaskState:
    if is_faulty:
        return TaskState.faulty
    if is_missing:
        return TaskState.to_do
    if filling.is_correction and not was_named:
        return TaskState.closed
    return TaskState.done if is_given else TaskState.optional


def advice(faults: Sequence[Fault]) -> list[str]:
    """What the counter found, as it is read beside what it is about."""
    return [f"{one.reason} {one.advice}".strip() for one in faults]


def _task(
    kind: TaskKind,
    key: str,
    name: str,
    state: TaskState,
    told: str = "",
    reasons: Sequence[str] = (),
) -> FillingTask:
    is_over = state in (TaskState.done, TaskState.closed, TaskState.optional)
    kept = [] if is_over and kind is not TaskKind.check else list(reasons)
    return FillingTask(
        kind=kind,
        key=key,
        name=name,
        state=state,
        state_name=WORDS.tasks.states[state],
        told=told,
        reasons=kept,
    )
