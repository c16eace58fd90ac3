"""Shapes of answers: JSON of a schema, a compact JWS, compression."""

from flask import Flask, Response
from flask_compress import Compress
from pydantic import BaseModel

JOSE = "application/jose"
COMPRESSED = [
    "text/html",
    "text/css",
    "text/javascript",
    "application/json",
    "application/problem+json",
    "application/manifest+json",
    "application/wasm",
    "image/svg+xml",
]


def install(app: Flask) -> None:
    app.config.update(COMPRESS_MIMETYPES=COMPRESSED, COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_MIN_SIZE=600)
    Compress(app)


def json_of(body: BaseModel, status: int = 200) -> Response:
    return Response(body.model_dump_json(by_alias=True), status, content_type="application/json")


def jose_of(body: bytes, status: int = 200) -> Response:
    return Response(body, status, content_type=JOSE)
