"""The people that the identity service knows: what must still be known after a restart."""

from pydantic import BaseModel, Field

PEOPLE = {
    "li-si": {
        "name": "李四",
        "id_number": "370000198505050012",
        "phone": "13900139000",
        "acr": "urn:sim:present",
    },
    "wang-wu": {"name": "王五", "id_number": "370000197001010012", "acr": "urn:sim:matched"},
    "net-id": {"acr": "urn:sim:present"},
    "boss": {
        "name": "赵六",
        "id_number": "370000196802020013",
        "acr": "urn:sim:present",
        "enterprise_uscc": "91370000MA3TEMP017",
        "enterprise_name": "示范物流有限公司",
        "enterprise_role": "legal_representative",
    },
}


class Person(BaseModel):
    """Claims of one person. `net-id` has a 网号: the service tells no name and no number."""

    acr: str = ""
    name: str | None = None
    id_number: str | None = None
    phone: str | None = None
    enterprise_uscc: str | None = None
    enterprise_name: str | None = None
    enterprise_role: str | None = None


def _people() -> dict[str, Person]:
    return {label: Person.model_validate(claims) for label, claims in PEOPLE.items()}


class IdentityState(BaseModel):
    """`people` by label; the subject is made from the label and tells nothing of the person."""

    people: dict[str, Person] = Field(default_factory=_people)
