"""Which role may open which page: one table, read by the guard and by the menu; a test holds it complete."""

from courier_app.domain.refusals import NotAllowed
from courier_app.models import Role
from courier_app.queries.partner import OwnCouriers
from courier_app.queries.scopes import Scope
from courier_app.web.sign_in import Staff

_OFFICE = frozenset({Role.OFFICER, Role.ADMIN})
_READERS = _OFFICE | {Role.AUDITOR, Role.DPO}
_EVERY_STAFF = _READERS | {Role.PROVINCE}
_AUDITORS = frozenset({Role.AUDITOR, Role.ADMIN, Role.OFFICER, Role.DPO})
_RULERS = frozenset({Role.ADMIN})  # what a region lets people do is its administrator's word
_REVIEWERS = _OFFICE | {Role.AUDITOR}
SEES_LOOKS = frozenset({Role.AUDITOR, Role.DPO, Role.ADMIN})  # who answers for looking: domain.md, section 14
_HOLDERS = _OFFICE | {Role.DPO}  # whose word keeps data longer than their time
_PARTNERS = frozenset({Role.PARTNER})  # of their own couriers, and of no recipient
_TAKERS = frozenset({Role.AUDITOR, Role.ADMIN, Role.DPO})  # who may carry evidence out of the house

RIGHTS: dict[str, frozenset[Role]] = {
    "staff.time_left": _EVERY_STAFF | {Role.PARTNER},
    "staff.stay": _EVERY_STAFF | {Role.PARTNER},
    "staff.account": _EVERY_STAFF | {Role.PARTNER},
    "staff.begin_own_factor": _EVERY_STAFF | {Role.PARTNER},
    "staff.set_up_factor": _EVERY_STAFF | {Role.PARTNER},
    "staff.confirm_own_factor": _EVERY_STAFF | {Role.PARTNER},
    "staff.recovery_codes": _EVERY_STAFF | {Role.PARTNER},
    "staff.end_session": _EVERY_STAFF | {Role.PARTNER},
    "staff.change_own_password": _EVERY_STAFF | {Role.PARTNER},
    "staff.back_to_account": _EVERY_STAFF | {Role.PARTNER},
    "staff.people": _RULERS,
    "staff.ask_to_remove_factor": _RULERS,
    "staff.remove_their_factor": _RULERS,
    "staff.partner": _PARTNERS,
    "staff.partner_attempts": _PARTNERS,
    "staff.partner_cases": _PARTNERS,
    "staff.packages": _EVERY_STAFF,
    "staff.search": _EVERY_STAFF,
    "staff.found": _EVERY_STAFF,
    "staff.new_package": _OFFICE,
    "staff.register": _OFFICE,
    "staff.registered": _OFFICE,
    "staff.package": _EVERY_STAFF,
    "staff.back_to_package": _EVERY_STAFF,
    "staff.renew_code": _OFFICE,
    "staff.renewed_code": _OFFICE,
    "staff.confirm_sending_again": _OFFICE,
    "staff.send_package_again": _OFFICE,
    "staff.cancel": _OFFICE,
    "staff.show_recipient": _READERS,
    "staff.shown_recipient": _READERS,
    "staff.correct_recipient": _OFFICE,
    "staff.corrected_recipient": _OFFICE,
    "staff.save_recipient": _OFFICE,
    "staff.claim_slips": _OFFICE,
    "staff.labels": _OFFICE,
    "staff.back_to_labels": _OFFICE,
    "staff.choose_labels": _OFFICE,
    "staff.print_sheet": _OFFICE,
    "staff.handovers": _OFFICE,
    "staff.new_handover": _OFFICE,
    "staff.collect": _OFFICE,
    "staff.hand_over": _OFFICE,
    "staff.back_to_handover": _OFFICE,
    "staff.scan_for_handover": _OFFICE,
    "staff.handover": _OFFICE,
    "staff.handover_state": _OFFICE,
    "staff.renew_handover_qr": _OFFICE,
    "staff.revoke_handover": _OFFICE,
    "staff.handover_sheet": _OFFICE,
    "staff.imports": _OFFICE,
    "staff.look_into_import": _OFFICE,
    "staff.import_proof": _OFFICE,
    "staff.couriers": _OFFICE,
    "staff.courier": _OFFICE,
    "staff.revoke_phone": _OFFICE,
    "staff.back_to_courier": _OFFICE,
    "staff.returns": _OFFICE,
    "staff.count_back": _OFFICE,
    "staff.counter": _OFFICE,
    "staff.find_at_counter": _OFFICE,
    "staff.at_counter": _OFFICE,
    "staff.counter_receipt": _OFFICE,
    "staff.collect_at_counter": _OFFICE,
    "staff.put_at_counter": _OFFICE,
    "staff.keep_longer": _OFFICE,
    "staff.back_to_counter": _OFFICE,
    "staff.old_cards": _READERS,
    "staff.count_card": _OFFICE,
    "staff.waive_old_card": _OFFICE,
    "staff.destroy_old_cards": _OFFICE,
    "staff.miss_card": _OFFICE,
    "staff.give_up_cards": _OFFICE,
    "staff.back_to_old_cards": _READERS,
    "staff.destruction_sheet": _READERS,
    "staff.rules": _EVERY_STAFF,
    "staff.edition": _EVERY_STAFF,
    "staff.begin_rules": _RULERS,
    "staff.draft_rules": _RULERS,
    "staff.rule_phone": _RULERS,
    "staff.save_rules": _RULERS,
    "staff.confirm_rules": _RULERS,
    "staff.publish_rules": _RULERS,
    "staff.withdraw_rules": _RULERS,
    "staff.looks": SEES_LOOKS,
    "staff.money_reports": _EVERY_STAFF,
    "staff.money_report": _READERS,
    "staff.answer_money_report": _OFFICE,
    "staff.fees": _EVERY_STAFF,
    "staff.fees_file": _EVERY_STAFF,
    "staff.fees_of_courier": _READERS,
    "staff.count_fees": _OFFICE,
    "staff.breach": _RULERS | {Role.DPO},
    "staff.breach_notice": _RULERS | {Role.DPO},
    "staff.proofs": _EVERY_STAFF,
    "staff.proof": _AUDITORS,
    "staff.reveal_proof": _AUDITORS,
    "staff.revealed_proof": _AUDITORS,
    "staff.review_proof": _REVIEWERS,
    "staff.back_to_proof": _AUDITORS,
    "staff.note_call_back": _REVIEWERS,
    "staff.ask_to_void": _OFFICE,
    "staff.void_proof": _OFFICE,
    "staff.proof_jws": _AUDITORS,
    "staff.proof_manifest": _AUDITORS,
    "staff.proof_answer": _AUDITORS,
    "staff.bundle": _TAKERS,
    "staff.back_from_bundle": _AUDITORS,
    "staff.disputes": _EVERY_STAFF,
    "staff.dispute": _READERS,
    "staff.ask_the_courier": _OFFICE,
    "staff.show_courier_phone": _OFFICE,
    "staff.write_in_dispute": _OFFICE,
    "staff.decide_the_dispute": _REVIEWERS,
    "staff.back_to_dispute": _READERS,
    "staff.requests": _READERS,
    "staff.citizen_request": _READERS,
    "staff.answer_the_request": _RULERS | {Role.DPO},
    "staff.open_for_correction": _RULERS | {Role.DPO},
    "staff.take_own_data": _RULERS | {Role.DPO},
    "staff.back_to_request": _READERS,
    "staff.take_request": _HOLDERS,
    "staff.back_from_request": _READERS,
    "staff.keeping": _READERS,
    "staff.set_keeping": _RULERS | {Role.DPO},
    "staff.erasure_certificate": _READERS,
    "staff.hold": _HOLDERS | {Role.AUDITOR},
    "staff.put_hold": _HOLDERS,
    "staff.lift_hold_of": _HOLDERS,
    "staff.back_to_hold": _HOLDERS | {Role.AUDITOR},
    "staff.media": _AUDITORS,
    "staff.media_small": _AUDITORS,
}


def may(staff: Staff, endpoint: str) -> bool:
    """An endpoint that the table does not name is closed to everybody."""
    return staff.role in RIGHTS.get(endpoint, frozenset())


def scope_of(staff: Staff) -> Scope:
    """The province sees every office and no names (domain.md, section 2); everybody else one office.

    Refuses with NotAllowed whoever should have an office and has none: to a scope, none means every office.
    """
    if staff.role is Role.PROVINCE:
        return Scope(None, names=False)
    if staff.office_id is None:
        raise NotAllowed
    return Scope(staff.office_id)


def own_couriers(staff: Staff) -> OwnCouriers:
    """How far a partner's account sees. Refuses with NotAllowed one without an office or a partner."""
    if staff.office_id is None or staff.partner_code is None:
        raise NotAllowed
    return OwnCouriers(staff.office_id, staff.partner_code)
