"""Walking through the portal as a visitor can: from the home page along the links, one page of each kind."""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

# What a link leads to when it is not a page.
FILES = re.compile(r"^/static/|^/bao-cao/tai/|/tep/|/mau/|/trang-dau/|[?&]xuat=")
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass(frozen=True, slots=True)
class Place:
    """An address with what names its kind: the route, the words in it, and whether its parameters narrow it."""

    address: str
    kind: tuple[str, ...]


@dataclass
class Sheet:
    """What a page's HTML says of it. `makes`: each element's tag, classes, role and states, below its parent's."""

    lang: str = ""
    title: str = ""
    headings: int = 0
    ids: list[str] = field(default_factory=list)
    links: dict[str, None] = field(default_factory=dict)
    makes: set[str] = field(default_factory=set)

    def faults(self) -> list[str]:
        twice = sorted(one for one, times in Counter(self.ids).items() if times > 1)
        return [
            *([] if self.lang == "vi" else [f"lang is {self.lang!r}"]),
            *([] if self.headings == 1 else [f"{self.headings} first headings"]),
            *([] if re.match(r"\S.+ – Cổng dân vận", self.title) else [f"title is {self.title!r}"]),
            *([f"an id twice: {twice}"] if twice else []),
        ]


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.sheet = address, Sheet()
        self.path: list[tuple[str, str]] = []  # (tag, make)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        classes = ".".join(sorted(found.get("class", "").split()))
        states = [name for name in ("aria-label", "aria-describedby", "aria-disabled", "hidden") if name in found]
        make = " ".join([tag, classes, found.get("type", ""), found.get("role", ""), *states])
        self.sheet.makes.add(f"{self.path[-1][1] if self.path else ''} > {make}")
        inert = any(outer in ("template", "svg") for outer, _ in self.path)
        if tag == "html":
            self.sheet.lang = found.get("lang", "")
        elif tag == "h1" and not inert:
            self.sheet.headings += 1
        elif tag == "a" and "download" not in found and found.get("href", "#")[:1] != "#":
            self.sheet.links[urljoin(self.address, found["href"])] = None
        if "id" in found and not inert:
            self.sheet.ids.append(found["id"])
        if tag not in VOID:
            self.path.append((tag, make))

    def handle_endtag(self, tag: str) -> None:
        while self.path and any(open_ == tag for open_, _ in self.path):
            if self.path.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if [tag for tag, _ in self.path[1:3]] == ["head", "title"]:
            self.sheet.title += data


def read(address: str, html: str) -> Sheet:
    reader = _Reader(address)
    reader.feed(html)
    return reader.sheet


def place_of(address: str) -> Place | None:
    """The kind of page at an address of the portal; None for a file or another site."""
    parts = urlsplit(address)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    if FILES.search(path):
        return None
    try:
        match = resolve(parts.path)
    except Resolver404:
        return Place(path, ("nowhere", parts.path))
    slugs = [str(value) for value in match.kwargs.values() if not str(value).isdigit()]
    narrowed = {key for key, value in parse_qsl(parts.query) if value} - {"noi", "nam", "page", "sort"}
    return Place(path, (match.view_name, *slugs, *(["narrowed"] if narrowed else [])))


def walk(start: str, visit: Callable[[Place], Sheet | None]) -> Counter[tuple[str, ...]]:
    """Visit `start` and one page of each kind it leads to; `visit` gives the page read, or None where it is refused."""
    queue, seen, kinds = deque([start]), {start}, Counter[tuple[str, ...]]()
    while queue:
        place = place_of(queue.popleft())
        if place is None or kinds[place.kind]:
            continue
        kinds[place.kind] += 1
        sheet = visit(place)
        for address in sheet.links if sheet else ():
            if address not in seen:
                seen.add(address)
                queue.append(address)
    return kinds


def routes(patterns: list[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[str]:
    """The name of every named route of the portal."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{before}{pattern.namespace}:" if pattern.namespace else before
            yield from routes(pattern.url_patterns, inside)
        elif pattern.name:
            yield f"{before}{pattern.name}"
