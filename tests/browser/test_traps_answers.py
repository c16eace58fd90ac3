"""Every answer and every break of the line that offline.md 8 lists, at each of the two kinds of PUT."""

from collections.abc import Iterator

import pytest

from tests.browser.handset import Handset, ids, kept
from tests.browser.line import Line
from tests.browser.postman import labels, phone, shift, signed_in
from tests.browser.weather import MEDIA, PROOF, Weather
from tests.faults.proxy import Fault

__all__ = ["labels", "phone", "shift", "signed_in"]
NOT_OURS = [
    Fault.EARLY_DROP,
    Fault.EARLY_HTML,
    Fault.EARLY_REDIRECT,
    Fault.EARLY_401,
    Fault.EARLY_413,
    Fault.EARLY_429,
    Fault.EARLY_500,
    Fault.EARLY_502,
    Fault.EARLY_503,
    Fault.EMPTY_BODY,
    Fault.CUT_REQUEST,
    Fault.CUT_ANSWER,
    Fault.LATE_DROP,
    Fault.LATE_HTML,
]
PUT = """([path, body]) => fetch(path, { method: "PUT", body, headers: { "Content-Type": "image/jpeg" } })
  .then((answer) => answer.ok, () => false)"""


@pytest.mark.parametrize("where", [MEDIA, PROOF], ids=["part", "whole"])
@pytest.mark.parametrize("fault", NOT_OURS, ids=str)
def test_an_answer_that_is_not_the_servers_yes_deletes_nothing(
    line: Line, phone: Handset, labels: Iterator[str], fault: Fault, where: str
) -> None:
    """Traps 8, 9 and 27."""
    line.weather = Weather(fault, where)
    label = next(labels)
    proof = phone.capture(label)
    row = phone.until(lambda: phone.waiting()[proof] if phone.waiting()[proof]["tries"] else None, "tried")
    assert row["state"] == "waiting"
    stored = {part["sha256"]: part["size"] for part in phone.rows("parts") if part["proof"] == proof}
    assert stored == {part["sha256"]: part["bytes"] for part in row["parts"]}
    line.fair_again()
    phone.send_now()
    phone.is_sent(proof)
    assert ids(kept(line, label)) == [proof]


def test_a_sender_that_believes_any_yes_would_lose_it_here(line: Line, phone: Handset) -> None:
    """Control of traps 8 and 9: `response.ok` is true while the server holds nothing."""
    line.weather = Weather(Fault.EARLY_HTML, MEDIA)
    assert phone.run(PUT, [f"{MEDIA}{'0' * 64}", "x"])
    assert line.proxy.seen[-1] == ("PUT", f"{MEDIA}{'0' * 64}", Fault.EARLY_HTML)
