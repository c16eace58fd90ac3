"""The guard of the citizen's pages: what is personal asks for a session that a claim code began."""

from typing import cast
from uuid import UUID

from flask import Blueprint, Response, g, redirect, request

from courier_app.web.citizen.closed import door
from courier_app.web.sessions import mine

bp = Blueprint("citizen", __name__)
OPEN = frozenset(
    {
        "citizen.check",
        "citizen.finish",  # who presses it too late has finished
        "citizen.package",
        "citizen.package_in_lower_case",
        "citizen.own_phone",
        "citizen.own_phone_in_lower_case",
        "citizen.open_own_phone",
        "citizen.sign_on_own_phone",
    }
)


@bp.before_request
def only_with_claim_code() -> Response | None:
    """Leads back to the form when there is no session, or when it has ended."""
    if request.endpoint in OPEN:
        return None
    holder = mine().holder
    if holder is None or holder.package_id is None:
        return cast(Response, redirect(door(), 303))
    g.package_id = holder.package_id
    return None


def my_package() -> UUID:
    found: UUID = g.package_id
    return found
