"""The audit of every fetched page finds what it is there for."""

import pytest

from tests.page_audit import bones, faults, look_over

GOOD = (
    '<!doctype html><html lang="id"><head><title>Paket</title></head><body><h1>Paket</h1>'
    '<label for="a">Nomor</label><input id="a" name="a"><a href="#a">Nomor</a></body></html>'
)


def test_a_good_page_passes() -> None:
    assert list(faults(GOOD)) == []


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        ("<!doctype html>", ""),
        (' lang="id"', ""),
        ("<title>Paket</title>", "<title> </title>"),
        ("<h1>Paket</h1>", "<h2>Paket</h2>"),
        ("<h1>Paket</h1>", "<h1>Paket</h1><h1>Lagi</h1>"),
        ('<label for="a">Nomor</label>', ""),
        ('for="a"', 'for="b"'),
        ('href="#a"', 'href="#b"'),
        ('href="#a"', 'href="javascript:go()"'),
        ('href="#a"', 'href="https://elsewhere.example"'),
        ('<a href="#a">Nomor</a>', '<a href="#a"></a>'),
        ("</body>", '<p id="a"></p></body>'),
        ("</body>", "<script>go()</script></body>"),
        ("</body>", '<p style="color: red"></p></body>'),
        ("</body>", '<p onclick="go()"></p></body>'),
        ("</body>", '<img src="/a.png"></body>'),
        ("</body>", "<p><div></p></body>"),
    ],
)
def test_a_fault_is_found(part: str, instead: str) -> None:
    assert list(faults(GOOD.replace(part, instead)))


ICON = '<svg class="icon" aria-label="Paket"><path d="M0 0"/></svg>'


def with_icon(icon: str, token: str = "x" * 60) -> str:
    form = f'<form><input type="hidden" name="csrf_token" value="{token}"><button>{icon}</button></form>'
    return GOOD.replace("</body>", f"{form}</body>")


def test_a_page_that_differs_by_its_token_is_as_good_as_the_one_before() -> None:
    look_over(with_icon(ICON), "/a")
    look_over(with_icon(ICON, token="y" * 70), "/a")


def test_a_drawing_that_is_named_inside_is_found_named_again() -> None:
    drawn = '<svg role="img" aria-labelledby="name"><title id="name">Paket</title><path d="M0 0"/></svg>'
    for token in ("x" * 60, "y" * 70):
        look_over(with_icon(drawn, token=token).replace("Nomor", token[:5]), "/b")


ONE, OTHER = "0b6f0a4e-8d3a-4d8e-9c55-1f0a2b3c4d5e", "5e4d3c2b-1f0a-4d8e-9c55-0b6f0a4e8d3a"


def test_pages_of_two_packages_have_the_same_bones() -> None:
    mine, theirs = (
        GOOD.replace("</body>", f'<a href="/paket/{one}?ke=2">{name}</a><p id="p-{one}">{name}</p></body>')
        for one, name in ((ONE, "Siti"), (OTHER, "Joko"))
    )
    assert bones(mine) == bones(theirs) != bones(GOOD)


@pytest.mark.parametrize(
    "fault", ["Nomor & nama", "<b>Nomor", "", " ", "&nbsp;", "No\x01mor", "No\ufdd0mor", "Nomor\x85"]
)
def test_what_a_word_can_break_is_kept_in_the_bones(fault: str) -> None:
    assert bones(GOOD) != bones(GOOD.replace("Nomor</a>", f"{fault}</a>"))


@pytest.mark.parametrize(
    "bad",
    [
        with_icon(ICON).replace('href="#a"', 'href="//elsewhere.example/a"'),
        with_icon(ICON).replace("</body>", f'<p id="{ONE}"></p><p id="{ONE}"></p></body>'),
        with_icon(ICON.replace(' aria-label="Paket"', "")),
        with_icon(ICON.replace("M0 0", '" onclick="go()')),
        with_icon(ICON, token='" style="color:red'),
        with_icon(ICON).replace('lang="id"', ""),
    ],
)
def test_a_fault_is_found_in_a_page_much_like_a_good_one(bad: str) -> None:
    look_over(with_icon(ICON), "/a")
    with pytest.raises(AssertionError):
        look_over(bad, "/a")


def test_a_drawing_with_an_id_inside_is_seen_to_stand_twice_on_a_page() -> None:
    named = ICON.replace("<path", '<path id="p"')
    look_over(with_icon(named), "/a")
    with pytest.raises(AssertionError, match="id p twice"):
        look_over(with_icon(named + named), "/a")
