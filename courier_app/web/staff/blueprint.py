"""The guard of the officers' pages: signed in, and the role may open the page; the sign-in page alone is open."""

from flask import Blueprint, Response, request
from flask_login import current_user

from courier_app.db import reading
from courier_app.domain.refusals import NotAllowed
from courier_app.models import Role
from courier_app.queries.attention import Attention, disputed, undecided
from courier_app.queries.looks import watched
from courier_app.queries.shifts import unfit_since
from courier_app.services.rounds import day_began
from courier_app.web.ports import clock
from courier_app.web.sign_in import Staff, ask_to_sign_in, me
from courier_app.web.staff.rights import may, scope_of

bp = Blueprint("staff", __name__, url_prefix="/petugas")
OPEN = frozenset({"staff.sign_in"})
# Who is told when somebody opens unusually much: those who answer for it, and can do something about it.
ALARMED = frozenset({Role.DPO, Role.ADMIN})


@bp.before_request
def only_for_staff() -> Response | None:
    """Refuses with NotAllowed."""
    if request.endpoint in OPEN:
        return None
    if not current_user.is_authenticated:
        return ask_to_sign_in()
    if not may(me(), request.endpoint or ""):
        raise NotAllowed
    return None


@bp.context_processor
def about_me() -> dict[str, object]:
    """What the layout shows of the signed-in person, and which pages the menu offers."""
    if not current_user.is_authenticated:
        return {"staff": None, "audience": "staff", "may": lambda _endpoint: False}
    staff = me()
    mine = {"may": lambda endpoint: may(staff, endpoint), "attention": lambda: _attention(staff)}
    return {"staff": staff, "audience": "staff", **mine}


def _attention(staff: Staff) -> Attention:
    """Asked by the layout alone: papers and answers to scripts have no menu. Verdicts count for those who give them."""
    if not may(staff, "staff.packages") or (staff.office_id is None and staff.role is not Role.PROVINCE):
        return Attention()
    scope = scope_of(staff)
    with reading() as session:
        waiting = undecided(session, scope) if may(staff, "staff.review_proof") else 0
        busy = watched(session, scope, now=clock()) if staff.role in ALARMED else []
        unfit = unfit_since(session, scope, day_began(clock())) if may(staff, "staff.couriers") else 0
        return Attention(disputed(session, scope), waiting, len(busy), unfit)
