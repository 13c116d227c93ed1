"""One published catalogue in memory: looked up, listed and sent without a database."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable

from mobile_api.guides.catalogue import vocabulary
from mobile_api.guides.catalogue.schemas import ServiceGuide, Theme
from mobile_api.guides.catalogue.vocabulary import Labelled
from mobile_api.guides.errors import GuideNotFound, ThemeNotFound
from mobile_api.guides.meaning.following import Meanings
from mobile_api.guides.publishing.queries import VersionedCatalogue
from mobile_api.guides.reading.filters import GuideQuery, ThemeQuery, guide_filter, theme_matches
from mobile_api.guides.reading.schemas import (
    CounterPlace,
    GuideAnswer,
    GuidePage,
    GuideSummary,
    NameOf,
    ThemeAnswer,
    ThemeList,
    ThemeSummary,
    Vocabulary,
)
from mobile_api.guides.reading.statistics import statistics_of
from mobile_api.guides.search.documents import of_catalogue
from mobile_api.guides.search.engine import SearchEngine
from mobile_api.guides.search.voices.meaning import Near
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.http.prepared import Prepared

_REMEMBERED = 512


class Snapshot:
    """Immutable but for a bounded memory of answers already made."""

    def __init__(self, published: VersionedCatalogue, meanings: Meanings | None = None) -> None:
        self._meanings = meanings
        self.version = published.version
        self.catalogue = published.catalogue
        self.guides = {guide.key: guide for guide in self.catalogue.service_items}
        self.themes = {theme.key: theme for theme in self.catalogue.themes}
        self.departments = {one.key: one for one in self.catalogue.departments}
        self.halls = {hall.key: hall for hall in self.catalogue.halls}
        self.counters = {counter.key: counter for counter in self.catalogue.counters}
        regions = [one.name for one in self.catalogue.regions]
        self.own_places = (self.catalogue.region_name, *regions)
        self._themes_of = self._item_themes()
        self._order = sorted(self.catalogue.service_items, key=lambda guide: not guide.popular)
        self._memory: OrderedDict[Hashable, Prepared] = OrderedDict()
        self.documents = tuple(of_catalogue(self.catalogue))
        self.search = SearchEngine.build(self.documents)
        self.guide_answers = {
            key: Prepared.json(self._guide_answer(guide)) for key, guide in self.guides.items()
        }

    def _item_themes(self) -> dict[str, list[NameOf]]:
        found: dict[str, list[NameOf]] = {}
        for theme in self.catalogue.themes:
            for key in {one.service_item for one in theme.components if one.service_item}:
                found.setdefault(key, []).append(NameOf(key=theme.key, name=theme.name))
        return found

    def remembered(self, key: Hashable, make: Callable[[], Prepared]) -> Prepared:
        """The answer made before for `key`, else a new one; the oldest of many is forgotten."""
        known = self._memory.get(key)
        if known is None:
            known = self._memory[key] = make()
            if len(self._memory) > _REMEMBERED:
                self._memory.popitem(last=False)
        return known

    async def near(self, text: str) -> Near | None:
        """What `search` may be told of a person's own words: which documents mean the same."""
        return await self._meanings.near(self.version, text) if self._meanings else None

    def guide(self, key: str) -> ServiceGuide:
        """Raises GuideNotFound."""
        if key not in self.guides:
            raise GuideNotFound()
        return self.guides[key]

    def theme(self, key: str) -> Theme:
        """Raises ThemeNotFound."""
        if key not in self.themes:
            raise ThemeNotFound()
        return self.themes[key]

    def places_of(self, guide: ServiceGuide) -> list[CounterPlace]:
        """Where the item is handled."""
        counters = [self.counters[key] for key in guide.counters]
        return [CounterPlace(counter=one, hall=self.halls[one.hall]) for one in counters]

    def _guide_answer(self, guide: ServiceGuide) -> GuideAnswer:
        return GuideAnswer(
            catalogue_version=self.version,
            guide=guide,
            department=self.departments[guide.department],
            counters=self.places_of(guide),
            themes=self._themes_of.get(guide.key, []),
            may_apply=guide.is_open_online,
        )

    def summary(self, guide: ServiceGuide) -> GuideSummary:
        """The guide as one line of a list."""
        return GuideSummary(
            **{
                name: getattr(guide, name)
                for name in GuideSummary.model_fields.keys() & ServiceGuide.model_fields.keys()
            },
            department_name=self.departments[guide.department].name,
            is_charged=guide.fee.charged,
            is_popular=guide.popular,
        )

    def page(self, query: GuideQuery) -> GuidePage:
        """One page, popular items first, then in the order of the catalogue.

        Raises InvalidInput when the cursor names no guide of this version.
        """
        regions = {key: self.halls[one.hall].region_code for key, one in self.counters.items()}
        found = list(filter(guide_filter(query, self.themes, regions), self._order))
        start = _after(query.cursor, found)
        rows = found[start : start + query.page_size]
        more = len(found) > start + query.page_size
        return GuidePage(
            catalogue_version=self.version,
            total=len(found),
            guides=[self.summary(guide) for guide in rows],
            next_cursor=rows[-1].key if more else None,
        )

    def theme_list(self, query: ThemeQuery) -> ThemeList:
        themes: Iterable[Theme] = self.catalogue.themes
        found = [self._theme_summary(one) for one in themes if theme_matches(one, query)]
        return ThemeList(catalogue_version=self.version, themes=found)

    def _theme_summary(self, theme: Theme) -> ThemeSummary:
        return ThemeSummary(
            key=theme.key,
            name=theme.name,
            audience=theme.audience,
            lead_department_name=self.departments[theme.lead_department].name,
            promised_working_days=theme.promised_working_days,
            components=len(theme.components),
            regions=theme.regions,
        )

    def theme_answer(self, theme: Theme) -> ThemeAnswer:
        items = [one.service_item for one in theme.components if one.service_item]
        return ThemeAnswer(
            catalogue_version=self.version,
            theme=theme,
            lead_department=self.departments[theme.lead_department],
            service_items=[self.summary(self.guides[key]) for key in dict.fromkeys(items)],
        )

    def statistics(self) -> Prepared:
        catalogue = self.catalogue
        figures = statistics_of(self.version, catalogue.service_items, catalogue.departments)
        return Prepared.json(figures)


def words() -> Vocabulary:
    """Every word list of the catalogue with its Chinese labels."""
    lists = {one.__name__: one for one in vars(vocabulary).values() if _is_word_list(one)}
    return Vocabulary(
        words={name: {word.value: word.label for word in one} for name, one in lists.items()}
    )


def _is_word_list(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, Labelled) and value is not Labelled


def _after(cursor: str | None, guides: list[ServiceGuide]) -> int:
    if cursor is None:
        return 0
    for position, guide in enumerate(guides):
        if guide.key == cursor:
            return position + 1
    fault = FieldFault("/cursor", "cursor_invalid", "翻页位置已失效,请从第一页重新查看。")
    raise InvalidInput([fault])
