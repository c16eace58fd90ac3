"""Typed access to what was wired: settings, ports, the clock."""

from collections.abc import Callable
from datetime import datetime

from flask import Flask, current_app

from courier_app.config import Settings
from courier_app.services.ports import Ports


def install(app: Flask, settings: Settings, ports: Ports, *, clock: Callable[[], datetime]) -> None:
    app.extensions.update(suratsampai_settings=settings, suratsampai_ports=ports, suratsampai_clock=clock)


def settings() -> Settings:
    found: Settings = current_app.extensions["suratsampai_settings"]
    return found


def ports() -> Ports:
    found: Ports = current_app.extensions["suratsampai_ports"]
    return found


def clock() -> datetime:
    """The server's time, aware, UTC; tests wire their own."""
    tell: Callable[[], datetime] = current_app.extensions["suratsampai_clock"]
    return tell()
