"""Who received, by the courier's account and by the recipient's own: where the two differ."""

from dataclasses import dataclass
from enum import StrEnum

from courier_app.domain.names import name_tokens
from courier_app.domain.recipients import Relation, names_agree


class Differs(StrEnum):
    NAME = "name"
    RELATION = "relation"


@dataclass(frozen=True)
class Receiver:
    """As somebody named them; `relation` may be a code that we do not know."""

    name: str
    relation: str


def what_differs(by_courier: Receiver, by_recipient: Receiver) -> frozenset[Differs]:
    """Of the addressee the courier's app writes what stands on the package, in full; whoever signs as the addressee may
    write less of it, but not another name. Of somebody else both write what they heard: it must be one name."""
    agree = _meet if by_courier.relation == Relation.SELF else names_agree
    found = {
        Differs.NAME: not agree(by_recipient.name, by_courier.name),
        Differs.RELATION: by_recipient.relation != by_courier.relation,
    }
    return frozenset(what for what, is_so in found.items() if is_so)


def _meet(written: str, whole: str) -> bool:
    """Whether one word of the name is in both."""
    return bool(set(name_tokens(written)) & set(name_tokens(whole)))
