"""Parts first: each evidence file at the address of its hash."""

from flask import Response, request
from pydantic import BaseModel, ConfigDict

from courier_app.db import asking, settling
from courier_app.services.allowances import check_files
from courier_app.services.media import Upload, has_media, keep_media, store_media, whole_upload
from courier_app.web.answers import json_of
from courier_app.web.contract import Contract, promises
from courier_app.web.courier.blueprint import bp, sender
from courier_app.web.ports import clock, ports


class MediaOut(BaseModel):
    """What lies here now: the hash of the plain bytes, and how many they are."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    sha256: str
    size: int


@bp.put("/api/media/<sha256:name>")
@promises(
    Contract(
        says="Keep one evidence file; repeat freely",
        takes="image/*",
        returns={200: MediaOut, 201: MediaOut},
        problems=(401, 413, 415, 422, 429, 503),
    )
)
def put_media(name: bytes) -> Response:
    upload = whole_upload(name, request.mimetype, request.get_data(cache=False))
    with asking() as line:
        known = has_media(line, sender(), name)
        if not known:
            check_files(line, sender(), len(upload.body), now=clock())
    status = 201 if not known and _keep(upload) else 200
    return json_of(MediaOut(sha256=name.hex(), size=len(upload.body)), status)


def _keep(upload: Upload) -> bool:
    """Slow work first: the transaction has nothing to wait for. Nothing is promised before the proof's own commit,
    which makes this row safe too."""
    stored = store_media(ports(), upload)
    with settling() as line:
        return keep_media(line, ports(), stored, sender=sender(), now=clock())
