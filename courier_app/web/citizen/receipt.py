"""The citizen's receipt: a page to print, and files that a program checks without us."""

import io
from collections.abc import Iterator
from typing import cast

from flask import Response, redirect, send_file, url_for

from courier_app.db import reading, transaction
from courier_app.domain.payments import Payment, receipt_said
from courier_app.domain.receipt_words import CLASS_WORDS, RELATION_OF_LETTER
from courier_app.printing.receipts import ReceiptFace, print_receipt
from courier_app.queries.citizen import CitizenView, citizen_view
from courier_app.queries.fees import payment_of
from courier_app.services.receipt_files import receipt_zip
from courier_app.services.receipts import GivenReceipt, give_receipt
from courier_app.services.receivers import HandedOver
from courier_app.web.citizen.blueprint import bp, my_package
from courier_app.web.ports import clock, ports, settings

NAME = "tanda-terima"


@bp.get("/cek/paket/tanda-terima.pdf")
def receipt_pdf() -> Response:
    """Back to the package while there is nothing to give a receipt for."""
    package_id, now = my_package(), clock()
    with transaction() as session:
        given, seen = give_receipt(session, ports(), package_id, now=now), citizen_view(session, package_id)
    if given is None:
        return _back()
    with reading() as session:
        paid = payment_of(session, given.handed.proof_id)
    paper = io.BytesIO()
    print_receipt(_face(given, seen, paid), paper)
    return _file(paper.getvalue(), "application/pdf", "pdf")


@bp.get("/cek/paket/tanda-terima.zip")
def receipt_files() -> Response:
    """Refuses with NotYetPublished during the seconds before the log covers it."""
    with transaction() as session:
        given = give_receipt(session, ports(), my_package(), now=clock())
    if given is None:
        return _back()
    with reading() as session:
        return _file(receipt_zip(session, ports(), given), "application/zip", "zip")


def _face(given: GivenReceipt, seen: CitizenView, paid: Payment | None) -> ReceiptFace:
    """In Bahasa Indonesia, whatever language the page has: it is an official paper."""
    says = given.says
    number = says.id.hex().upper()
    return ReceiptFace(
        office=seen.office_name,
        alias=seen.alias,
        document=CLASS_WORDS[says.kind].id,
        handed_to=RELATION_OF_LETTER[says.relation].id,
        handed_at=given.handed.at,
        carrier=seen.carrier.partner if seen.carrier else "-",
        issued_at=given.issued_at,
        number=" ".join(number[at : at + 4] for at in range(0, len(number), 4)),
        place_in_log=says.index,
        text=given.text,
        verify_address=f"{settings().host}/verifikasi",
        report_number=seen.report_phone,
        delivery_fee=seen.fee_rupiah,
        how="; ".join(_how(given.handed)),
        fee_said=receipt_said(seen.fee_rupiah, paid),
    )


def _how(handed: HandedOver) -> Iterator[str]:
    """Whatever was not hand to hand and signed. Who stood by is not named: the paper names nobody."""
    if handed.put_down:
        yield "diletakkan, lalu dilihat diambil"
    if handed.unsigned:
        yield "tanpa tanda tangan, ada saksi"


def _file(content: bytes, content_type: str, ending: str) -> Response:
    name = f"{NAME}.{ending}"
    return send_file(io.BytesIO(content), content_type, as_attachment=True, download_name=name)


def _back() -> Response:
    return cast(Response, redirect(url_for("citizen.mine"), 303))
