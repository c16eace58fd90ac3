"""The audit of every fetched page finds what it is there for."""

import pytest

from tests.page_audit import faults

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
