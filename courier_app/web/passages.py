"""Where the audiences enter: every blueprint with its prefix, in one place."""

from flask import Flask

from .api import bp as api
from .citizen import bp as citizen
from .converters import Sha256Converter
from .courier import bp as courier
from .public import bp as public
from .staff import bp as staff


def install(app: Flask) -> None:
    app.url_map.converters["sha256"] = Sha256Converter
    app.url_map.strict_slashes = True
    for passage in (public, citizen, staff, courier, api):
        app.register_blueprint(passage)
