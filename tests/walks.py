"""What random walks share: what a courier may say of an old card, and acts that may be refused."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from courier_app.db import Database
from courier_app.domain.refusals import Refusal

SEAL = "A-4711"
# What the manifest says, and whether the card is shown.
SAID_OF_A_CARD: dict[str, tuple[dict[str, Any] | None, bool]] = {
    "nothing": (None, False),
    "the card": ({"seal": SEAL, "missing": None, "letter": None}, True),
    "a seal alone": ({"seal": SEAL, "missing": None, "letter": None}, False),
    "a letter": ({"seal": None, "missing": "loss_letter", "letter": "STPL/9"}, False),
}


def tried(house: Database, act: Callable[[Session], Any]) -> Any:
    """A refusal is an answer too; what it may not do is change anything, which the next look shows."""
    try:
        with house.transaction() as session:
            return act(session)
    except Refusal:
        return None
