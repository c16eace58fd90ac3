"""Whose labels are ours (security.md, section 8): the hosts that scanners here and on phones accept."""

from typing import cast

from flask import current_app

from courier_app.db import reading
from courier_app.services.labels import accepted_hosts
from courier_app.web.ports import ports, settings

_KEPT = "suratsampai_label_hosts"


def label_hosts() -> tuple[str, ...]:
    """Today's, those on labels that this installation printed under an earlier address, and those of the setting
    SURAT_LABEL_HOSTS. Read once a process: under another address runs another process."""
    if _KEPT not in current_app.extensions:
        with reading() as session:
            found = accepted_hosts(session, ports())
        current_app.extensions[_KEPT] = tuple(dict.fromkeys((*found, *settings().older_label_hosts)))
    return cast(tuple[str, ...], current_app.extensions[_KEPT])
