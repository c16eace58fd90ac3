"""The officers' pages."""

from courier_app.web.staff import handovers, new_handover
from courier_app.web.staff.blueprint import bp

__all__ = ["bp", "handovers", "new_handover"]
