"""What officers wrote beside a count of cash, opened to be shown: the look is on record first (docs/decisions/0045)."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from courier_app.db import reading, transaction
from courier_app.queries.fees import CountRow
from courier_app.services.fee_counts import open_count_note
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me


def notes_of(counts: Iterable[CountRow]) -> Mapping[UUID, str | None]:
    """By count; a count without a note is not among them, and leaves no look."""
    noted = [one for one in counts if one.note_sealed is not None]
    if not noted:
        return {}
    _on_record(noted)
    with reading() as session:
        return {one.id: open_count_note(session, ports(), one) for one in noted}


def _on_record(noted: Iterable[CountRow]) -> None:
    with transaction() as session:
        for one in noted:
            sight = Sight(What.CASH_NOTE, one.note_package_id, one.id)
            record_look(session, sight, by=Actor(user_id=me().id), now=clock())
