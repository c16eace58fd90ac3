"""What a notice of a breach has to say (UU 27/2022, article 46)."""

from datetime import UTC, datetime, timedelta

import pytest

from courier_app.domain.breaches import DISCLOSED_WORDS, Disclosed, disclosed_by, notify_by
from courier_app.services.looks import What

FRIDAY = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


def test_the_notice_is_due_seventy_two_hours_after_the_office_knew():
    assert notify_by(FRIDAY) - FRIDAY == timedelta(hours=72)


@pytest.mark.parametrize(
    ("looks", "told"),
    [
        (["recipient", "recipient_changed"], (Disclosed.CONTACT,)),
        (["signature", "photo"], (Disclosed.PHOTO, Disclosed.SIGNATURE)),
        (["blurred", "handover_sheet"], ()),
        ([], ()),
    ],
)
def test_looks_are_told_as_kinds_of_data_each_once(looks, told):
    assert disclosed_by(looks) == told


def test_a_look_of_a_kind_that_this_rule_does_not_know_is_not_left_out():
    assert disclosed_by(["something_new"]) == (Disclosed.PAPERS,)


@pytest.mark.parametrize("what", What)
def test_every_kind_of_look_has_an_answer(what):
    assert set(disclosed_by([what.value])) <= set(DISCLOSED_WORDS)
