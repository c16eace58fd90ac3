"""The guard of the officers' pages: signed in, and the role may open the page; the sign-in page alone is open."""

from flask import Blueprint, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from courier_app.db import reading
from courier_app.domain.call_backs import to_call_since
from courier_app.domain.refusals import NotAllowed
from courier_app.models import Role
from courier_app.queries.attention import Attention, Moments, counts
from courier_app.queries.looks import watched
from courier_app.queries.partner import count_open_cases
from courier_app.services.rounds import day_began
from courier_app.web.credentials import needs_code
from courier_app.web.ports import clock, settings
from courier_app.web.sign_in import Staff, ask_to_sign_in, me
from courier_app.web.staff.rights import may, own_couriers, scope_of

bp = Blueprint("staff", __name__, url_prefix="/petugas")
# Who signs out too late is out.
OPEN = frozenset({"staff.sign_in", "staff.second_step", "staff.sign_out"})
# What somebody may do who has to set up a second factor first.
SETTING_UP = frozenset(
    {"staff.account", "staff.begin_own_factor", "staff.set_up_factor", "staff.confirm_own_factor"}
    | {"staff.recovery_codes", "staff.back_to_account", "staff.time_left", "staff.stay"}
)
# Who is told when somebody opens unusually much: those who answer for it, and can do something about it.
ALARMED = frozenset({Role.DPO, Role.ADMIN})

# The menu's numbers, and the page on which somebody does something about each: told to those who may open it.
COUNTED = {
    "disputed": "staff.packages",
    "demanded": "staff.packages",
    "undecided": "staff.review_proof",
    "unfit": "staff.couriers",
    "requests": "staff.answer_the_request",
    "kept": "staff.counter",
    "overturned": "staff.ask_to_void",
    "to_call": "staff.note_call_back",
}


@bp.before_request
def only_for_staff() -> AnyResponse | None:
    """Refuses with NotAllowed."""
    if request.endpoint in OPEN:
        return None
    if not current_user.is_authenticated:
        return ask_to_sign_in()
    if not may(me(), request.endpoint or ""):
        return _not_here()
    if request.endpoint not in SETTING_UP and _has_to_set_up(me()):
        return redirect(url_for("staff.account"), 303)
    return None


def _not_here() -> AnyResponse:
    """The office's first page is the address that everybody is told: a partner is led on to its own. Refuses with
    NotAllowed everywhere else."""
    if me().role is Role.PARTNER and request.endpoint == "staff.packages":
        return redirect(url_for("staff.partner"), 303)
    raise NotAllowed


def _has_to_set_up(staff: Staff) -> bool:
    return staff.role.value in settings().totp_required and not needs_code(staff.id)


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
    if may(staff, "staff.partner_cases") and staff.office_id and staff.partner_code:
        with reading() as session:
            return Attention(count_open_cases(session, own_couriers(staff)))
    if not may(staff, "staff.packages") or (staff.office_id is None and staff.role is not Role.PROVINCE):
        return Attention()
    now = clock()
    wanted = {name for name, page in COUNTED.items() if may(staff, page)}
    at = Moments(now, to_call_since(now), day_began(now))
    with reading() as session:
        busy = watched(session, scope_of(staff), now=now) if staff.role in ALARMED else []
        return Attention(watched=len(busy), **counts(session, scope_of(staff), wanted, at=at))
