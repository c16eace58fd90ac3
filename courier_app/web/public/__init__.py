"""Pages for everybody: the front door, the language, what a problem means, health. No guard: nothing personal here."""

from flask import Blueprint

bp = Blueprint("public", __name__)
