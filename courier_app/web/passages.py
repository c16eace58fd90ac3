"""Where the audiences enter: every blueprint with its prefix, in one place."""

from flask import Flask

from courier_app.web.api import bp as api
from courier_app.web.citizen import bp as citizen
from courier_app.web.converters import Sha256Converter
from courier_app.web.courier import bp as courier
from courier_app.web.public import bp as public
from courier_app.web.staff import bp as staff


def install(app: Flask) -> None:
    app.url_map.converters["sha256"] = Sha256Converter
    app.url_map.strict_slashes = True
    for passage in (public, citizen, staff, courier, api):
        app.register_blueprint(passage)
