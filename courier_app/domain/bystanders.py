"""Who stood by when a recipient did not sign: a name, and what they are to the recipient."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bystander:
    """As the courier wrote it down. `relation` is a code of recipients.Relation, or one that we do not know."""

    name: str
    relation: str


def nobody_signed(signature_status: str, *given: object) -> bool:
    """Declined or unable, and nothing was given that only the recipient can give: handed over on a courier's and a
    witness's word, so somebody may ask the recipient (domain.md 3.2)."""
    return signature_status in ("declined", "unable") and not any(given)
