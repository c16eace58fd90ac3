"""The citizen's pages: no account; nothing personal before the claim code (security.md, D5)."""

from flask import Blueprint

bp = Blueprint("citizen", __name__)
