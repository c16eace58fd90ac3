"""The courier behind a session, as long as he may work; and the session as his phone keeps it."""

from courier_app.db import reading
from courier_app.domain.refusals import SignInNeeded
from courier_app.evidence.sealed_keys import public_queue_key
from courier_app.evidence.signing import public_jwk
from courier_app.models import Audience
from courier_app.queries.couriers import CourierRow, courier_who_sends
from courier_app.services.senders import Sender
from courier_app.services.sessions import ends_at
from courier_app.services.vouchers import voucher_for
from courier_app.web.courier.schemas import CourierOut, OfficeOut, PublicJwk, SessionOut
from courier_app.web.ports import clock, ports
from courier_app.web.sessions import Holder, begin, mine


def courier_here(who: Sender) -> CourierRow:
    """Refuses with SignInNeeded an account closed, and a trip over, for so long that nothing of it is waited for."""
    with reading() as session:
        found = courier_who_sends(session, who.courier_id, handover_id=who.handover_id, now=clock())
    if found is None:
        raise SignInNeeded
    return found


def courier_on_trip(who: Sender) -> CourierRow:
    """Refuses with SignInNeeded whoever may only send what he has."""
    courier = courier_here(who)
    if not courier.on_trip(clock()):
        raise SignInNeeded
    return courier


def begin_for(who: Sender) -> SessionOut:
    """A new session of this courier; a driver's ends with his trip. After it, and after an account was closed, the
    phone may still send: the round is empty, and the rules judge each proof. Refuses with SignInNeeded."""
    courier = courier_here(who)
    late = ends_at(Audience.COURIER, clock())
    end = (courier.trip_ends_at if courier.on_trip(clock()) else None) or late
    begin(Holder(end, courier_id=who.courier_id, handover_id=who.handover_id))
    return session_of(courier)


def session_of(courier: CourierRow) -> SessionOut:
    """Of the session that is open now."""
    holder = mine().holder
    if holder is None:
        raise SignInNeeded
    return SessionOut(
        courier=courier_out(courier),
        office=OfficeOut(name=courier.office, phone=courier.phone),
        kind="trip" if holder.handover_id else "account",
        expires_at=holder.expires_at,
        ack_key=_pinned_key(),
        queue_key=PublicJwk.model_validate(public_queue_key(ports().queue_keys).as_dict()),
        queue_voucher=voucher_for(ports(), Sender(courier.id, holder.handover_id)),
        server_time=clock(),
    )


def courier_out(courier: CourierRow) -> CourierOut:
    carrier = {"partner": courier.partner, "partner_code": courier.partner_code}
    return CourierOut(id=str(courier.id), name=courier.name, **carrier)


def _pinned_key() -> PublicJwk:
    """What the phone checks acknowledgements with."""
    key = public_jwk(ports().acknowledgement_key)
    return PublicJwk(kty="EC", crv="P-256", x=key["x"], y=key["y"])
