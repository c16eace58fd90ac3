"""Every HTML page that any test fetches is looked over in passing: AuditingClient is the application's test client."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.answer_audit import answer_faults

INPUTS = ("input", "select", "textarea")
UNLABELLED = ("hidden", "submit", "button")
# The courier's shell is an empty frame: its screens, each with a heading, are drawn by script. So is their example.
_FRAME = frozenset({"not exactly one h1", "<a> has no name"})
UNTIL_SCRIPT_RUNS = dict.fromkeys(("/kurir/", "/kurir/serah", "/petugas/aturan/draf/layar"), _FRAME)
DRAWING = re.compile(r"<svg\b[^>]*>(?:(?!<svg\b).)*?</svg>", re.DOTALL)
# What is named inside is a part of the page: its first tag would lead nowhere, and twice the same id would not be seen.
NAMED_INSIDE = re.compile(r"<svg\b.*?\s(?:id|aria-labelledby)=", re.DOTALL)
# What another package, person or hour changes in a page, and no look below could see: words (not whether there are any,
# nor a lone &, nor signs that no page may hold), what a field holds or a name says, times, where inside the house a
# link leads.
_SIGN = "&(?:amp|lt|gt|quot|#3[49]);"
_NEVER = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff"
WORDS = re.compile(rf">\s*(?:[^<>&\s{_NEVER}]|{_SIGN})(?:[^<>&{_NEVER}]|{_SIGN})*(?=<)")
HELD = re.compile(rf'(?<= )(value|datetime|alt|title|aria-label|data-[a-z-]+)="(?:[^"<>&{_NEVER}]|{_SIGN})+"')
WITHIN = re.compile(r'(?<= )(href|src|action)="/(?!/)(?:[^"#<>&]|&amp;)*"')
NUMBER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_good: set[str | tuple[frozenset[str], str]] = set()
POINTERS = ("aria-describedby", "aria-labelledby", "for")


class AuditingClient(FlaskClient):
    """The ordinary client; a page with a fault, or a broken promise, fails the test that fetched it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **kwargs)
        is_page = answer.mimetype == "text/html" and not 300 <= answer.status_code < 400
        if is_page and answer.data and not answer.content_encoding:
            look_over(answer.text, answer.request.path)
        broken = list(answer_faults(self.application, answer))
        assert not broken, (answer.request.path, broken)
        return answer


def look_over(html: str, path: str) -> None:
    """Most of a test's time went into pages that differ from an earlier one by their words, and into the same icons."""
    short = DRAWING.sub(lambda drawing: _frame(drawing) if drawing[0] in _good else drawing[0], html)
    allowed = UNTIL_SCRIPT_RUNS.get(path, frozenset())
    page = (allowed, bones(short))
    if page in _good:
        return
    found = set(faults(short)) - allowed
    assert not found, (path, found)
    _good.update([page, *(one for one in DRAWING.findall(html) if not NAMED_INSIDE.match(one))])


def bones(html: str) -> str:
    """The page without its words; ids are counted, so that two alike stay alike and others stay apart."""
    seen: dict[str, str] = {}
    counted = NUMBER.sub(lambda found: seen.setdefault(found[0], f"id-{len(seen)}"), html)
    return WORDS.sub(">x", HELD.sub(r'\1="x"', WITHIN.sub(r'\1="/x"', counted)))


def _frame(drawing: re.Match[str]) -> str:
    """Its first tag holds its name; what is inside has been looked over."""
    return f"{drawing[0].partition('>')[0]}></svg>"


def faults(html: str) -> Iterator[str]:
    """What a browser, a screen reader or the content policy would stumble over."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parse(html)
    yield from (f"not valid: {code} at {where}" for where, code, _ in parser.errors)
    if page.get("lang") not in ("id", "en"):
        yield "the page does not say its language"
    if len(page.findall(".//h1")) != 1:
        yield "not exactly one h1"
    if not "".join(page.find(".//title").itertext() if page.find(".//title") is not None else "").strip():
        yield "no title"
    yield from _id_faults(page)
    yield from _script_faults(page)
    yield from _name_faults(page)


def _id_faults(page: Element) -> Iterator[str]:
    ids = Counter(found for element in page.iter() if (found := element.get("id")))
    yield from (f"id {name} twice" for name, times in ids.items() if times > 1)
    for element in page.iter():
        for pointer in POINTERS:
            yield from (
                f"{pointer} {name} leads nowhere"
                for name in (element.get(pointer) or "").split()
                if not ids[name]
            )
        href = element.get("href") or ""
        if (
            len(href) > 1
            and href.startswith("#")
            and not href.startswith(("#/", "#i-"))
            and not ids[href[1:]]
        ):
            yield f"link {href} leads nowhere"


def _script_faults(page: Element) -> Iterator[str]:
    for element in page.iter():
        if element.tag == "style" or element.get("style") is not None:
            yield f"inline style at <{element.tag}>"
        if element.tag == "script" and (element.text or "").strip():
            yield "inline script"
        yield from (f"inline {name}" for name in element.attrib if str(name).startswith("on"))
        address = element.get("href") or element.get("src") or element.get("action") or ""
        if address.startswith(("javascript:", "data:", "http:", "https:", "//")):
            yield f"<{element.tag}> leads away"


def _name_faults(page: Element) -> Iterator[str]:
    """Fields have labels; buttons, links and pictures have names."""
    labelled = {label.get("for") for label in page.iter("label")}
    wrapped = {field for label in page.iter("label") for field in label.iter()}
    for element in page.iter():
        named = element.get("aria-label") or element.get("aria-labelledby")
        asks = element.tag in INPUTS and element.get("type") not in UNLABELLED
        if asks and not (named or element.get("id") in labelled or element in wrapped):
            yield f"field {element.get('name')} has no label"
        if element.tag in ("a", "button") and not (named or _words(element)):
            yield f"<{element.tag}> has no name"
        if element.tag == "img" and element.get("alt") is None:
            yield "picture without alt"


def _words(element: Element) -> str:
    pictures = [image.get("alt") or "" for image in element.iter("img")]
    titles = [
        drawing.get("aria-label") or "" for drawing in element.iter() if str(drawing.tag).endswith("svg")
    ]
    return "".join([*element.itertext(), *pictures, *titles]).strip()
