"""Templates and style sheets as they are written: nothing inline, nothing foreign, every word translatable."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "css").rglob("*.css"))

JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
TRANSLATED = re.compile(r"\{%-?\s*trans\b.*?\{%-?\s*endtrans\s*-?%\}", re.DOTALL)
TAG_NAME = re.compile(r"(</?)\{\{.*?\}\}", re.DOTALL)
# A block or a macro may stand inside a tag: a class name alone, or a row of attributes.
CLASS_NAME = re.compile(r"\{%-?\s*block \w+\s*-?%\}[a-z -]*\{%-?\s*endblock\s*-?%\}")
ATTRIBUTES = re.compile(r"\{%-?\s*macro\b[^%]*%\}[^<>]*=\"[^<>]*?\{%-?\s*endmacro\s*-?%\}")
ADDRESS = ("href", "src", "action", "formaction", "poster", "srcset")
SPOKEN = ("title", "alt", "placeholder", "aria-label", "aria-description", "label")
FOREIGN = re.compile(r"(?:[a-z]+:)?//|data:|javascript:", re.IGNORECASE)
WORD = re.compile(r"[A-Za-z]{2,}")
# The same in every language: our name, the languages' own names, units, and codes.
NAMES = {"SuratSampai", "Bahasa", "Indonesia", "English", "ID", "EN", "QR", "PDF", "CSV", "km", "kB", "WIB"}
# Shows every part once, with made-up people; developers read it, nobody else.
SHOWCASE = "templates/styleguide.html"
# Kept on the phone, the same bytes for everybody: its script says the words (tests/js/words.test.js).
NEUTRAL = "templates/courier/shell.html"


class Page(HTMLParser):
    """Collects what a page's source must not have."""

    def __init__(self) -> None:
        super().__init__()
        self.breaches: list[str] = []
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = tag
        given = {name: value or "" for name, value in attrs}
        self.breaches += [f"<{tag}> {fault}" for fault in self._faults(tag, given)]

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open in ("script", "style") and data.strip():
            self.breaches.append(f"inline <{self._open}>")
        elif self._open not in ("code", "kbd", "samp") and foreign_words(data):
            self.breaches.append(f"untranslatable text: {' '.join(data.split())}")

    def _faults(self, tag: str, given: dict[str, str]) -> Iterator[str]:
        if tag == "style" or "style" in given:
            yield "inline style"
        yield from (f"inline {name}" for name in given if name.startswith("on"))
        yield from (f"{name} leads away" for name in ADDRESS if FOREIGN.match(given.get(name, "").strip()))
        yield from (f"untranslatable {name}" for name in SPOKEN if foreign_words(given.get(name, "")))


def foreign_words(text: str) -> list[str]:
    return [word for word in WORD.findall(text) if word not in NAMES]


def page_breaches(source: str) -> list[str]:
    """Read as a browser would, with Jinja's own parts taken out."""
    page = Page()
    for pattern in (TRANSLATED, CLASS_NAME, ATTRIBUTES):
        source = pattern.sub("", source)
    page.feed(JINJA.sub("", TAG_NAME.sub(r"\1x", source)))
    page.close()
    return page.breaches


def style_breaches(source: str) -> list[str]:
    addresses = re.findall(r"(?:url\(|@import)\s*['\"]?([^'\")\s;]+)", source)
    return [address for address in addresses if FOREIGN.match(address)]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_has_nothing_inline_foreign_or_untranslatable(path: Path) -> None:
    found = page_breaches(path.read_text())
    if name_of(path) in (SHOWCASE, NEUTRAL):
        found = [breach for breach in found if "untranslatable" not in breach]
    assert found == []


@pytest.mark.parametrize("path", STYLES, ids=name_of)
def test_a_style_sheet_fetches_nothing_from_elsewhere(path: Path) -> None:
    assert style_breaches(path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        "<script>start()</script>",
        "<style>p { color: red }</style>",
        '<p style="color: red"></p>',
        '<button onclick="go()"></button>',
        '<a href="javascript:go()"></a>',
        '<script src="https://cdn.example/x.js"></script>',
        '<img src="//cdn.example/x.png" alt="">',
        '<img src="data:image/png;base64,xx" alt="">',
        "<p>Paket sudah sampai</p>",
        '<img src="{{ photo }}" alt="Foto paket">',
        "{% if late %}Terlambat{% endif %}",
        "{% block main %}Paket sudah sampai{% endblock %}",
    ],
)
def test_a_breach_in_a_template_is_found(source: str) -> None:
    assert page_breaches(source)


@pytest.mark.parametrize(
    "source",
    [
        '<p>{{ _("Paket sudah sampai") }}</p>',
        "<p>{% trans %}Paket sudah sampai{% endtrans %}</p>",
        "<script type=\"module\" src=\"{{ url_for('static', filename='js/x.js') }}\"></script>",
        '<a href="{{ url_for("public.landing") }}">SuratSampai</a>',
    ],
)
def test_a_clean_template_passes(source: str) -> None:
    assert page_breaches(source) == []


@pytest.mark.parametrize(
    "source", ["@import 'https://x.example/a.css';", "a { b: url(data:image/svg+xml,x) }"]
)
def test_a_breach_in_a_style_sheet_is_found(source: str) -> None:
    assert style_breaches(source)


FORM = re.compile(r"<form\b(.*?)</form>", re.DOTALL)
ASKS = re.compile(
    r"\b(?:field|form_field|text_area|select|choices|checkbox|\w+_fields)\(|<(?:select|textarea)\b"
)


def forms_with_bubbles(source: str) -> list[str]:
    """Forms that ask something and let the browser say, in its own words, what is missing."""
    found = FORM.findall(source)
    return [form[:80] for form in found if ASKS.search(form) and "novalidate" not in form.partition("\n")[0]]


def test_a_form_that_leaves_the_words_to_the_browser_is_noticed():
    assert forms_with_bubbles('<form method="post">{{ field("a") }}</form>')
    assert not forms_with_bubbles('<form method="post" novalidate>{{ field("a") }}</form>')
    assert not forms_with_bubbles('<form method="post">{{ csrf() }}</form>')


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_form_leaves_the_words_to_the_browser(template: Path) -> None:
    assert forms_with_bubbles(template.read_text()) == []
