"""The contract of the JSON API, for programs."""

from courier_app.web.api import document
from courier_app.web.api.blueprint import bp

__all__ = ["bp", "document"]
