"""SuratSampai: proof of delivery for public documents. create_app() is all wiring and nothing else."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask

from courier_app.config import ROOT, Settings, settings_from
from courier_app.web.incoming import Incoming

AnyView = Callable[..., Any]


class House(Flask):
    request_class = Incoming

    def ensure_sync(self, func: AnyView) -> AnyView:
        """None of our views is asynchronous: asking every one of them took a fiftieth of a short request."""
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """One application for all audiences. Without settings it reads the environment once."""
    from courier_app import db, flask_commands
    from courier_app.services.ports import open_ports
    from courier_app.web import (
        answers,
        form_tokens,
        language,
        passages,
        ports,
        problems,
        safety,
        sessions,
        sign_in,
        static,
    )

    chosen = settings or settings_from(os.environ)
    app = House(__name__, static_folder=None, template_folder=str(ROOT / "templates"))
    app.cli = flask_commands.Commands(app.name)
    app.config.update(
        SECRET_KEY=chosen.secret_key,
        MAX_CONTENT_LENGTH=chosen.media_cap,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_ENABLED=True,
    )
    db.install(app, chosen.database_url)
    ports.install(app, chosen, open_ports(chosen), clock=lambda: datetime.now(UTC))
    for part in (static, sessions, sign_in, safety, form_tokens, problems, language, answers, passages):
        part.install(app)
    return app
