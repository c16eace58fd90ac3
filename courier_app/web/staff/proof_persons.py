"""Who and where, of a proof: masked, or as it was said, for whoever has opened it with a reason (decision 0033)."""

from dataclasses import dataclass

from courier_app.domain.names import mask_name
from courier_app.domain.reveals import HIDDEN, mask_place
from courier_app.services.recipients import Recipient
from courier_app.web.staff.proof_said import Said


@dataclass(frozen=True)
class Persons:
    """Names and place as the page shows them; empty where nothing was said. What the courier wrote in their own words
    may name somebody: shown in clear alone."""

    clear: bool
    by_courier: str
    on_package: str
    place: str
    id_check_reason: str
    paper: str
    tried: list[tuple[str, str]]


def persons_of(said: Said, addressee: Recipient | None, *, clear: bool) -> Persons:
    """`addressee` None: the package's data were erased."""
    on_package = addressee.name if addressee else ""
    if clear:
        place = said.place.written if said.place else ""
        return Persons(True, said.name, on_package, place, said.id_check_reason, said.paper, said.tried)
    return Persons(
        clear=False,
        by_courier=mask_name(said.name),
        on_package=mask_name(on_package),
        place=mask_place(said.place.pair) if said.place else "",
        id_check_reason=HIDDEN if said.id_check_reason else "",
        paper=HIDDEN if said.paper else "",
        tried=[(word, HIDDEN if text in (said.note, said.number) else text) for word, text in said.tried],
    )
