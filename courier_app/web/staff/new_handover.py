"""A new handover: one form that collects packages by ticks and scans, and hands them to a courier."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext, ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from courier_app.db import reading, transaction
from courier_app.domain.refusals import CourierNotFit, ReasonNeeded, WrongStatus
from courier_app.domain.retries import AGAIN_WORDS, Again, needs_reason
from courier_app.domain.shifts import Declared
from courier_app.queries.picking import Candidate, Carrier, carriers, chosen_packages, ready_packages
from courier_app.queries.rulebooks import region_of_office
from courier_app.queries.shifts import declared_since
from courier_app.services.handovers import MOST, NewHandover, hand_to_courier, open_trip
from courier_app.services.rounds import day_began
from courier_app.services.rules_in_force import rules_at
from courier_app.web.label_hosts import label_hosts
from courier_app.web.ports import clock
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.handover_qr import keep_token
from courier_app.web.staff.handovers import office
from courier_app.web.staff.kept import forget, keep, kept
from courier_app.web.staff.picking import (
    Choice,
    Scanned,
    choice_of,
    draft_of,
    new_choice,
    read_choice,
    read_scan,
)
from courier_app.web.staff.wording import kind_name
from courier_app.web.words import say

Problems = list[tuple[str, str]]
DRAFT = "handover"
FITNESS = {
    Declared.UNFIT: lazy_gettext("menyatakan TIDAK SEHAT hari ini"),
    Declared.MISSING: lazy_gettext("belum mengisi pernyataan sehat hari ini"),
}
TIRED = lazy_gettext("percobaan antarnya sudah habis")
SAID = ("scan", "scan_problem", "said", "gone", "unfit", "why_again")


@bp.get("/serah-terima/baru")
def new_handover() -> str:
    """Empty; or the draft that the address names, with what is to be said about it."""
    draft = kept(DRAFT)
    if not draft:
        return _page(new_choice())
    choice = choice_of(draft)
    problems = _problems(choice) if draft.get("checked") else []
    return _page(choice, problems=problems, **{name: draft.get(name, "") for name in SAID})


@bp.post("/serah-terima/baru")
def collect() -> AnyResponse | tuple[str, int]:
    """The buttons "Tambah" and "Saring", and what the page's script keeps after every tick."""
    choice, scan = read_choice(request.form), request.form.get("pindai", "")
    if request.form.get("aksi") == "simpan":
        _keep(choice)
        return "", 204
    if request.form.get("aksi") == "saring" or _enter_in_filter(choice, scan):
        return _to_draft(choice)
    return _added(choice, scan)


@bp.post("/serah-terima/<uuid:handover_id>")
def hand_over(handover_id: UUID) -> AnyResponse:
    """The form chooses the address: sent twice, it hands over once. A code still in the scan line is added first."""
    choice, scan = replace(read_choice(request.form), id=handover_id), request.form.get("pindai", "")
    if scan.strip():
        return _added(choice, scan)
    return _to_draft(choice, checked=True) if _problems(choice) else _handed_over(choice)


@bp.post("/serah-terima/pindai")
def scan_for_handover() -> Response:
    """The same as the button "Tambah", for the page's script: a package to tick, or a sentence."""
    scanned = _scanned(read_choice(request.form), request.form.get("pindai", ""))
    if scanned.package is None:
        return jsonify(problem=scanned.problem)
    package = scanned.package
    with reading() as session:
        tired = needs_reason(package.attempt, allowed=_attempts(session))
    facts = {"alias": package.alias, "kind": kind_name(package.kind), "said": _said(package)}
    return jsonify(id=str(package.id), tired=str(TIRED) if tired else "", **facts)


def _enter_in_filter(choice: Choice, scan: str) -> bool:
    """The Enter key presses the form's first button, "Tambah", whichever line it was struck in."""
    return not scan.strip() and bool(choice.alias_part)


def _added(choice: Choice, scan: str) -> AnyResponse:
    scanned = _scanned(choice, scan)
    if scanned.package is None:
        return _to_draft(choice, scan=scan, scan_problem=scanned.problem)
    return _to_draft(choice.with_package(scanned.package.id), said=_said(scanned.package))


def _to_draft(choice: Choice, **said: object) -> AnyResponse:
    return redirect(url_for("staff.new_handover", isian=_keep(choice, **said)), 303)


def _keep(choice: Choice, **said: object) -> str:
    """Under the handover's own id: the page and its script write the same draft."""
    return keep(DRAFT, draft_of(choice) | said, key=choice.id.hex)


def _scanned(choice: Choice, scan: str) -> Scanned:
    with reading() as session:
        return read_scan(session, scan, choice, office_id=office(), hosts=label_hosts())


def _said(package: Candidate) -> str:
    return str(gettext("Paket %(alias)s ditambahkan.", alias=package.alias))


def _problems(choice: Choice) -> Problems:
    found = []
    if not (choice.courier_id or choice.partner_code):
        found.append(("kepada", gettext("Pilih kurir yang menerima paket.")))
    if not choice.package_ids:
        found.append(("pindai", gettext("Pindai atau centang sedikitnya satu paket.")))
    if len(choice.package_ids) > MOST:
        found.append(("pindai", gettext("Paling banyak %(most)d paket dalam satu serah terima.", most=MOST)))
    return found


def _handed_over(choice: Choice) -> AnyResponse:
    new = NewHandover(choice.id, office(), me().id, frozenset(choice.package_ids), choice.why_again)
    try:
        token = _act(new, choice)
    except WrongStatus as late:
        return _to_draft(choice, gone=late.members.get("packages"))
    except ReasonNeeded:
        return _to_draft(choice, why_again=True)
    except CourierNotFit as unfit:
        return _to_draft(choice, unfit=str(unfit.sentence))
    if token:
        keep_token(new.id, token)
    forget(DRAFT, choice.id.hex)
    return redirect(url_for("staff.handover", handover_id=new.id), 303)


def _act(new: NewHandover, choice: Choice) -> str | None:
    """The token of a trip; None for a postman, and for a form that was sent before."""
    with transaction() as session:
        if choice.courier_id is None:
            return open_trip(session, new, choice.partner_code or "", now=clock())[1]
        handover = hand_to_courier(session, new, choice.courier_id, now=clock())
        name = handover.courier.name if handover.courier else ""
        _tell(name, len(new.package_ids))
        if _standing(session).get(choice.courier_id) is Declared.MISSING:
            flash(
                gettext(
                    "%(name)s belum mengisi pernyataan sehat hari ini. Ingatkan sebelum ia berangkat.",
                    name=name,
                ),
                "warn",
            )
    return None


def _standing(session: Session) -> Mapping[UUID, Declared]:
    """Of each postman, by today's last word; those of whom nothing is to be said are not in it."""
    today = declared_since(session, office(), day_began(clock()))
    asked = rules_at(session, region_of_office(session, office()), now=clock()).asks_fitness
    unfit = {courier_id: Declared.UNFIT for courier_id, said in today.items() if not said.fit}
    postmen = {one.courier_id for one in carriers(session, office()) if one.courier_id}
    return unfit | (dict.fromkeys(postmen - set(today), Declared.MISSING) if asked else {})


def _tell(name: str, num: int) -> None:
    said = ngettext(
        "%(num)d paket diserahkan kepada %(name)s.",
        "%(num)d paket diserahkan kepada %(name)s.",
        num,
        name=name,
    )
    flash(said, "good")


def _page(choice: Choice, **said: object) -> str:
    with reading() as session:
        chosen = chosen_packages(session, office(), choice.package_ids)
        ready = ready_packages(session, office(), alias_part=choice.alias_part)
        carrying, standing = carriers(session, office()), _standing(session)
        allowed = _attempts(session)
    rest = _without(ready, {package.id for package in chosen})
    facts = {
        "choice": choice,
        "chosen": chosen,
        "rest": rest,
        "carriers": _choices(carrying, standing),
        "most": MOST,
    }
    facts["tired"] = {one.id for one in (*chosen, *rest) if needs_reason(one.attempt, allowed=allowed)}
    facts["tired_words"] = TIRED
    facts["whys"] = [("", gettext("Pilih alasan…")), *((why.value, say(AGAIN_WORDS[why])) for why in Again)]
    return render_template("staff/new_handover.html", kind_name=kind_name, **facts, **said)


def _attempts(session: Session) -> int:
    """After how many a package goes out again for a reason alone."""
    return rules_at(session, region_of_office(session, office()), now=clock()).attempts


def _without(ready: Iterable[Candidate], chosen: set[UUID]) -> list[Candidate]:
    return [package for package in ready if package.id not in chosen]


def _choices(found: Iterable[Carrier], standing: Mapping[UUID, Declared]) -> dict[str, list[tuple[str, str]]]:
    """Postmen by name, then the partners whose drivers have no account."""
    groups: dict[str, list[tuple[str, str]]] = {
        "": [("", gettext("Pilih kurir…"))],
        gettext("Kurir dengan akun"): [],
        gettext("Ojol, dengan QR"): [],
    }
    _, postmen, ojol = groups.values()
    for one in found:
        if one.courier_id:
            said = FITNESS.get(standing.get(one.courier_id, Declared.NOT_ASKED), "")
            words = f"{one.name}, {one.partner}" + (f" ({said})" if said else "")
            postmen.append((f"kurir:{one.courier_id}", words))
        else:
            ojol.append((f"ojol:{one.partner_code}", gettext("Pengemudi %(partner)s", partner=one.partner)))
    return {words: pairs for words, pairs in groups.items() if pairs}
