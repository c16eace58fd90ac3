"""SuratSampai: proof of delivery for public documents. create_app() is all wiring and nothing else."""

import os
from datetime import UTC, datetime

from flask import Flask

from courier_app.config import ROOT, Settings, settings_from


def create_app(settings: Settings | None = None) -> Flask:
    """One application for all audiences. Without settings it reads the environment once."""
    from courier_app import db
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
    app = Flask(__name__, static_folder=None, template_folder=str(ROOT / "templates"))
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
