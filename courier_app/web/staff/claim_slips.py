"""The slip with the claim code that a citizen takes home: printed from the page that shows the code."""

from collections.abc import Iterable
from uuid import UUID

from flask import Response, request, session
from sqlalchemy.orm import Session

from courier_app.db import reading, transaction
from courier_app.domain.claim_codes import BadClaimCode
from courier_app.domain.refusals import Invalid, NotAllowed, WrongClaimCode
from courier_app.models import Package
from courier_app.printing.slips import SLIP_SHEETS, SlipFace, print_slips
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor
from courier_app.services.packages import is_claim_code
from courier_app.services.throttles import SLIP_OF_USER, count_try, give_back
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.papers import pdf_answer
from courier_app.web.staff.rights import scope_of

ISSUED, REMEMBERED = "issued", 100


def remember_issued(package_id: UUID) -> None:
    """This session has just been shown the package's code, so it may print it; nobody may try out codes here."""
    earlier = [one for one in session.get(ISSUED, []) if one != package_id.hex]
    session[ISSUED] = [*earlier, package_id.hex][-REMEMBERED:]


@bp.post("/slip")
def claim_slips() -> Response:
    """Package and code come in the body. Refuses with Invalid, NotAllowed, WrongClaimCode and TooManyTries."""
    sheet = SLIP_SHEETS.get(request.form.get("lembar", "slip-a6"))
    codes = _codes()
    if sheet is None or not codes:
        raise Invalid
    faces = _faces(codes)
    return pdf_answer(
        lambda out: print_slips(faces, out, sheet=sheet), record=lambda: _record(codes), name="kode-klaim"
    )


def _faces(codes: dict[UUID, str]) -> list[SlipFace]:
    """Counts a try of this person first, and gives it back when every code was right: a wrong one stays counted."""
    person = str(me().id)
    with transaction() as writer:
        count_try(writer, ports(), SLIP_OF_USER, person, now=clock())
    with reading() as reader:
        faces = [_face(reader, package_id, code) for package_id, code in codes.items()]
    with transaction() as writer:
        give_back(writer, ports(), SLIP_OF_USER, person)
    return faces


def _record(package_ids: Iterable[UUID]) -> None:
    with transaction() as writer:
        for package_id in package_ids:
            by = Actor(user_id=me().id)
            record_look(writer, Sight(What.CLAIM_SLIP, package_id), by=by, now=clock())


def _codes() -> dict[UUID, str]:
    pairs = zip(request.form.getlist("paket"), request.form.getlist("kode"), strict=False)
    try:
        return {UUID(package_id): code for package_id, code in pairs}
    except ValueError:
        raise Invalid from None


def _face(reader: Session, package_id: UUID, code: str) -> SlipFace:
    package = reader.get(Package, package_id)
    if (
        package is None
        or not scope_of(me()).covers(package.office_id)
        or package_id.hex not in session.get(ISSUED, [])
    ):
        raise NotAllowed
    try:
        right = is_claim_code(ports(), package, code)
    except BadClaimCode:
        raise Invalid from None
    if not right:
        raise WrongClaimCode
    return SlipFace(
        alias=package.alias,
        claim_code=code,
        check_address=f"{ports().label_host}/cek",
        office=package.office.name,
        report_number=package.office.report_phone,
        delivery_fee=package.fee_rupiah,
    )
