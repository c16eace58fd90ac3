"""Every kind of leaf that the ledger knows is written by an act of the house; what is only reserved is named here."""

from pathlib import Path

import pytest

from courier_app.domain.merkle import LeafType

SERVICES = Path(__file__).parents[1] / "courier_app" / "services"
# Of evidence.md 1.8, for acts that the house does not have, or that write no leaf. Whoever writes one may take it out.
RESERVED = {LeafType.VOID, LeafType.AMEND, LeafType.ROUND, LeafType.LABEL_BATCH}


def written() -> str:
    return "\n".join(path.read_text() for path in SERVICES.glob("*.py"))


@pytest.mark.parametrize("kind", sorted(set(LeafType) - RESERVED))
def test_a_leaf_of_each_kind_is_written_by_a_service(kind: LeafType) -> None:
    assert f"LeafType.{kind.name}" in written()


def test_a_kind_that_nobody_writes_would_be_noticed() -> None:
    assert "LeafType.NOBODY" not in written()
