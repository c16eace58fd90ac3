"""The guard of the officers' pages: signed in, and the role may open the page; the sign-in page alone is open."""

from flask import Blueprint, Response, request
from flask_login import current_user

from courier_app.domain.refusals import NotAllowed
from courier_app.web.sign_in import ask_to_sign_in, me
from courier_app.web.staff.rights import may

bp = Blueprint("staff", __name__, url_prefix="/petugas")
OPEN = frozenset({"staff.sign_in"})


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
    return {"staff": staff, "audience": "staff", "may": lambda endpoint: may(staff, endpoint)}
