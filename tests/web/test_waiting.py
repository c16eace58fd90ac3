"""Who tried too often reads how long to wait, as people say it."""

import pytest

from courier_app.domain.refusals import TooManyTries
from courier_app.web.waiting import wait_words


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1, "1 detik"),
        (59, "59 detik"),
        (60, "1 menit"),
        (61, "2 menit"),
        (900, "15 menit"),
        (7_200, "120 menit"),
        (7_201, "3 jam"),
        (86_400, "24 jam"),
    ],
)
def test_the_wait_is_rounded_up_to_a_number_that_one_remembers(app, seconds, said):
    with app.test_request_context():
        assert wait_words(TooManyTries(members={"retry_after": seconds})) == (
            f"Terlalu sering mencoba. Coba lagi {said} lagi."
        )


def test_in_english_one_is_no_plural(app):
    with app.test_request_context(headers={"Cookie": "bahasa=en"}):
        assert wait_words(TooManyTries(members={"retry_after": 60})).endswith("in 1 minute.")
