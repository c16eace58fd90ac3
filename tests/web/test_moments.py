"""A clock is read with a dot in Indonesian and with a colon in English."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from courier_app.web.moments import written

AT = datetime(2026, 11, 29, 2, 51, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "pattern", "said"),
    [
        ("id", "d MMM y, HH.mm", "29 Nov 2026, 09.51"),
        ("en", "d MMM y, HH.mm", "29 Nov 2026, 09:51"),
        ("en", "HH.mm.ss", "09:51:07"),
    ],
)
def test_a_moment_is_written_as_its_readers_write_it(app: Flask, language: str, pattern: str, said: str):
    with app.test_request_context("/", headers={"Cookie": f"bahasa={language}"}):
        assert written(AT, pattern) == said


def test_pages_write_their_moments_so_too(app: Flask):
    with app.test_request_context("/", headers={"Cookie": "bahasa=en"}):
        assert app.jinja_env.from_string("{{ at | datetimeformat('HH.mm') }}").render(at=AT) == "09:51"
