"""The region's rule book: its editions, and each of them in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from courier_app.db import reading, transaction
from courier_app.domain.editions import Dated, standing
from courier_app.domain.rulebook_json import rulebook_of
from courier_app.domain.rulebook_words import Change, Line, changes, lines
from courier_app.domain.rulebooks import NATIONAL, Rulebook
from courier_app.models import RuleEdition
from courier_app.queries.rulebooks import (
    dates_of,
    draft_of,
    edition_of,
    editions_of,
    region_of_office,
    regions_with_editions,
)
from courier_app.services.rulebooks import begin_draft
from courier_app.services.rulebooks import withdraw as withdraw_edition
from courier_app.web.ports import clock
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.handovers import office
from courier_app.web.staff.rule_preview import preview_of
from courier_app.web.words import say

Said = tuple[str, str]


@dataclass(frozen=True)
class EditionRow:
    """An edition as the pages show it; `standing` is as of now."""

    number: int
    valid_from: datetime
    published_at: datetime
    author: str
    standing: Dated
    leaf_index: int
    withdrawn_at: datetime | None


@bp.get("/aturan")
def rules() -> str:
    """Of one's own region; the province chooses among those that have editions."""
    with reading() as session:
        regions = [] if me().office_id else regions_with_editions(session)
        region = _region(session, request.args.get("wilayah", ""))
        rows = rows_of(editions_of(session, region)) if region else []
        draft = draft_of(session, region) if region else None
    facts = {"rows": rows, "draft": draft, "region": region, "regions": regions}
    return render_template("staff/rules.html", **facts, national=said(NATIONAL))


@bp.post("/aturan")
def begin_rules() -> Response:
    """A draft from what is in force. One that somebody began stays as it is."""
    with transaction() as session:
        begin_draft(session, my_region(session), by=me().id, now=clock())
    return redirect(url_for("staff.draft_rules"), 303)


@bp.get("/aturan/<region>/<int:edition_number>")
def edition(region: str, edition_number: int) -> str:
    """`banding` names another edition to compare with; 0 are the national rules."""
    with reading() as session:
        mine, editions = _region(session, region), editions_of(session, region)
    rows = {row.number: row for row in rows_of(editions)}
    if mine != region or edition_number not in rows:
        abort(404)
    books = {one.number: rulebook_of(one.contents) for one in editions} | {0: NATIONAL}
    other = request.args.get("banding", type=int)
    compared = differences(books[other], books[edition_number]) if other in books else None
    facts = {
        "row": rows[edition_number],
        "rows": rows,
        "region": region,
        "other": other,
        "compared": compared,
    }
    facts |= {"lines": said(books[edition_number])}
    return render_template(
        "staff/rule_edition.html", **facts, **preview_of(books[edition_number], (region, edition_number))
    )


@bp.post("/aturan/<region>/<int:edition_number>")
def withdraw_rules(region: str, edition_number: int) -> Response:
    """Refuses with RulesMoved an edition that holds already."""
    with transaction() as session:
        if region != my_region(session) or edition_of(session, region, edition_number) is None:
            abort(404)
        withdraw_edition(session, region, edition_number, by=me().id, now=clock())
    flash(gettext("Edisi %(number)d ditarik dan tidak akan berlaku.", number=edition_number), "good")
    return redirect(url_for("staff.edition", region=region, edition_number=edition_number), 303)


def my_region(session: Session) -> str:
    """Refuses with NotAllowed a person without an office."""
    return region_of_office(session, office())


def said(book: Rulebook) -> list[Said]:
    return [_said(line) for line in lines(book)]


def differences(before: Rulebook, after: Rulebook) -> list[tuple[str, str, str]]:
    """What, before, after."""
    return [_changed(one) for one in changes(before, after)]


def rows_of(editions: Sequence[RuleEdition]) -> list[EditionRow]:
    """The newest first."""
    dates = [dates_of(one) for one in editions]
    return [
        EditionRow(
            number=one.number,
            valid_from=one.valid_from,
            published_at=one.published_at,
            author=one.author.name,
            standing=standing(dates_of(one), dates, clock()),
            leaf_index=one.leaf_index,
            withdrawn_at=one.withdrawn_at,
        )
        for one in editions
    ]


def _region(session: Session, asked: str) -> str | None:
    """Whoever has an office sees its region, whatever the address says."""
    if me().office_id is not None:
        return my_region(session)
    codes = [region.code for region in regions_with_editions(session)]
    return asked if asked in codes else next(iter(codes), None)


def _said(line: Line) -> Said:
    return say(line.label), say(line.text)


def _changed(one: Change) -> tuple[str, str, str]:
    return say(one.label), say(one.before), say(one.after)
