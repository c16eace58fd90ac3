"""What each reason asks beside its media before an attempt counts as made (domain.md, section 5)."""

from collections.abc import Iterable, Mapping

from courier_app.domain.attempts import NOTHING_TRIED, Demand, Tried
from courier_app.domain.reasons import REASONS, Reason
from courier_app.domain.recipients import Relation

_R = Reason
_WITNESS = Demand(details=("family", Relation.NEIGHBOUR.value, Relation.RT_RW.value))
_A_LINE = Demand(note=3)
_STRANGERS = (
    *(Relation.RELATIVE, Relation.NEIGHBOUR, Relation.RT_RW, Relation.VILLAGE_STAFF),
    *(Relation.SECURITY_STAFF, Relation.RECEPTIONIST, Relation.COLLEAGUE),
)

# The phone asks the same (static/js/courier/reasons.js); a test compares. What is not here asks nothing. A policy says
# which table it goes by (`reasons`): the first is of the versions before 5, and stays as it is.
DEMANDS: dict[Reason, Demand] = {
    _R.NOT_HOME: Demand(wait_s=180, contacts=1),
    _R.ADDRESS_NOT_FOUND: Demand(contacts=1),
    _R.UNREACHABLE: Demand(contacts=2, ways=2),
    _R.NOT_ELIGIBLE: Demand(details=tuple(relation.value for relation in _STRANGERS)),
    _R.IDENTITY_MISMATCH: Demand(details=("name", "face", "birth_date", "address")),
    _R.REFUSED: Demand(details=("not_ordered", "wrong_data", "no_trust", "no_reason")),
    _R.OLD_CARD_MISSING: Demand(details=("lost", "forgotten", "kept_back")),
    _R.MOVED: _WITNESS,
    _R.DECEASED: _WITNESS,
    _R.PROOF_IMPOSSIBLE: Demand(details=("camera", "location", "storage")),
    _R.RESCHEDULE: _A_LINE,
    _R.UNSAFE: _A_LINE,
    _R.LOST_OR_STOLEN: _A_LINE,
    _R.VEHICLE: _A_LINE,
    _R.RECALLED: _A_LINE,
    _R.OTHER: Demand(note=15),
}
# As domain.md says it, section 5 (decision 0052). Whose old card is lost, and who has no letter yet, says just that.
SECOND: dict[Reason, Demand] = DEMANDS | {
    _R.NOT_HOME: Demand(wait_s=180, contacts=1, afar=True),
    _R.OLD_CARD_MISSING: Demand(
        details=("lost", "lost_no_letter", "forgotten", "kept_back"), numbered=("lost",)
    ),
    _R.NOT_ON_HAND: Demand(scanned=True),
    _R.LOST_OR_STOLEN: Demand(note=10, at=True),
    _R.FEE_UNPAID: Demand(fee=True),
    _R.RECALLED: Demand(numbered=(None,)),
}
TABLES: Mapping[int, Mapping[Reason, Demand]] = {1: DEMANDS, 2: SECOND}
FIRST, NEWEST = min(TABLES), max(TABLES)
_NOTHING = Demand()


def missing_for_reason(
    reason: str,
    *,
    kinds_present: Iterable[str],
    tried: Tried | None = None,
    table: int = NEWEST,
    phone_known: bool = True,
) -> tuple[str, ...]:
    """What this reason still lacks, media first, or `("reason",)` when it is none of ours. `table`: the policy's.

    The honest `not_attempted` needs nothing, so that nobody is pushed into inventing a visit.
    """
    if reason not in REASONS:
        return ("reason",)
    known = Reason(reason)
    media = sorted(REASONS[known].evidence - set(kinds_present))
    demand = TABLES[table].get(known, _NOTHING)
    return (*media, *demand.missing(tried or NOTHING_TRIED, phone_known=phone_known))
