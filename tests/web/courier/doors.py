"""A courier at the door of the app: an account that can sign in, and a phone with a key."""

from sqlalchemy.orm import Session

from courier_app.models import Courier, Office, Role
from courier_app.services.passwords import hash_password, hasher_of
from tests.evidence.phones import Phone, compact
from tests.town import a_courier, a_user

PASSWORD = "kopi susu di pagi hari"
HOST = "localhost"


def a_postman(session: Session, office: Office, username: str = "budi", **said) -> Courier:
    """Can sign in with PASSWORD."""
    kept = hash_password(PASSWORD, hasher=hasher_of("quick"))
    account = {"username": username, "password_hash": kept, "partner_code": "pos"}
    user = a_user(session, Role.COURIER, office=office, **account | said)
    return a_courier(session, office, user_id=user.id)


def sign_in(client, username: str = "budi", password=PASSWORD):
    return client.post("/kurir/api/session", json={"username": username, "password": password})


def challenge(client):
    return client.post("/kurir/api/challenges", json={}).json["challenge"]


def enrol(client, phone: Phone, **said):
    """With a good challenge for this host, unless something else is said."""
    members = {"challenge": said.pop("challenge", None) or challenge(client), "host": HOST} | said
    header = compact({"alg": "ES256", "jwk": phone.jwk.as_dict(), "typ": "pod-enrol+jws"})
    return send(client, "/kurir/api/devices", phone.signed_under(header, compact(members)))


def reopen(client, phone: Phone, *, exp: int, **said):
    members = {"challenge": said.pop("challenge", None) or challenge(client), "host": HOST, "exp": exp} | said
    return send(client, "/kurir/api/session/device", phone.signed(compact(members), typ="pod-login+jws"))


def send(client, path: str, jws: bytes):
    return client.post(path, data=jws, content_type="application/jose")


def problem(answer):
    """The code of a refusal; fails on anything else."""
    assert answer.mimetype == "application/problem+json"
    return answer.json["type"].removeprefix("/problems/")
