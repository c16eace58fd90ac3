"""Registering a package, and the only page that ever shows its claim code."""

from uuid import UUID

from flask import Response, make_response, render_template, request
from sqlalchemy.exc import IntegrityError

from courier_app.db import transaction
from courier_app.domain.kinds import KINDS
from courier_app.domain.names import mask_name
from courier_app.domain.refusals import NotAllowed
from courier_app.services.packages import NewPackage, Registered, register_package
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.claim_slips import remember_issued
from courier_app.web.staff.package_forms import NewPackageForm, fresh_form_key
from courier_app.web.staff.wording import kind_name


@bp.get("/paket/baru")
def new_package() -> str:
    kind = request.args.get("jenis", "")
    form = NewPackageForm(
        data={"kind": kind if kind in KINDS else "", "form_key": fresh_form_key(), "fee_rupiah": 0}
    )
    return render_template("staff/new_package.html", form=form, office=my_office())


@bp.post("/paket/baru")
def register() -> Response:
    office_id, form = my_office(), NewPackageForm()
    if not form.validate():
        if form.form_key.errors:
            form.form_key.data = fresh_form_key()
        return make_response(render_template("staff/new_package.html", form=form, office=office_id), 422)
    made = _registered_once(_command(form, office_id))
    remember_issued(made.package.id)
    facts = {"kind": kind_name(made.package.kind), "recipient": mask_name(form.name.data or "")}
    page = render_template("staff/registered.html", made=made, package=made.package, **facts)
    return make_response(page, 201)


def my_office() -> UUID:
    """Whose packages these are. Refuses with NotAllowed for a person without an office."""
    office_id = me().office_id
    if office_id is None:
        raise NotAllowed
    return office_id


def _command(form: NewPackageForm, office_id: UUID) -> NewPackage:
    return NewPackage(
        office_id=office_id,
        kind=form.kind.data,
        recipient=form.recipient(form.name.data or ""),
        request_number=form.request_number.data or None,
        for_adult=bool(form.for_adult.data),
        fee_rupiah=form.fee_rupiah.data or 0,
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
