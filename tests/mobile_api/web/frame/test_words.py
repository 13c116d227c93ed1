"""What only pages say: tiles, numbers to dial, marked words."""

from mobile_api.guides.catalogue.vocabulary import LifeEvent
from mobile_api.web.frame.words import WANTS, dialled, marked


def test_marked_words_are_the_only_markup() -> None:
    assert marked("<b>护照</b>换发", ["护照"]) == "&lt;b&gt;<mark>护照</mark>&lt;/b&gt;换发"
    assert marked("A&B", []) == "A&amp;B"
    assert marked("护照(首次)", ["(", ""]) == "护照<mark>(</mark>首次)"


def test_telephone_numbers_as_they_are_dialled() -> None:
    assert dialled("0999-8100100") == "09998100100"


def test_every_life_event_has_words_and_a_tile_of_its_own() -> None:
    assert set(WANTS) == set(LifeEvent)
    assert len({seal for seal, _ in WANTS.values()}) == len(WANTS)
