"""The English catalogue of our screens: what is asked for in Indonesian, and what it is called in English.

`make words` reads every sentence off templates and code, keeps the translations there are, and lists those that
are still missing in courier_app/translations/en/LC_MESSAGES/messages.po.
"""

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from courier_app.domain.refusals import Refusal

ROOT = Path(__file__).parents[1]
ENGLISH = ROOT / "courier_app" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
METHODS = [("courier_app/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
# Developers read it, nobody else: made-up people on a page that shows every part once.
SHOWCASE = "templates/styleguide.html"
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
OPTIONS = {"**.html": {"silent": "false"}, "**.txt": {"silent": "false"}}


def asked(root: Path = ROOT) -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    """(file, sentence, context) of everything that a screen may show."""
    for folder in ("courier_app", "templates"):
        methods = [
            (pattern.removeprefix(f"{folder}/"), name) for pattern, name in METHODS if folder in pattern
        ]
        found = extract_from_dir(root / folder, methods, OPTIONS, KEYWORDS)
        named = ((f"{folder}/{name}", text, context) for name, _, text, _, context in found)
        yield from (one for one in named if one[0] != SHOWCASE)
    refusals: list[type[Refusal]] = [Refusal, *Refusal.__subclasses__()]
    for refusal in refusals:
        yield from (
            ("courier_app/domain/refusals.py", text, None) for text in (refusal.title, refusal.sentence)
        )


def english() -> Catalog:
    """As it is written down, translations included."""
    if not ENGLISH.exists():
        return Catalog(locale="en")
    return read_po(io.BytesIO(ENGLISH.read_bytes()), locale="en")


def brought_up_to_date(known: Catalog) -> Catalog:
    """Every sentence asked for, with the translation already known; the others are empty, none is guessed."""
    new = _empty()
    for name, text, context in sorted(asked(), key=str):
        old = known.get(text if isinstance(text, str) else text[0], context=context)
        new.add(text, old.string if old else None, locations=[(name, 0)], context=context)
    return new


def _empty() -> Catalog:
    """Dates are fixed, so that the file changes only when a word does."""
    day = datetime(2026, 11, 23, tzinfo=UTC)
    catalog = Catalog(locale="en", project="SuratSampai", version="1", fuzzy=False)
    catalog.header_comment = "# What our screens say, in English. `make words` keeps it complete."
    catalog.creation_date = catalog.revision_date = day
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = "-"
    return catalog


def untranslated(catalog: Catalog) -> list[str]:
    return [str(message.id) for message in catalog if message.id and not _complete(message)]


def _complete(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings) and not message.fuzzy and not list(message.check())


def po_of(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=0, sort_output=True, omit_header=False, include_lineno=False)
    return out.getvalue()


def mo_of(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


if __name__ == "__main__":
    catalog = brought_up_to_date(english())
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_bytes(po_of(catalog))
    ENGLISH.with_suffix(".mo").write_bytes(mo_of(catalog))
    missing = untranslated(catalog)
    print(f"{len(catalog)} sentences, {len(missing)} without English")
    sys.exit("\n".join(missing) or 0)
