"""The recipient signs on their own phone, under the QR of the courier's screen (decision 0024).

The page itself knows nothing: what the QR says stays in the fragment, and goes to the server in a body.
"""

from typing import TypeVar
from uuid import UUID

from flask import Response, render_template, request

from courier_app.db import transaction
from courier_app.domain.own_phone import browser_of
from courier_app.domain.recipients import RELATION_WORDS, Relation
from courier_app.domain.refusals import Invalid, LinkClosed, MediaTypeUnknown
from courier_app.evidence.strict_json import strict_json
from courier_app.queries.citizen import CitizenView, citizen_view
from courier_app.services.claims import masked_recipient
from courier_app.services.own_phone import UNKNOWN, Opened, Signed, Visit, keep_signature, open_link
from courier_app.services.throttles import OWN_PHONE_MISS_FROM_ADDRESS, count_try
from courier_app.web.answers import json_of
from courier_app.web.citizen.blueprint import bp
from courier_app.web.citizen.own_phone_schemas import (
    LinkIn,
    LinkOut,
    Named,
    OwnPhoneRecord,
    SignatureIn,
    SignatureOut,
)
from courier_app.web.contract import Contract, promises
from courier_app.web.credentials import address
from courier_app.web.ports import clock, ports
from courier_app.web.words import say

JSON = "application/json"
Body = TypeVar("Body", bound=LinkIn)


@bp.get("/TTD")
def own_phone() -> str:
    return render_template("citizen/own_phone.html")


@bp.get("/ttd")
def own_phone_in_lower_case() -> str:
    """The same page: a redirect may lose the fragment in an old browser."""
    return render_template("citizen/own_phone.html")


@bp.post("/ttd/api/open")
@promises(
    Contract(
        says="Open the link of a courier's QR; the first browser has it",
        takes=JSON,
        body=LinkIn,
        returns={200: LinkOut},
        problems=(410, 415, 422, 429),
    )
)
def open_own_phone() -> Response:
    visit, now = _visit(_body(LinkIn)), clock()
    try:
        with transaction() as session:
            opened = open_link(session, ports(), visit, now=now)
            name = masked_recipient(session, ports(), opened.package_id, now=now)
            return json_of(_link_out(opened, name, citizen_view(session, opened.package_id)))
    except LinkClosed as closed:
        _count_miss(closed)
        raise


@bp.post("/ttd/api/signatures")
@promises(
    Contract(
        says="Keep what the recipient signed, once; repeat freely",
        takes=JSON,
        body=SignatureIn,
        returns={200: SignatureOut, 201: SignatureOut},
        problems=(410, 415, 422, 429, 503),
    )
)
def sign_on_own_phone() -> Response:
    body = _body(SignatureIn)
    sent = body.record.encode()
    said = OwnPhoneRecord.model_validate(strict_json(sent))
    if said.holds_citizen_number:
        raise Invalid(members={"reason": "citizen-number"})
    signed = Signed(sent, UUID(said.id), said.pkg, said.rel)
    try:
        with transaction() as session:
            taken = keep_signature(session, ports(), _visit(body), signed, now=clock())
    except LinkClosed as closed:
        _count_miss(closed)
        raise
    return json_of(SignatureOut(code=taken.code), 201 if taken.new else 200)


def _body(schema: type[Body]) -> Body:
    """Refuses with MediaTypeUnknown; a fault against the schema names the member, never its content."""
    if request.mimetype != JSON:
        raise MediaTypeUnknown
    return schema.model_validate_json(request.get_data())


def _visit(body: LinkIn) -> Visit:
    browser = browser_of(request.headers.get("User-Agent", ""))
    return Visit(body.label, body.token, body.visit, browser=browser, network=address())


def _count_miss(closed: LinkClosed) -> None:
    """A link that no phone of ours made is a guess. Refuses with TooManyTries, which then is the answer."""
    if closed.members != UNKNOWN:
        return
    with transaction() as session:
        count_try(session, ports(), OWN_PHONE_MISS_FROM_ADDRESS, address(), now=clock())


def _link_out(opened: Opened, name: str | None, seen: CitizenView) -> LinkOut:
    relations = [
        Named(code=code, name=say(RELATION_WORDS[Relation(code)]), paper=code in opened.papers)
        for code in opened.relations
    ]
    carrier = seen.carrier
    return LinkOut(
        recipient=name,
        number=seen.alias,
        courier=carrier.first_name if carrier else "",
        partner=carrier.partner if carrier else "",
        plate=carrier.plate if carrier else None,
        office=seen.office_name,
        office_phone=seen.office_phone,
        fee_rupiah=seen.fee_rupiah,
        report_phone=seen.report_phone,
        relations=relations,
        code=opened.code,
    )
