"""The open pages' blueprint. No guard: nothing personal is shown and nothing but a language is kept."""

from flask import Blueprint

bp = Blueprint("public", __name__)


@bp.context_processor
def about_page() -> dict[str, object]:
    return {"audience": "public"}
