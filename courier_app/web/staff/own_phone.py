"""What the recipient signed on their own phone, in the words and lines of the auditor's page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courier_app.domain.names import mask_name
from courier_app.domain.recipients import RELATION_WORDS, Relation
from courier_app.domain.reveals import HIDDEN
from courier_app.domain.two_accounts import Differs, Receiver, what_differs
from courier_app.services.own_phone_facts import receiver_in
from courier_app.services.own_phone_record import OwnPhoneShown
from courier_app.web.words import say


@dataclass(frozen=True)
class Drawn:
    """The lines of a signature on a sheet of this size, each as the points of an SVG polyline."""

    width: int
    height: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class OwnPhoneCard:
    """`arrived` None: not yet; `opened` None: nobody has opened the link. Without a name the record cannot be read;
    without a drawing the signature is not shown. `differs`: where the recipient's word is not the courier's."""

    arrived: datetime | None
    opened: datetime | None
    name: str = ""
    relation: str = ""
    signed_at: datetime | None = None
    browser: str = ""
    drawn: Drawn | None = None
    differs: frozenset[Differs] = frozenset()
    paper: str = ""


def own_phone_card(shown: OwnPhoneShown | None, by_courier: Receiver, *, clear: bool) -> OwnPhoneCard | None:
    """Without `clear` the name is masked, and the signature is not drawn."""
    if shown is None:
        return None
    said, row = shown.members, shown.row
    if row is None or not said:
        return OwnPhoneCard(row.received_at if row else None, row.opened_at if row else None)
    return OwnPhoneCard(
        arrived=row.received_at,
        opened=row.opened_at,
        name=str(said.get("name", "")) if clear else mask_name(str(said.get("name", ""))),
        relation=_relation(said.get("rel")),
        paper=_paper(said.get("paper"), clear=clear),
        signed_at=datetime.fromisoformat(str(said["signed_at"])),
        browser=row.browser,
        drawn=_drawn(said["ink"]) if clear else None,
        differs=what_differs(by_courier, receiver_in(said)),
    )


def _paper(said: object, *, clear: bool) -> str:
    """The letter that they stood there by."""
    return (str(said) if clear else HIDDEN) if said else ""


def _relation(code: object) -> str:
    return say(RELATION_WORDS[Relation(str(code))]) if code in set(Relation) else str(code or "")


def _drawn(ink: Mapping[str, Any]) -> Drawn:
    return Drawn(ink["width"], ink["height"], tuple(map(_points, ink["strokes"])))


def _points(stroke: list[int]) -> str:
    return " ".join(f"{x},{y}" for x, y in zip(stroke[::2], stroke[1::2], strict=True))
