"""Địa giới qua các lần sáp nhập, chia tách: whether a place is a part of another, by what became of either. Pure."""

from collections.abc import Iterable


class Belonging:
    """`links`: (path of the old place, path of the new one) of every succession."""

    def __init__(self, links: Iterable[tuple[str, str]]) -> None:
        self._became: dict[str, list[str]] = {}
        self._came: dict[str, list[str]] = {}
        for old, new in links:
            self._became.setdefault(old, []).append(new)
            self._came.setdefault(new, []).append(old)
        self._known: dict[tuple[str, str], bool] = {}

    def belongs(self, place: str, whole: str) -> bool:
        """Whether all of `place` is in `whole`: lies in it, became a part of it, or was made of parts of it.

        A hamlet without a succession of its own follows its commune. A place of which only a part went there does not
        belong: a known hamlet beats a share.
        """
        key = place, whole
        if key not in self._known:
            self._known[key] = any(self._all_in(place, whole, links, ()) for links in (self._became, self._came))
        return self._known[key]

    def related(self, whole: str) -> set[str]:
        """`whole` and every place in which something of it may stand: no more than what a query must read."""
        found = {whole}
        for links in (self._became, self._came):
            frontier = {whole}
            while frontier:
                inside = [news for old, news in links.items() if any(old.startswith(at) for at in frontier)]
                mine = {path for news in inside for path in news}
                mine |= {path for at in frontier for path in self._images(at, links)}
                frontier = mine - found
                found |= frontier
        return found

    def _all_in(self, place: str, whole: str, links: dict[str, list[str]], seen: tuple[str, ...]) -> bool:
        if place.startswith(whole):
            return True
        images = [] if place in seen else self._images(place, links)
        return bool(images) and all(self._all_in(image, whole, links, (*seen, place)) for image in images)

    @staticmethod
    def _images(place: str, links: dict[str, list[str]]) -> list[str]:
        """What the place, or else the nearest place above it, became or came from. Paths end with their separator."""
        while place:
            if place in links:
                return links[place]
            place = place[:-1].rpartition(".")[0]
            place = f"{place}." if place else ""
        return []
