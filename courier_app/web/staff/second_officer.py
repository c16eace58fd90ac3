"""The other officer, who signs an act beside whoever sits at the desk."""

from uuid import UUID

from flask import request

from courier_app.models import Audience
from courier_app.web.credentials import check_code, check_sign_in, needs_code


def second_officer() -> UUID:
    """Whose name, password and code were typed; whether they may is the service's question. Slow: call it before
    anything is locked. Whoever signs in with a code signs with one here too. Refuses with BadCredentials."""
    second = check_sign_in(Audience.STAFF, request.form.get("nama", ""), request.form.get("sandi", ""))
    if needs_code(second.user_id):
        check_code(second.user_id, request.form.get("kode", ""))
    return second.user_id
