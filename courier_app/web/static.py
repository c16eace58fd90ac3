"""Static files under /static/<build>/: immutable for a year, because the build is the hash of what it holds."""

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from flask import Flask, Response, abort, current_app, request

from courier_app.config import ROOT
from courier_app.web import cache
from courier_app.web.assets import Asset, assets_in, build_of

FOLDER = ROOT / "static"
YEAR = 31_536_000
CODINGS = ("br", "gzip")
KEPT = "suratsampai_assets"


def install(app: Flask) -> None:
    cache.install(app)
    app.extensions[KEPT] = assets = _read_once(app.extensions["suratsampai_settings"].cache_dir)
    build = app.extensions["suratsampai_build"] = build_of(assets)
    app.add_url_rule("/static/<build>/<path:filename>", "static", _file)
    app.url_defaults(
        lambda endpoint, values: values.setdefault("build", build) if endpoint == "static" else None
    )


@functools.cache
def _read_once(packed: Path) -> Mapping[str, Asset]:
    return {name: asset.kept_in(packed) for name, asset in assets_in(FOLDER).items()}


def assets() -> Mapping[str, Asset]:
    return cast(Mapping[str, Asset], current_app.extensions[KEPT])


def answer_with(asset: Asset, *, cache_control: str) -> Response:
    """In the smallest form that the browser takes; chosen by the request, so caches must look at its header."""
    coding = _coding(asset)
    answer = Response(asset.packed(coding), content_type=asset.content_type)
    if coding != "identity":
        answer.content_encoding = coding
    answer.headers["Cache-Control"] = cache_control
    answer.vary.add("Accept-Encoding")
    answer.set_etag(f"{asset.digest[:32]}-{coding}")
    answer.make_conditional(request)
    return answer


def _coding(asset: Asset) -> str:
    taken = request.accept_encodings
    fit = (coding for coding in CODINGS if asset.worth_packing and taken[coding] > 0)
    return next(fit, "identity")


def _file(build: str, filename: str) -> Response:
    asset = assets().get(filename)
    if build != current_app.extensions["suratsampai_build"] or asset is None:
        abort(404)
    return answer_with(asset, cache_control=f"public, max-age={YEAR}, immutable")
