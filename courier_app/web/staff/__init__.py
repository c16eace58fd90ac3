"""The officers' pages."""

from courier_app.web.staff.blueprint import bp

__all__ = ["bp"]
