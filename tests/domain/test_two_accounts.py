"""The courier's word on who received, beside the recipient's own."""

import pytest

from courier_app.domain.two_accounts import Differs, Receiver, what_differs

SITI = Receiver("Siti Aminah", "self")


@pytest.mark.parametrize("name", ["Siti Aminah", "siti", "Hj. Aminah, S.Pd."])
def test_the_addressee_may_write_less_of_the_name(name):
    assert what_differs(SITI, Receiver(name, "self")) == frozenset()


@pytest.mark.parametrize(
    ("by_courier", "by_recipient", "differs"),
    [
        (SITI, Receiver("Bambang Sutrisno", "self"), {Differs.NAME}),
        (SITI, Receiver("Siti Aminah", "spouse"), {Differs.RELATION}),
        (SITI, Receiver("Bambang", "spouse"), {Differs.NAME, Differs.RELATION}),
        (Receiver("Joko", "spouse"), Receiver("Joko Aminah", "spouse"), {Differs.NAME}),
        (Receiver("joko aminah", "spouse"), Receiver("Joko Aminah", "spouse"), set()),
        (Receiver("", "self"), SITI, {Differs.NAME}),
    ],
)
def test_what_differs_is_named(by_courier, by_recipient, differs):
    assert what_differs(by_courier, by_recipient) == differs
