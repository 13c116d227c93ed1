"""Large copies come in several archives, so that memory never holds them all."""

import io
import secrets
import zipfile

from mobile_api.personal_data.archive import PART_BYTES, archives, described
from mobile_api.personal_data.holding import key_of
from mobile_api.personal_data.holdings import HOLDINGS
from mobile_api.shared import clock
from mobile_api.shared.ids import new_id
from tests.actors import Citizen
from tests.mobile_api.personal_data.test_merging import id_of
from tests.stack import Stack
from uploads.models import StoredFile
from uploads.stores.storage import STORE
from wechat.content.models import ContentCheck

FILES, SIZE = 3, PART_BYTES // 2 + 1


async def test_large_copies_come_in_parts(stack: Stack, citizen: Citizen) -> None:
    store, person_id = STORE.of(stack.app), id_of(citizen)
    for _ in range(FILES):
        file = await StoredFile.create(
            owner_key=key_of(person_id),
            purpose="material",
            name="x.pdf",
            state="clean",
            declared_type="application/pdf",
            declared_size=SIZE,
            declared_sha256="0" * 64,
            quarantine_key=f"quarantine/{secrets.token_hex(16)}",
            media_type="application/pdf",
            clean_key=f"clean/{secrets.token_hex(16)}",
            size=SIZE,
            created_at=clock.now(),
        )
        await store.write(file.clean_key, bytes(SIZE), "application/pdf")
    names = []
    async for content in archives(store, person_id):
        assert len(content) < PART_BYTES + SIZE + 100_000
        names.append(
            [
                name
                for name in zipfile.ZipFile(io.BytesIO(content)).namelist()
                if name.startswith("文件/")
            ]
        )
    assert [len(part) for part in names] == [2, 1]


async def test_checks_of_every_round_of_a_case_are_in_the_copy(citizen: Citizen) -> None:
    case = await citizen.submitted_case()
    for subject in (f"case:{case['id']}/0", f"case:{case['id']}/1", f"case:{new_id()}/0"):
        await ContentCheck.create(
            app_id="wx",
            subject=subject,
            part="reason",
            kind="text",
            state="passed",
            requested_at=clock.now(),
        )
    holding = next(one for one in HOLDINGS if one.model is ContentCheck)
    rows = await described(holding, id_of(citizen))
    assert sorted(row["对象"][-2:] for row in rows) == ["/0", "/1"]
    assert await described(holding, new_id()) == []
