"""The list of packages: counts, filters, pages, and the search for a number or a name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import format_decimal, gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from courier_app.db import reading
from courier_app.domain.aliases import parse_alias
from courier_app.domain.kinds import KINDS
from courier_app.domain.labels import parse_label_id, parse_label_url
from courier_app.domain.names import mask_name
from courier_app.domain.packages import Status
from courier_app.domain.typed_text import Unreadable
from courier_app.queries.former_labels import package_once_labelled
from courier_app.queries.packages import (
    COUNT_CAP,
    FOUND_AT_MOST,
    PackageRow,
    Page,
    count_disputed,
    count_overturned,
    counts,
    newer_packages,
    offices,
    older_packages,
    package_with_alias,
    package_with_label,
    packages_named,
    packages_of_request,
    postmen,
)
from courier_app.queries.scopes import Scope
from courier_app.services.recipients import open_recipients, tokens_of
from courier_app.web.label_hosts import label_hosts
from courier_app.web.ports import ports
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.kept import keep, kept
from courier_app.web.staff.package_filters import (
    ATTENTION,
    DISPUTED,
    OVERTURNED,
    WITH_DISPUTED,
    WITH_OVERTURNED,
    ListAddress,
    read_address,
    read_edge,
    statuses_of,
    written_edge,
)
from courier_app.web.staff.package_forms import in_one_line
from courier_app.web.staff.rights import scope_of
from courier_app.web.staff.wording import kind_name

LONGEST_SEARCH, SEARCH = 120, "search"
# Words for the address, title, icon, tone: what an officer asks about every morning.
HEAPS_SHOWN = (
    (DISPUTED, "flag", "bad"),
    (OVERTURNED, "x-circle", "bad"),
    (ATTENTION, "alert", "warn"),
    ("registered", "document", "neutral"),
    ("ready", "envelope", "info"),
    ("menunggu-diambil", "user-check", "info"),
    ("dibawa-kurir", "scooter", "way"),
    ("delivered", "check-circle", "good"),
)


@dataclass(frozen=True)
class Line:
    """A row of the list as it is shown; `recipient` is masked, and None where names are not for this eye."""

    row: PackageRow
    kind: str
    recipient: str | None


@bp.get("/")
def packages() -> str:
    address, scope = read_address(request.args), scope_of(me())
    with reading() as session:
        page = _page(session, scope, address)
        facts = {
            "lines": _lines(session, scope, page.rows),
            "heaps": _heaps(session, scope),
            "offices": offices(session, scope) if scope.office_id is None else (),
            "postmen": postmen(session, scope) if scope.names else (),
        }
    return render_template(
        "staff/packages.html", address=address, **facts, **_choices(), **_ways(address, page)
    )


@bp.get("/cari")
def found() -> Response | str:
    """What the search found; opened later, or by another person, the address knows nothing and leads to the list."""
    text = kept(SEARCH).get("text", "")
    if not text:
        return redirect(url_for("staff.packages"), 303)
    return _found_by_number(text) if looks_like_a_number(text) else _found_by_name(text)


@bp.post("/cari")
def search() -> Response:
    """What was typed stands in no address: a NIK or a telephone number has digits too."""
    text = in_one_line(request.form.get("cari"))[:LONGEST_SEARCH]
    if not text:
        return redirect(url_for("staff.packages"), 303)
    the_one = _package_numbered(text) if looks_like_a_number(text) else None
    if the_one:
        return redirect(url_for("staff.package", package_id=the_one), 303)
    return redirect(url_for("staff.found", isian=keep(SEARCH, {"text": text})), 303)


def looks_like_a_number(text: str) -> bool:
    """Names have no digits; aliases, labels and request numbers do."""
    return any(letter.isdigit() for letter in text)


def _package_numbered(text: str) -> UUID | None:
    with reading() as session:
        return _the_one(session, scope_of(me()), text)


def _found_by_number(text: str) -> str:
    scope = scope_of(me())
    with reading() as session:
        rows = packages_of_request(session, scope, text)
        lines = _lines(session, scope, rows)
    return render_template(
        "staff/packages_found.html", lines=lines, sought=text, by_name=False, most=FOUND_AT_MOST
    )


def _found_by_name(name: str) -> str:
    scope = scope_of(me())
    with reading() as session:
        here = [office for office, _ in offices(session, scope)] if scope.names else []
        rows = packages_named(session, scope, {office: tokens_of(ports(), office, name) for office in here})
        lines = _lines(session, scope, rows)
    facts = {"lines": lines, "sought": name, "by_name": True, "allowed": scope.names, "most": FOUND_AT_MOST}
    return render_template("staff/packages_found.html", **facts)


def _the_one(session: Session, scope: Scope, text: str) -> UUID | None:
    """An alias, a label's number, or what a hand scanner types of a label's QR."""
    for read, find in ((_label_in, _labelled), (parse_alias, package_with_alias)):
        try:
            return find(session, scope, read(text))
        except Unreadable:
            continue
    return None


def _labelled(session: Session, scope: Scope, label_id: str) -> UUID | None:
    """An old label in hand still leads to its package."""
    found = package_with_label(session, scope, label_id)
    return found or package_once_labelled(session, scope, label_id)


def _label_in(text: str) -> str:
    return parse_label_url(text, label_hosts()) if "/P/" in text.upper() else parse_label_id(text)


def _page(session: Session, scope: Scope, address: ListAddress) -> Page:
    newer, older = (read_edge(request.args.get(name, "")) for name in ("baru", "lama"))
    if newer:
        return newer_packages(session, scope, address.wanted, than=newer)
    return older_packages(session, scope, address.wanted, than=older)


def _lines(session: Session, scope: Scope, rows: Sequence[PackageRow]) -> list[Line]:
    names = open_recipients(session, ports(), [row.id for row in rows]) if scope.names else {}
    return [
        Line(row, kind_name(row.kind), _masked(names[row.id].name if row.id in names else None))
        for row in (rows if scope.names else [replace(row, courier_name=None) for row in rows])
    ]


def _masked(name: str | None) -> str | None:
    return mask_name(name) if name else None


def _heaps(session: Session, scope: Scope) -> list[dict[str, str]]:
    """Disputes and wrong deliveries stand there only when there are any: then nobody overlooks them."""
    found = counts(session, scope, chain.from_iterable(statuses_of(name) for name, _, _ in HEAPS_SHOWN))
    words = {
        DISPUTED: gettext("Warga: belum terima"),
        OVERTURNED: gettext("Keliru, masih dihitung"),
        ATTENTION: gettext("Perlu perhatian"),
        "registered": gettext("Perlu label"),
        "ready": gettext("Siap dikirim"),
        "menunggu-diambil": gettext("Menunggu kurir"),
        "dibawa-kurir": gettext("Di tangan kurir"),
        "delivered": gettext("Sudah diterima"),
    }
    totals = {name: _total(session, scope, found, name) for name, _, _ in HEAPS_SHOWN}
    return [
        {"name": name, "words": words[name], "icon": icon, "tone": tone, "count": _counted(totals[name])}
        for name, icon, tone in HEAPS_SHOWN
        if totals[name] or name not in (DISPUTED, OVERTURNED)
    ]


def _total(session: Session, scope: Scope, found: dict[Status, int], heap: str) -> int:
    statuses = statuses_of(heap)
    disputed = count_disputed(session, scope, but=statuses) if heap in WITH_DISPUTED else 0
    overturned = count_overturned(session, scope, but=statuses) if heap in WITH_OVERTURNED else 0
    return disputed + overturned + sum(found[status] for status in statuses)


def _counted(total: int) -> str:
    return format_decimal(total) if total <= COUNT_CAP else f"{format_decimal(COUNT_CAP)}+"


def _choices() -> dict[str, object]:
    kinds = [(code, kind_name(code)) for code, kind in KINDS.items() if not kind.inbound]
    return {"kinds": kinds, "statuses": list(Status)}


def _ways(address: ListAddress, page: Page) -> dict[str, object]:
    """Addresses of the pages before and after this one."""
    newer = url_for("staff.packages", **address.args, baru=written_edge(page.newer)) if page.newer else ""
    older = url_for("staff.packages", **address.args, lama=written_edge(page.older)) if page.older else ""
    return {"newer": newer, "older": older}
