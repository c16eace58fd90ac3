"""A collection at the office's counter: who may take the package, and what the officer must have seen before it counts
(domain.md, sections 3 and 7; decision 0061)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from courier_app.domain.exchange import SEAL, NoCard
from courier_app.domain.names import name_tokens
from courier_app.domain.policies import Policy
from courier_app.domain.recipients import NEEDS_PAPER, Relation, is_paper
from courier_app.domain.words import Words


class ProvenBy(StrEnum):
    """What only the recipient can give: never the officer's word alone."""

    CODE = "code"
    SIGNATURE = "signature"


PROVEN_WORDS = {
    ProvenBy.CODE: Words("Dengan kode klaim", "By the claim code"),
    ProvenBy.SIGNATURE: Words("Tanda terima di kertas ditandatangani", "A paper slip was signed"),
}
# Why no old card is taken in, at a counter where an officer decides.
NO_CARD_HERE = (NoCard.LOSS_LETTER, NoCard.NEVER_HAD, NoCard.GIVEN_BEFORE, NoCard.WAIVED)


@dataclass(frozen=True)
class Collecting:
    """What an officer says of who came. `owner`: the name that the document is made out to, as the card, the family
    card or the letter has it; `signed`: on paper, at the desk."""

    name: str = field(repr=False)
    relation: str
    owner: str = field(repr=False)
    paper: str = field(repr=False)
    id_matches: bool
    signed: bool

    @property
    def made_out_to(self) -> str:
        return self.name if self.relation == Relation.SELF else self.owner


@dataclass(frozen=True)
class CardHere:
    """The old card in the officer's hand, or why there is none; `letter`: the number of the police's."""

    seal: str = ""
    missing: NoCard | None = None
    letter: str = ""

    @property
    def kept_letter(self) -> str:
        """What goes on record: the number of a letter of loss and nothing else that stands in its field, never a
        NIK."""
        return self.letter if self.missing is NoCard.LOSS_LETTER and is_paper(self.letter) else ""


def missing_at_counter(policy: Policy, said: Collecting, *, has_code: bool) -> tuple[str, ...]:
    """What is still to be seen, in the order of the form; compares nothing. Without a code the citizen signs."""
    may_take = said.relation in policy.relations
    by_another = may_take and said.relation != Relation.SELF
    lacks: Mapping[str, bool] = {
        "relation": not may_take,
        "name": not name_tokens(said.name),
        "owner": by_another and not name_tokens(said.owner),
        "paper": said.relation in NEEDS_PAPER and not is_paper(said.paper),
        "id": not said.id_matches,
        "factor": not has_code and not said.signed,
    }
    return tuple(what for what, is_missing in lacks.items() if is_missing)


def missing_of_card(card: CardHere | None) -> tuple[str, ...]:
    """Of a package whose old card is owed: no card and no reason, no new card."""
    if card is None:
        return ("card",)
    if card.missing is NoCard.LOSS_LETTER and not card.kept_letter:
        return ("letter",)
    return () if not card.seal or SEAL.fullmatch(card.seal) else ("seal",)
