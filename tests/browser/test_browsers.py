"""The browser that other tests look through is the one that Playwright would give them."""

from tests.browser.browsers import WITHOUT, Street

OFF = "--disable-features="


def test_what_playwright_turns_off_stays_off(street: Street) -> None:
    """A newer Playwright may name more; then browsers.py names it too."""
    theirs, ours = (
        set(said.removeprefix(OFF).split(",")) for said in street.command_line() if said.startswith(OFF)
    )
    assert ours == theirs | set(WITHOUT)
