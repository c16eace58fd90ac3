"""Browsers at the floors (Chrome 100, Safari 16.4, Firefox 126; issue 3.7) run what we write: nothing younger stands
unguarded in a script or decides over a page in a style sheet. Each line says who came late."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[1] / "static"
# What the three floors lack. A call with `?.` or after `in` is a question first, and allowed.
YOUNGER_THAN_THE_FLOORS = {
    r"AbortSignal\.timeout\(": "Chrome 103",
    r"AbortSignal\.any\(": "Chrome 116, Safari 17.4",
    r"\.to(Sorted|Reversed|Spliced)\(": "Chrome 110",
    r"\b(Object|Map)\.groupBy\(": "Chrome 117, Safari 17.4",
    r"Array\.fromAsync\(": "Chrome 121",
    r"Promise\.(withResolvers|try)\(": "Chrome 119, Safari 17.4",
    r"\bURL\.(canParse|parse)\(": "Chrome 120, Safari 17",
    r"\bUint8Array\.from(Base64|Hex)\(": "Chrome 140, Safari 18.2, Firefox 133",
    r"\.to(Base64|Hex)\(\)": "Chrome 140, Safari 18.2, Firefox 133",
    r"\bRegExp\.escape\(": "Chrome 136, Safari 18.2",
    r"\bIterator\.(from|prototype)": "Chrome 122, Safari 18.4, Firefox 131",
    r"\.(keys|values|entries)\(\)\s*\.(map|filter|some|every|find|reduce|toArray|forEach)\(": "Chrome 122, Safari 18.4",
    r"\.(union|intersection|difference|symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom)\(": "Chrome 122",
    r"\bResponse\.json\(": "Chrome 105, Safari 17",
    r"\.checkVisibility\(": "Chrome 105, Safari 17.4",
    r"\.(showPopover|hidePopover|togglePopover)\(": "Chrome 114, Safari 17",
    r"\.moveBefore\(": "Chrome 133, no Safari",
    r"\bdocument\.startViewTransition\(": "Chrome 111, Safari 18",
    r"\.getCoalescedEvents\(": "Safari 26",
    r"\bscheduler\.": "no Safari",
    r"\bIntl\.(Segmenter|DurationFormat)\b": "Firefox 125 and younger",
    r"\bnavigator\.userAgentData\b": "Chromium alone",
    r"/[dgimsuy]*v[dgimsuy]*\s*[.,;)]\s*$": "Chrome 112, Safari 17 (the v flag)",
    r"\bawait using\b|^\s*using\s": "Chrome 134",
    r"\bwith\s*\{\s*type:": "Chrome 123, Safari 17.2 (import attributes)",
}
# Style that a page needs to be read. What only pleases may be younger, behind nothing.
STYLE = {
    r"^\s*&": "Chrome 112, Safari 16.5 (nesting)",
    r"\bcolor-mix\(": "Chrome 111",
    r"\blight-dark\(": "Chrome 123, Safari 17.5",
    r"@container\b": "Chrome 105",
    r"@scope\b": "Chrome 118, Safari 17.4, Firefox 146",
    r"\bif\(": "Chrome 137",
}


def findings(pattern: str, suffix: str) -> Iterator[str]:
    for path in sorted(STATIC.rglob(f"*.{suffix}")):
        if "vendor" in path.parts or "types" in path.parts:
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(pattern, line) and not line.lstrip().startswith(("*", "/*", "//")):
                yield f"{path.relative_to(STATIC)}:{number}: {line.strip()}"


@pytest.mark.parametrize("pattern", YOUNGER_THAN_THE_FLOORS)
def test_no_script_uses_what_a_browser_at_the_floor_lacks(pattern: str) -> None:
    assert list(findings(pattern, "js")) == [], YOUNGER_THAN_THE_FLOORS[pattern]


@pytest.mark.parametrize("pattern", STYLE)
def test_no_style_sheet_needs_what_a_browser_at_the_floor_lacks(pattern: str) -> None:
    assert list(findings(pattern, "css")) == [], STYLE[pattern]


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("const stop = AbortSignal.timeout(5)", True),
        ("const steps = event.getCoalescedEvents?.() ?? []", False),
        ("const sorted = rows.toSorted(byName)", True),
        ("return fromBase64(text)", False),
        ("const all = map.values().map(double)", True),
    ],
)
def test_the_list_tells_use_from_a_question(line: str, seen: bool) -> None:
    assert any(re.search(pattern, line) for pattern in YOUNGER_THAN_THE_FLOORS) is seen
