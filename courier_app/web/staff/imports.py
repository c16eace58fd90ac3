"""Impor antrean kurir: the office opens what a phone handed over as a file, one proof at a time."""

from datetime import datetime
from functools import partial

from flask import Response, jsonify, render_template, request, url_for
from flask_babel import lazy_gettext as _

from courier_app.db import reading, settling, transaction
from courier_app.domain.refusals import ExportTooLarge, NotAnExport, SealedDamaged
from courier_app.evidence.sealed import Unsealed, unseal
from courier_app.evidence.sealed_keys import fingerprint
from courier_app.models import Proof
from courier_app.services.imports import (
    Importer,
    Whose,
    aliases_of,
    courier_name,
    files_of,
    files_to_keep,
    record_import,
    sender_of,
    whose_is,
)
from courier_app.services.media import Upload, keep_media, store_media
from courier_app.services.proof_findings import Findings
from courier_app.services.proof_reading import Incoming
from courier_app.services.proofs import Kept, open_proof, write_proof
from courier_app.web.manifests import MOST_BYTES, MOST_PARTS, read_manifest
from courier_app.web.moments import written
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.handovers import office
from courier_app.web.staff.import_schemas import ContentsIn, ListedProof, RecordIn, contents_in, record_in
from courier_app.web.staff.proof_words import MARKS, OUTCOMES

CONTENTS_CAP = 1024 * 1024
PROOF_CAP = (MOST_PARTS * MOST_BYTES + 64 * 1024) * 4 // 3  # sealed lines are base64url
LINES = b"\n"
RESULTS = {"sent": _("Bukti masuk"), "review": _("Bukti masuk, diperiksa petugas"), "had": _("Sudah ada")}


@bp.get("/impor")
def imports() -> str:
    keys = ports().queue_keys
    older = [fingerprint(kid) for kid in keys.keys if kid != keys.current]
    return render_template("staff/imports.html", current=fingerprint(keys.current), older=older)


@bp.post("/impor/isi")
def look_into_import() -> Response:
    """What the first line lists: no name of a recipient is in it, and none is answered.

    Refuses with NotAnExport, SealedForOther, SealedDamaged, ExportTooLarge, UnknownDevice, SenderUnproven, OtherOffice.
    """
    (line,) = _lines(CONTENTS_CAP, most=1)
    contents = contents_in(unseal(ports().queue_keys, line))
    with reading() as session:
        whose = {Whose(one.kid, None if one.kid else contents.voucher) for one in contents.proofs}
        senders = {sender_of(session, ports(), one, office_id=office()) for one in whose}
        names = sorted({courier_name(session, sender) for sender in senders})
        labels = {one.pkg for one in contents.proofs}
        aliases = aliases_of(session, labels, office_id=office())
    return jsonify(_contents_out(contents, names, aliases))


@bp.post("/impor/bukti")
def import_proof() -> Response:
    """One proof and its files, through the same steps as the two PUTs of the wire; safe to repeat.

    Refuses like those, and like look_into_import(); with ExportIncomplete when files are missing behind it.
    """
    first, *rest = _lines(PROOF_CAP, most=1 + MOST_PARTS)
    record = record_in(_unsealed(first))
    found = _opened(record)
    if isinstance(found, Kept):
        return _said(record, found)
    _keep_files(found, _files(record, rest))
    with transaction() as session:
        kept = write_proof(session, ports(), found)
        if kept.new:
            record_import(session, found, Importer(me().id, office()), now=clock())
    return _said(record, kept)


def _lines(cap: int, *, most: int) -> list[bytes]:
    """Refuses with ExportTooLarge, NotAnExport."""
    request.max_content_length = cap
    if (request.content_length or 0) > cap:
        raise ExportTooLarge
    lines = request.get_data(cache=False).removesuffix(LINES).split(LINES)
    if len(lines) > most:
        raise NotAnExport
    return lines


def _unsealed(line: bytes) -> Unsealed:
    """Behind a list of contents that was ours, a line that is none of ours was one. Refuses like unseal()."""
    try:
        return unseal(ports().queue_keys, line)
    except NotAnExport:
        raise SealedDamaged from None


def _opened(record: RecordIn) -> Kept | Findings:
    """As a PUT of these bytes by the phone would be opened. A proof that is here already needs no file any more."""
    whose = whose_is(record.sent, signed=record.signed, voucher=record.voucher)
    read = partial(read_manifest, proof_id=record.proof_id, signed=record.signed)
    incoming = Incoming(record.proof_id, record.sent, record.signed, read=read)
    with reading() as session:
        sender = sender_of(session, ports(), whose, office_id=office())
        return open_proof(session, ports(), sender, incoming, now=clock())


def _files(record: RecordIn, lines: list[bytes]) -> tuple[Upload, ...]:
    announced = [(part.type, part.sha256) for part in record.parts]
    unsealed = [_unsealed(line) for line in lines]
    return files_of([(one.type, one.plain) for one in unsealed], announced)


def _keep_files(found: Findings, files: tuple[Upload, ...]) -> None:
    """Slow work outside any transaction, as over the wire; nothing is kept before every file is known to be whole."""
    with reading() as session:
        new = files_to_keep(session, found, files)
    for upload in new:
        stored = store_media(ports(), upload)
        with settling() as session:
            keep_media(session, ports(), stored, sender=found.opened.sender, now=clock())


def _said(record: RecordIn, kept: Kept) -> Response:
    with reading() as session:
        mark = session.get_one(Proof, record.proof_id).mark
    state = ("review" if mark else "sent") if kept.new else "had"
    return jsonify(
        state=state,
        words=str(RESULTS[state]),
        why=str(MARKS[mark][0]) if mark else "",
        page=url_for("staff.proof", proof_id=record.proof_id),
    )


def _contents_out(contents: ContentsIn, names: list[str], aliases: dict[str, str]) -> dict[str, object]:
    return {
        "courier": ", ".join(names),
        "made_at": _written(contents.made_at),
        "proofs": [_listed_out(one, aliases) for one in contents.proofs],
    }


def _listed_out(one: ListedProof, aliases: dict[str, str]) -> dict[str, object]:
    return {
        "package": one.pkg,
        "alias": aliases.get(one.pkg, ""),
        "outcome": str(OUTCOMES[one.outcome][0]),
        "time": _written(one.frozen_at),
        "signed": one.kid is not None,
        "lines": 1 + one.parts,
    }


def _written(moment: str) -> str:
    return written(datetime.fromisoformat(moment), "d MMM y, HH.mm")
