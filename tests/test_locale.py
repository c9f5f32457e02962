"""Every Django or library text that a user can meet has a Vietnamese translation in the catalogue."""

import ast
import re
import struct
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import django
from django.apps import apps
from django.conf import settings
from django.utils.translation import get_language, gettext, ngettext, npgettext, override, pgettext

CATALOGUE = Path(settings.BASE_DIR) / "locale" / "vi" / "LC_MESSAGES"
DJANGO = Path(django.__file__).parent

# Texts that are the same in Vietnamese: signs, units, names of protocols.
SAME_IN_VIETNAMESE = {
    "…",
    ":",
    ":?.!",
    ", ",
    "%(truncated_text)s…",
    "%(size)d byte",
    "%s KB",
    "%s MB",
    "%s GB",
    "%s TB",
    "%s PB",
    "IPv4",
    "IPv6",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}")


class Message(NamedTuple):
    """One entry of a catalogue; context and plural are empty where there is none."""

    context: str
    singular: str
    plural: str
    translation: str
    where: str

    @property
    def key(self) -> str:
        """The key under which a compiled catalogue holds the entry."""
        context = f"{self.context}\x04" if self.context else ""
        return context + self.singular + (f"\x00{self.plural}" if self.plural else "")


def read_po(path: Path) -> Iterator[Message]:
    """Read a .po file; the header entry has an empty singular. Obsolete (#~) and comment lines are passed over."""
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        parts: dict[str, str] = {}
        keyword = ""
        for line in block.splitlines():
            if line.startswith("#") or not line.strip():
                continue
            if not line.startswith('"'):
                keyword, line = line.split(" ", 1)
            parts[keyword] = parts.get(keyword, "") + ast.literal_eval(line)
        if "msgid" in parts:
            # Names of languages stand in the global settings; this portal offers one language and no choice.
            where = "languages" if "conf/global_settings.py" in block else str(path)
            text = parts.get("msgstr", parts.get("msgstr[0]", ""))
            yield Message(parts.get("msgctxt", ""), parts["msgid"], parts.get("msgid_plural", ""), text, where)


def read_mo(path: Path) -> dict[str, str]:
    """Read a compiled catalogue (GNU gettext .mo, little-endian) into {key: translation}."""
    data = path.read_bytes()
    magic, _revision, count, originals, translations = struct.unpack("<5I", data[:20])
    assert magic == 0x950412DE

    def text(table: int, index: int) -> str:
        length, offset = struct.unpack_from("<2I", data, table + 8 * index)
        return data[offset : offset + length].decode("utf-8")

    return {text(originals, i): text(translations, i) for i in range(count)}


def called_texts(path: Path) -> Iterator[Message]:
    """The constant texts that a Python module hands to gettext; those built by formatting cannot be translated."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if not re.fullmatch(r"_|n?p?gettext(_lazy|_noop)?", name):
            continue
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        context = texts.pop(0) if "pgettext" in name and texts else ""
        if texts:
            yield Message(context, texts[0], texts[1] if name.startswith("n") else "", "", str(path))


def django_messages() -> Iterator[Message]:
    """Core and every installed Django app; an app that is installed later is walked too."""
    folders = [DJANGO / "conf"] + [Path(app.path) for app in apps.get_app_configs() if DJANGO in Path(app.path).parents]
    for folder in folders:
        catalogue = folder / "locale" / "en" / "LC_MESSAGES" / "django.po"
        if catalogue.exists():
            yield from (m for m in read_po(catalogue) if m.singular and m.where != "languages")


def library_messages() -> Iterator[Message]:
    """Every other installed app from outside the project, without its pages for Django's admin (not installed)."""
    for app in apps.get_app_configs():
        folder = Path(app.path)
        if "site-packages" not in folder.parts or DJANGO in folder.parents:
            continue
        for module in sorted(folder.rglob("*.py")):
            inside = module.relative_to(folder)
            if inside.name != "admin.py" and not {"migrations", "management", "tests"} & set(inside.parts):
                yield from called_texts(module)


def in_vietnamese(message: Message, count: int) -> str:
    context, singular, plural = message.context, message.singular, message.plural
    if plural:
        return npgettext(context, singular, plural, count) if context else ngettext(singular, plural, count)
    return pgettext(context, singular) if context else gettext(singular)


def untranslated(messages: list[Message]) -> list[str]:
    with override("vi"):
        return [
            f"{message.where}: {message.singular!r}"
            for message in messages
            if message.singular not in SAME_IN_VIETNAMESE
            and any(in_vietnamese(message, n) in (message.singular, message.plural) for n in (1, 5))
        ]


# The catalogue


def test_the_portal_speaks_vietnamese_by_default() -> None:
    assert get_language() == "vi"


def test_every_django_text_has_a_vietnamese_translation() -> None:
    messages = list(django_messages())
    assert len(messages) > 250
    assert untranslated(messages) == []


def test_every_library_text_has_a_vietnamese_translation() -> None:
    messages = list(library_messages())
    seen = {Path(m.where).relative_to(DJANGO.parent).parts[0] for m in messages}
    assert {"axes", "import_export", "django_tasks", "django_tasks_db"} <= seen
    assert untranslated(messages) == []


def test_the_walk_would_notice_a_missing_translation() -> None:
    assert untranslated([Message("", "No such text anywhere.", "", "", "here")]) == ["here: 'No such text anywhere.'"]


def test_compiled_catalogue_equals_its_source() -> None:
    source = {message.key: message.translation for message in read_po(CATALOGUE / "django.po")}
    assert len(source) > 300
    assert read_mo(CATALOGUE / "django.mo") == source


def test_catalogue_is_composed_unicode_complete_and_keeps_every_placeholder() -> None:
    messages = [message for message in read_po(CATALOGUE / "django.po") if message.singular]
    assert len({message.key for message in messages}) == len(messages), "an entry stands twice"
    assert not (CATALOGUE / "django.po").read_text(encoding="utf-8").count("fuzzy")
    for message in messages:
        text = message.translation
        assert text and text == text.strip(), message
        assert unicodedata.is_normalized("NFC", text), message
        assert sorted(set(PLACEHOLDER.findall(text))) == sorted(set(PLACEHOLDER.findall(message.singular))), message
