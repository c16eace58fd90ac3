"""The open log: checkpoint, tiles and proofs, for programs that we did not write (C2SP tlog-tiles)."""

from flask import Response, abort

from courier_app.db import reading
from courier_app.domain.refusals import NotYetPublished
from courier_app.domain.tiles import NoSuchTile, Tile, tile_of, width_in
from courier_app.queries.log import bundle, newest_checkpoint, tile_hashes
from courier_app.services.inclusion import growth_since, proof_file
from courier_app.web.public.blueprint import bp

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
FRESH = "public, max-age=2"
FOR_EVER = "public, max-age=31536000, immutable"


@bp.get("/log/checkpoint")
def log_checkpoint() -> Response:
    with reading() as session:
        checkpoint = newest_checkpoint(session)
    if checkpoint is None:
        abort(404)
    return _open(checkpoint.note, TEXT, keep=FRESH)


@bp.get("/log/tile/<level>/<path:number>")
def log_tile(level: str, number: str) -> Response:
    tile = _tile(level, number)
    with reading() as session:
        checkpoint = newest_checkpoint(session)
        if checkpoint is None or width_in(tile, checkpoint.size) < tile.width:
            abort(404)  # what nobody signed may still be another after a restored backup
        found = bundle(session, tile) if tile.level is None else tile_hashes(session, tile)
    return _open(found, BYTES, keep=FOR_EVER)


@bp.get("/log/tumbuh/<int:old>")
def log_growth(old: int) -> Response:
    """That the newest checkpoint extends the tree of `old` leaves: what a witness would be sent (tlog-witness). Whoever
    kept a checkpoint checks it against theirs; nothing is asked of us but hashes."""
    with reading() as session:
        growth = growth_since(session, old)
    if growth is None:
        abort(404)
    return _open(growth.written(), TEXT, keep=FRESH)


@bp.get("/log/bukti/<int:index>.tlog-proof")
def log_proof(index: int) -> Response:
    """That leaf `index` is in the log, in one file that a program checks without us. It carries a checkpoint that
    nobody can recall."""
    with reading() as session:
        try:
            found = proof_file(session, index)
        except NotYetPublished:
            abort(404)
    answer = _open(found, TEXT, keep=FRESH)
    answer.headers["Content-Disposition"] = f'attachment; filename="bukti-{index}.tlog-proof"'
    return answer


def _tile(level: str, number: str) -> Tile:
    try:
        return tile_of(level, number)
    except NoSuchTile:
        abort(404)


def _open(body: bytes, content_type: str, *, keep: str) -> Response:
    answer = Response(body, content_type=content_type)
    answer.headers["Cache-Control"] = keep
    return answer
