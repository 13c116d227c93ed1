"""Every good specimen through the real sandbox: kept byte for byte, or as the picture alone."""

import io

import pytest
from PIL import Image

from tests.uploads.corpus import GOOD, Specimen
from tests.uploads.corpus.specimens import MOST_PAGES
from uploads.inspection.apart import Inspectors


@pytest.mark.parametrize(
    "specimen", [one for one in GOOD if not one.is_costly], ids=lambda one: one.name
)
async def test_it_is_kept(inspectors: Inspectors, specimen: Specimen) -> None:
    content = specimen.make()
    found = await inspectors.inspect(content, MOST_PAGES)
    if not specimen.rewritten:
        assert found.content == content
        return
    with Image.open(io.BytesIO(found.content)) as kept:
        assert (Image.MIME[kept.format or ""], dict(kept.getexif())) == (found.media_type, {})
    assert b"SECRET" not in found.content
    assert b"script" not in found.content
