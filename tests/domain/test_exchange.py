"""The exchange leg's own table: every way of a card ends destroyed, or where it never was."""

from courier_app.domain.exchange import AT_THE_DOOR, CARD_MOVES, NO_CARD_WORDS, NoCard, OldCard, may_become
from courier_app.domain.lost_cards import NOT_THERE_WORDS, PAPER_WORDS, LossPaper, NotThere


def test_every_state_and_reason_has_its_row():
    assert set(CARD_MOVES) == set(OldCard)
    assert set(NO_CARD_WORDS) == set(NoCard)
    assert set(NOT_THERE_WORDS) == set(NotThere)
    assert set(PAPER_WORDS) == set(LossPaper)


def test_no_card_is_destroyed_that_the_office_has_not_counted():
    assert [state for state in OldCard if may_become(state, OldCard.DESTROYED)] == [OldCard.COUNTED_IN]


def test_nothing_becomes_owed_again_and_nothing_leaves_the_shredder():
    assert not [state for state in OldCard if may_become(state, OldCard.OWED)]
    assert CARD_MOVES[OldCard.DESTROYED] == frozenset()


def test_a_package_without_an_old_card_takes_no_step():
    assert not [to for to in OldCard if may_become(None, to)]


def test_only_a_card_that_was_missed_is_given_up_and_even_that_may_come_back():
    assert [state for state in OldCard if may_become(state, OldCard.WRITTEN_OFF)] == [OldCard.MISSING]
    assert CARD_MOVES[OldCard.WRITTEN_OFF] == {OldCard.COUNTED_IN}


def test_only_an_officer_waives_a_card():
    assert set(NoCard) - set(AT_THE_DOOR) == {NoCard.WAIVED}
