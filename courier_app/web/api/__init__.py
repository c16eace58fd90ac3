"""The contract of the JSON API, for programs."""

from flask import Blueprint

bp = Blueprint("api", __name__, url_prefix="/api")
