"""The contract's blueprint. No guard: it says how to ask, and answers nothing."""

from flask import Blueprint

bp = Blueprint("api", __name__, url_prefix="/api")
