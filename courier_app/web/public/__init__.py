"""Pages for everybody: the front door, the language, what a problem means, health."""

from courier_app.web.public import files, front, health, log, problems, showcase, verify
from courier_app.web.public.blueprint import bp

__all__ = ["bp", "files", "front", "health", "log", "problems", "showcase", "verify"]
