"""The page that checks a receipt in the reader's own browser: it brings the keys along and asks nobody afterwards."""

from flask import render_template

from courier_app.db import reading
from courier_app.domain.receipt_words import CLASS_WORDS, RELATION_OF_LETTER
from courier_app.domain.regions import regions
from courier_app.services.receipt_files import receipt_key_pem
from courier_app.web.ports import ports
from courier_app.web.public.blueprint import bp
from courier_app.web.witnessed_words import standing_words
from courier_app.web.words import say


@bp.get("/verifikasi")
def verify() -> str:
    """`known`: what the letters of a receipt mean, for a script that must not ask."""
    keys, policy = ports(), ports().witnesses.policy
    with reading() as session:
        standing = standing_words(session)
    known = {
        "kinds": {code: say(words) for code, words in CLASS_WORDS.items()},
        "relations": {letter: say(words) for letter, words in RELATION_OF_LETTER.items()},
        "offices": {region.code: region.name for region in regions()},
    }
    return render_template(
        "public/verify.html",
        known=known,
        receipt_key=keys.receipt_key.public.hex(),
        receipt_pem=receipt_key_pem(keys).decode(),
        log_key=keys.log_key.vkey,
        issuer=keys.issuer,
        policy={
            "witnesses": {name: one.vkey for name, one in policy.witnesses.items()},
            "groups": policy.groups,
            "quorum": policy.quorum,
        },
        standing=standing,
    )
