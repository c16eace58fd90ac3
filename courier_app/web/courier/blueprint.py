"""The guard of the courier's API: a courier's session everywhere under api/ but at the ways in."""

from flask import Blueprint, Response, g, request

from courier_app.domain.refusals import SignInNeeded
from courier_app.services.senders import Sender
from courier_app.web.ports import clock
from courier_app.web.sessions import mine

bp = Blueprint("courier", __name__, url_prefix="/kurir")
OPEN = frozenset(
    {
        "courier.shell",
        "courier.shell_for_handover",
        "courier.service_worker",
        "courier.manifest",
        "courier.scan_worker",
    }
)
WAYS_IN = frozenset(
    {
        "courier.begin_session",
        "courier.look_at_trip",
        "courier.begin_trip",
        "courier.make_challenge",
        "courier.reopen_session",
        "courier.make_pass",
    }
)
# What a phone may do with a pass: send what another trip left on it, and hear what became of that trip.
BY_PASS = frozenset({"courier.put_media", "courier.put_proof", "courier.put_shift", "courier.get_round"})


@bp.before_request
def only_for_couriers() -> None:
    """Refuses with SignInNeeded, never with a redirect: a queue on a phone must tell the two apart."""
    if mine().by_pass and request.endpoint not in BY_PASS:
        raise SignInNeeded
    if request.endpoint in OPEN | WAYS_IN:
        return
    holder = mine().holder
    if holder is None or holder.courier_id is None:
        raise SignInNeeded
    g.sender = Sender(holder.courier_id, holder.handover_id)


@bp.after_request
def tell_time(answer: Response) -> Response:
    """A phone signs what it takes for our time: it reads this header alone, which no portal between us sends."""
    if request.endpoint not in OPEN:
        answer.headers["Surat-Time"] = clock().isoformat(timespec="milliseconds")
    return answer


def sender() -> Sender:
    found: Sender = g.sender
    return found
