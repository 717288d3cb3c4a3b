"""What a search needs of the place where the directory is kept; the same for a file and for a server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from waymend.directory.place import Place

Factor = Callable[[int, int], int]  # of the least doubts and the newest day among some places


class Candidate(NamedTuple):
    """A place as the ranking sees it. needs … languages are bits of the taxonomy; `day` is an ordinal date, 0 when unknown."""

    row: int  # rises with the id
    lat: float
    lon: float
    needs: int
    may: int
    pay: int
    serves: int
    languages: int
    doubts: int
    day: int
    hours: int  # 1 when opening hours are known


class Filter(NamedTuple):
    """What a candidate must have; zero and empty ask for nothing. Unknown payment and unknown people served pass."""

    needs: int = 0
    may: int = 0  # instead of `needs`: places of a kind that often does it, where the listing does not say
    pay: int = 0
    serves: int = 0
    languages: int = 0
    language_unknown: bool = False  # instead of `languages`: places that name no language
    hours: bool = False
    text: str = ""


class Circle(NamedTuple):
    """Centre in degrees, radius in km."""

    lat: float
    lon: float
    radius_km: float


class Spot(NamedTuple):
    """The middle of the known places of a ZIP code or city, and how many there are."""

    lat: float
    lon: float
    places: int


class About(NamedTuple):
    """What is in the directory."""

    built: str
    places: int
    needs: dict[str, int]  # how many places are known to offer each
    least_doubts: int
    newest_day: int
    sources: tuple[tuple[str, str, int, str | None], ...]  # name, kind, rows, read on


class Page(NamedTuple):
    """A page of rows and how many there are in all."""

    total: int
    rows: tuple[int, ...]


class Repository(Protocol):
    """Read access to a built directory."""

    def about(self) -> About: ...

    def candidates(self, circle: Circle | None, wanted: Filter) -> Iterable[Candidate]:
        """All candidates in the circle (some outside may come along); everywhere when it is None."""

    def near(
        self, lat: float, lon: float, wanted: Filter, factor: Factor
    ) -> Iterator[tuple[float, Iterable[Candidate]]]:
        """Candidates in batches, each with a bound: nothing that comes later scores lower, where a score is (metres + AHEAD_M) times a
        factor that is never below `factor(its doubts, its day)`."""

    def places(self, rows: Sequence[int]) -> dict[int, Place]:
        """The places of these rows; rows that do not exist are left out."""

    def row_of(self, place_id: str) -> int | None: ...

    def zip_spot(self, five: str) -> Spot | None: ...

    def zip_area(self, three: str) -> Spot | None:
        """The middle of the ZIP codes that start with these three digits."""

    def zips(self) -> Iterable[tuple[str, float, float]]: ...

    def cities(self, city: str, state: str = "") -> Sequence[tuple[str, str, Spot]]:
        """Cities of this name (lower case), most places first."""

    def all_cities(self) -> Iterable[tuple[str, str, float, float, int]]: ...

    def page(
        self,
        *,
        offset: int,
        limit: int,
        needs: int = 0,
        pay: int = 0,
        organization: str = "",
        text: str = "",
        since: int = 0,
        circle: Circle | None = None,
    ) -> Page:
        """Places in order of their row, for lists that are turned over page by page."""

    def organizations(self, *, offset: int, limit: int, text: str = "") -> tuple[int, tuple[tuple[str, str, int], ...]]:
        """(how many, (id, name, a row of it) …)."""

    def organization(self, organization_id: str) -> tuple[str, tuple[int, ...]] | None:
        """(name, rows of its places)."""

    def by_hsds(self, column: str, value: str) -> int | None:
        """The row whose `service_id` or `at_id` this is."""

    def close(self) -> None: ...
