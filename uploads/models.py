"""The file that a person declared, from the promise to upload it until it is clean or gone."""

from enum import StrEnum

from tortoise import fields

from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import ValueRow
from mobile_api.shared.sealed import SealedText


class Purpose(StrEnum):
    """What a file is for; a file of one purpose is not found under another."""

    material = "material"
    agency_document = "agency_document"
    inquiry_attachment = "inquiry_attachment"


class FileState(StrEnum):
    """Only a `clean` file can be submitted; `rejected` and `abandoned` are final for this row."""

    awaiting_upload = "awaiting_upload"
    inspecting = "inspecting"
    clean = "clean"
    rejected = "rejected"
    abandoned = "abandoned"


class StoredFile(ValueRow):
    """One file of one owner. Sizes are bytes, digests lower-case hexadecimal SHA-256.

    `declared_*` describe what the person chose; `media_type`, `size`, `sha256` and `pages` describe
    the clean object, which differs from the upload when it is a photo. `expires_at` is NULL once
    someone keeps the file; `due_at` is when the worker has to look at the row next.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    owner_key = fields.CharField(max_length=80)
    purpose = fields.CharEnumField(Purpose, max_length=30)
    name = SealedText()
    declared_type = fields.CharField(max_length=60)
    declared_size = fields.IntField()
    declared_sha256 = fields.CharField(max_length=64)
    state = fields.CharEnumField(
        FileState, max_length=20, default=FileState.awaiting_upload, db_default="awaiting_upload"
    )
    rejection = fields.CharField(max_length=40, default="", db_default="")
    quarantine_key = fields.CharField(max_length=60, unique=True)
    clean_key = fields.CharField(max_length=60, unique=True)
    media_type = fields.CharField(max_length=60, default="", db_default="")
    size = fields.IntField(null=True)
    sha256 = fields.CharField(max_length=64, default="", db_default="")
    pages = fields.IntField(null=True)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(null=True)
    due_at = fields.DatetimeField(null=True)
    leased_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "stored_file"
        indexes = (("owner_key", "created_at"), ("owner_key", "declared_sha256"), ("due_at",))
