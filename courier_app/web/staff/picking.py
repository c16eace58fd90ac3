"""What an officer has chosen for a handover so far, and what a scanned or typed code means."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from courier_app.domain.aliases import BadAlias, parse_alias
from courier_app.domain.labels import parse_label_id, parse_label_url
from courier_app.domain.packages import WITH_COURIER, Status
from courier_app.domain.refusals import Invalid
from courier_app.domain.retries import Again
from courier_app.domain.typed_text import Unreadable
from courier_app.queries.former_labels import is_former_label
from courier_app.queries.picking import Candidate, package_by_alias, package_by_label
from courier_app.web.staff.package_forms import in_one_line

UNREADABLE = {
    "form": lazy_gettext("Kode ini bukan label atau nomor paket SuratSampai."),
    "host": lazy_gettext("Label ini bukan label kantor kita. Jangan serahkan paketnya."),
    "replaced": lazy_gettext(
        "Label lama: paket ini sudah dikirim lagi dengan label baru. Tempel label barunya."
    ),
    "check": lazy_gettext("Ada huruf atau angka yang keliru. Pindai ulang, atau periksa ketikannya."),
}
WITH_SOMEBODY = lazy_gettext("Paket %(alias)s sedang dibawa kurir.")
NOT_READY: Mapping[Status, object] = dict.fromkeys(WITH_COURIER, WITH_SOMEBODY) | {
    Status.REGISTERED: lazy_gettext("Paket %(alias)s belum siap. Cetak dan tempel labelnya dulu."),
    Status.BOOKED: lazy_gettext("Paket %(alias)s sedang menunggu kurir yang dipesan."),
    Status.ASSIGNED: lazy_gettext("Paket %(alias)s sudah ada di serah terima lain."),
    Status.HELD_FOR_PICKUP: lazy_gettext("Paket %(alias)s menunggu diambil penerima di loket."),
    Status.DELIVERED: lazy_gettext("Paket %(alias)s sudah diterima penerimanya."),
    Status.RETURNED: lazy_gettext("Paket %(alias)s kembali dari kurir dan belum disiapkan lagi."),
    Status.CANCELLED: lazy_gettext("Paket %(alias)s sudah dibatalkan. Jangan serahkan."),
    Status.LOST: lazy_gettext("Paket %(alias)s dinyatakan hilang. Simpan paketnya dan beri tahu atasan."),
}


class ReplacedLabelScanned(Unreadable):
    """Ours, and dead since its package was sent again. `reason` is `replaced`."""

    what = "label"


@dataclass(frozen=True)
class Choice:
    """The form as it stands. `id` is the handover's own, drawn when the form was first shown; `to` names the
    courier (`kurir:<uuid>`) or the partner of an ojol driver (`ojol:<code>`)."""

    id: UUID
    package_ids: tuple[UUID, ...] = ()
    to: str = ""
    alias_part: str = ""
    again: str = ""

    def with_package(self, package_id: UUID) -> "Choice":
        return replace(self, package_ids=(package_id, *self.package_ids))

    @property
    def why_again(self) -> Again | None:
        return Again(self.again) if self.again in set(Again) else None

    @property
    def courier_id(self) -> UUID | None:
        kind, _, code = self.to.partition(":")
        return _uuid(code) if kind == "kurir" else None

    @property
    def partner_code(self) -> str | None:
        kind, _, code = self.to.partition(":")
        return code if kind == "ojol" else None


@dataclass(frozen=True)
class Scanned:
    """Either a package to add, or the sentence that says why not."""

    package: Candidate | None = None
    problem: str = ""


def new_choice() -> Choice:
    return Choice(uuid4())


def read_choice(form: MultiDict[str, str]) -> Choice:
    """Refuses with Invalid when an id is none of ours."""
    ids = dict.fromkeys(_uuid(text) for text in form.getlist("paket"))
    return Choice(
        _uuid(form.get("serah_terima", "")),
        tuple(ids),
        in_one_line(form.get("kepada")),
        in_one_line(form.get("cari")).upper()[:13],
        in_one_line(form.get("lagi")),
    )


def draft_of(choice: Choice) -> dict[str, object]:
    """In words that can be kept."""
    ids = [str(package_id) for package_id in choice.package_ids]
    said = {"to": choice.to, "alias_part": choice.alias_part, "again": choice.again}
    return {"id": str(choice.id), "package_ids": ids, **said}


def choice_of(draft: Mapping[str, Any]) -> Choice:
    """draft_of(), read back."""
    ids = tuple(UUID(package_id) for package_id in draft["package_ids"])
    return Choice(UUID(draft["id"]), ids, draft["to"], draft["alias_part"], draft.get("again", ""))


def read_scan(
    session: Session, text: str, choice: Choice, *, office_id: UUID, hosts: Collection[str]
) -> Scanned:
    """A label or an alias, as a scanner or a person typed it, becomes a package of this office that is ready."""
    if not text.strip():
        return Scanned(problem=gettext("Pindai label atau ketik nomor paket dulu."))
    try:
        package = find_package(session, text.strip(), office_id=office_id, hosts=hosts)
    except Unreadable as bad:
        return Scanned(problem=str(UNREADABLE[bad.reason]))
    problem = _problem(package, choice, office_id)
    return Scanned(problem=problem) if problem else Scanned(package)


def find_package(session: Session, text: str, *, office_id: UUID, hosts: Collection[str]) -> Candidate | None:
    """By its label, of any office; by its alias, of this one. Refuses with Unreadable."""
    if "/" in text:
        return _by_label(session, parse_label_url(text, hosts))
    try:
        return package_by_alias(session, parse_alias(text), office_id=office_id)
    except BadAlias as bad:
        if bad.reason == "check":
            raise
    return _by_label(session, parse_label_id(text))


def _by_label(session: Session, label_id: str) -> Candidate | None:
    package = package_by_label(session, label_id)
    if package is None and is_former_label(session, label_id):
        raise ReplacedLabelScanned("replaced")
    return package


def _problem(package: Candidate | None, choice: Choice, office_id: UUID) -> str:
    if package is None:
        return str(gettext("Paket ini tidak ada dalam catatan kantor Anda."))
    if package.office_id != office_id:
        return str(gettext("Paket ini milik kantor lain. Kembalikan ke kantor pengirimnya."))
    if package.id in choice.package_ids:
        return str(gettext("Paket %(alias)s sudah ada di daftar ini.", alias=package.alias))
    if package.status is Status.READY:
        return ""
    return str(NOT_READY[package.status]) % {"alias": package.alias}


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid from None
