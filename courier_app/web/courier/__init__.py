"""The courier's app and its API."""

from courier_app.web.courier.blueprint import bp

__all__ = ["bp"]
