"""Registering a package, and the only page that ever shows its claim code."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from courier_app.db import reading, transaction
from courier_app.domain.card_rules import CardRule
from courier_app.domain.kinds import KINDS
from courier_app.domain.names import mask_name
from courier_app.domain.rulebooks import exchanged_kinds
from courier_app.queries.rulebooks import region_of_office
from courier_app.queries.twins import Twin
from courier_app.services.packages import NewPackage, Registered, register_package, twins_of
from courier_app.services.rules_in_force import RulesNow, rules_at
from courier_app.web.form_tokens import FIELD
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.claim_slips import remember_issued
from courier_app.web.staff.handovers import office
from courier_app.web.staff.kept import keep, kept, typed
from courier_app.web.staff.package import card_why, facts_or_404
from courier_app.web.staff.package_forms import NewPackageForm, fresh_form_key
from courier_app.web.staff.wording import kind_name

FORM, CODE = "new-package", "registered"
TWINS = "serupa"  # names the warning on the page, and what the officer says of it


@bp.get("/paket/baru")
def new_package() -> str:
    """Empty; or as it was sent, with what has to be put right."""
    sent = kept(FORM)
    rules = _rules_now()
    fresh = {"formdata": None, "data": _first_words(rules)}
    form = _sent_back(sent, rules) if sent else _form(rules, **fresh)
    shown = {rule.value: [code for code, said in form.cards.items() if said is rule] for rule in CardRule}
    whole = sent and form.errors.keys() <= {FIELD}  # a form that is kept has left its token
    twins = _twins(_command(form, office())) if whole else ()
    facts = {"cards": shown, "edition": rules.edition[1], "kind_name": kind_name, "twins": twins}
    return render_template("staff/new_package.html", form=form, office=office(), **facts)


@bp.post("/paket/baru")
def register() -> Response:
    """Leads to the claim code; a form with mistakes, or like a package that is there already, back to itself."""
    office_id, form = office(), _form(_rules_now())
    if not form.validate():
        return _asked_again()
    new = _command(form, office_id)
    if not {one.alias for one in _twins(new)} <= set(request.form.get(TWINS, "").split(",")):
        return _asked_again(at=TWINS)
    made = _registered_once(new)
    remember_issued(made.package.id)
    facts = {"code": made.claim_code, "recipient": mask_name(form.name.data or "")}
    keep(CODE, facts, key=str(made.package.id))
    return redirect(url_for("staff.registered", package_id=made.package.id), 303)


@bp.get("/paket/<uuid:package_id>/terdaftar")
def registered(package_id: UUID) -> Response | str:
    """The code, for as long as this session keeps it; then the package's own page, which has none."""
    shown = kept(CODE, key=str(package_id))
    if not shown:
        return redirect(url_for("staff.package", package_id=package_id), 303)
    with reading() as session:
        facts = facts_or_404(session, package_id)
    words = {"kind": kind_name(facts.kind), "card_why": card_why(facts)}
    return render_template("staff/registered.html", package=facts, **words, **shown)


def _asked_again(*, at: str | None = None) -> Response:
    key = keep(FORM, typed(request.form))
    return redirect(url_for("staff.new_package", isian=key, _anchor=at), 303)


def _twins(new: NewPackage) -> tuple[Twin, ...]:
    with reading() as session:
        return twins_of(session, ports(), new, by=me().id, now=clock())


def _first_words(rules: RulesNow) -> dict[str, object]:
    """The fee is what the region's rules say today; an officer may only leave it out."""
    kind = request.args.get("jenis", "")
    fee = rules.fee_rupiah
    return {"kind": kind if kind in KINDS else "", "form_key": fresh_form_key(), "fee_rupiah": fee}


def _rules_now() -> RulesNow:
    with reading() as session:
        return rules_at(session, region_of_office(session, office()), now=clock())


def _form(rules: RulesNow, **given: Any) -> NewPackageForm:
    return NewPackageForm(cards=_cards(rules), tariff=rules.fee_rupiah, **given)


def _cards(rules: RulesNow) -> dict[str, CardRule]:
    return {kind.code: rules.card_rule(kind.code) for kind in exchanged_kinds()}


def _sent_back(sent: dict[str, list[str]], rules: RulesNow) -> NewPackageForm:
    form = _form(rules, formdata=MultiDict(sent))
    form.validate()
    if form.form_key.errors:
        form.form_key.data = fresh_form_key()
    return form


def _command(form: NewPackageForm, office_id: UUID) -> NewPackage:
    return NewPackage(
        office_id=office_id,
        kind=form.kind.data,
        recipient=form.recipient(form.name.data or ""),
        request_number=form.request_number.data or None,
        for_adult=bool(form.for_adult.data),
        fee_rupiah=form.fee_rupiah.data or 0,
        card_why=form.card_why,
        form_key=bytes.fromhex(form.form_key.data or ""),
    )


def _registered_once(new: NewPackage) -> Registered:
    """Two presses at once: the second one finds the first one's package, at its second look at the latest."""
    try:
        return _register(new)
    except IntegrityError:
        return _register(new)


def _register(new: NewPackage) -> Registered:
    with transaction() as session:
        return register_package(session, ports(), new, by=me().id, now=clock())
