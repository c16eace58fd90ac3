"""Who gets what at every address: the number of the answer, or the path that a redirect leads to.

A new address without a row fails a test. Read a row as "for whom, and what": `desk(200, OFFICE, foreign=404)` is a page
of officers and administrators, who see nothing of another office.
"""

from tests.everybody import CITIZENS, EVERYBODY, FOREIGN, NOBODY, PHONES, STAFF, STRAY

Outcome = int | str
Row = dict[str, Outcome]
OFFICE = ("admin", "officer")
READERS = (*OFFICE, "auditor", "dpo")
HOLDERS = (*OFFICE, "dpo")
EVERY_DESK = (*READERS, "province")
SIGN_IN, PACKAGES, CHECK = "/petugas/masuk", "/petugas/", "/cek"
PACKAGE, HANDOVER = "/petugas/paket/<id>", "/petugas/serah-terima/<id>"
RULERS, EDITION = ("admin",), "/petugas/aturan/33.17/1"
DISPUTE = "/petugas/sanggahan/<id>"
PARTNER, PARTNERS = "/petugas/mitra", ("partner",)
ACCOUNT, ACCOUNTS = "/petugas/akun", (*EVERY_DESK, "partner")
OPEN_FIRST = "/petugas/audit/<id>#reveal"
CORRECT = f"{PACKAGE}/penerima/perbaiki"


def everybody(outcome: Outcome) -> Row:
    return dict.fromkeys(EVERYBODY, outcome)


def desk(outcome: Outcome, roles: tuple[str, ...], *, foreign: Outcome | None = None) -> Row:
    """Staff of these roles; who is no staff is asked to sign in, whatever other session they hold."""
    row = dict.fromkeys(EVERYBODY, SIGN_IN) | dict.fromkeys((*STAFF, *FOREIGN), 403)
    row |= dict.fromkeys(roles, outcome)
    strangers = [who for who in FOREIGN if who.removeprefix("foreign ") in roles]
    return row | dict.fromkeys(strangers, outcome if foreign is None else foreign)


def phone(outcome: Outcome) -> Row:
    """Couriers' sessions; everybody else hears 401, never a redirect."""
    return everybody(401) | dict.fromkeys(PHONES, outcome)


def claimed(outcome: Outcome) -> Row:
    """The session that a claim code began."""
    return everybody(CHECK) | dict.fromkeys(CITIZENS, outcome)


def strangers_to_the_desk(outcome: Outcome) -> Row:
    """The sign-in page: who is in already goes on to the packages, a partner to its own page."""
    strangers = dict.fromkeys((NOBODY, STRAY, *PHONES, *CITIZENS), outcome)
    return strangers | dict.fromkeys((*STAFF, *FOREIGN), PACKAGES) | dict.fromkeys(PARTNERS, PARTNER)


# Requests are sent without a body: 415, 422, 409 and 410 say that the door was open and the room was entered.
TABLE: dict[str, Row] = {
    # for everybody
    "GET /": everybody(200),
    "GET /bahasa": everybody(200),
    "POST /bahasa": everybody(200),
    "GET /problems/<code>": everybody(200),
    "GET /kesehatan": everybody(200),
    "GET /gaya": everybody(200),
    "GET /log/checkpoint": everybody(200),
    "GET /log/tile/<level>/<path:number>": everybody(200),
    "GET /log/bukti/<int:index>.tlog-proof": everybody(200),
    "GET /log/tumbuh/<int:old>": everybody(200),
    "GET /verifikasi": everybody(200),
    "GET /robots.txt": everybody(200),
    "GET /favicon.ico": everybody(200),
    "GET /static/<build>/<path:filename>": everybody(200),
    "GET /api/openapi.json": everybody(200),
    # citizens
    "GET /P/<label>": everybody(200),
    "GET /p/<label>": everybody("/P/<label>"),
    "GET /cek": everybody(200),
    "POST /cek": everybody(422),
    "GET /cek/paket": claimed(200),
    "GET /cek/paket/belum": claimed(200),
    "GET /cek/paket/hak": claimed(200),
    "POST /cek/paket/hak": claimed(422),
    "GET /cek/paket/hak/data.txt": claimed("/cek/paket/hak"),
    "GET /cek/paket/tanda-terima.pdf": claimed(409),  # its citizen says "not received": no receipt yet
    "GET /cek/paket/tanda-terima.zip": claimed(409),
    "GET /cek/paket/jawaban": claimed("/cek/paket"),
    "GET /cek/paket/keterangan": claimed("/cek/paket"),
    "GET /cek/paket/uang": claimed(200),
    "POST /cek/paket/uang": claimed(422),
    "POST /cek/paket/jawaban": claimed(422),
    "POST /cek/paket/keterangan": claimed(422),
    "POST /cek/selesai": everybody(200),
    "GET /TTD": everybody(200),
    "GET /ttd": everybody(200),
    "POST /ttd/api/open": everybody(415),
    "POST /ttd/api/signatures": everybody(415),
    # the courier's app
    "GET /kurir/": everybody(200),
    "GET /kurir/serah": everybody(200),
    "GET /kurir/sw.js": everybody(200),
    "GET /kurir/scan-worker.js": everybody(200),
    "GET /kurir/manifest.webmanifest": everybody(200),
    "POST /kurir/api/session": everybody(415),
    "POST /kurir/api/session/device": everybody(415),
    "POST /kurir/api/passes": everybody(415),
    "POST /kurir/api/challenges": everybody(415),
    "POST /kurir/api/trips": everybody(415),
    "POST /kurir/api/trips/look": everybody(415),
    "GET /kurir/api/session": phone(200),
    "DELETE /kurir/api/session": phone(204),
    "GET /kurir/api/questions": phone(200),
    "PUT /kurir/api/questions/<uuid:dispute_id>": phone(415),
    "GET /kurir/api/round": phone(200),
    "POST /kurir/api/devices": phone(415),
    "PUT /kurir/api/losses/<uuid:loss_id>": phone(415),
    "GET /kurir/api/own-phone/<uuid:link_id>": phone(200),
    "PUT /kurir/api/shifts/<uuid:shift_id>": phone(415),
    "PUT /kurir/api/media/<sha256:name>": phone(422),
    "PUT /kurir/api/proofs/<uuid:proof_id>": phone(415),
    # staff: in and out
    "GET /petugas/masuk": strangers_to_the_desk(200),
    "POST /petugas/masuk": strangers_to_the_desk(422),
    "POST /petugas/keluar": everybody(SIGN_IN),
    "GET /petugas/masuk/sisa": desk(200, ACCOUNTS),
    "POST /petugas/masuk/sisa": desk(200, ACCOUNTS),
    "GET /petugas/masuk/kode": strangers_to_the_desk(SIGN_IN),
    "POST /petugas/masuk/kode": strangers_to_the_desk(SIGN_IN),
    # staff: their own account, and the accounts of the office
    "GET /petugas/akun": desk(200, ACCOUNTS),
    "POST /petugas/akun/kode": desk(422, ACCOUNTS),
    "GET /petugas/akun/kode": desk(ACCOUNT, ACCOUNTS),
    "POST /petugas/akun/kode/sahkan": desk(ACCOUNT, ACCOUNTS),
    "GET /petugas/akun/kode/sahkan": desk(ACCOUNT, ACCOUNTS),
    "GET /petugas/akun/kode/cadangan": desk(ACCOUNT, ACCOUNTS),
    "POST /petugas/akun/sesi": desk(ACCOUNT, ACCOUNTS),
    "GET /petugas/akun/sesi": desk(ACCOUNT, ACCOUNTS),
    "POST /petugas/akun/sandi": desk(422, ACCOUNTS),
    "GET /petugas/akun/sandi": desk(ACCOUNT, ACCOUNTS),
    "GET /petugas/akun/petugas": desk(200, RULERS),
    "GET /petugas/akun/petugas/<uuid:user_id>/cabut": desk(404, RULERS),
    "POST /petugas/akun/petugas/<uuid:user_id>/cabut": desk(404, RULERS),
    # a courier partner: its own couriers
    "GET /petugas/mitra": desk(200, PARTNERS),
    "GET /petugas/mitra/gagal": desk(200, PARTNERS),
    "GET /petugas/mitra/sanggahan": desk(200, PARTNERS),
    # staff: packages
    "GET /petugas/": desk(200, EVERY_DESK) | dict.fromkeys(PARTNERS, PARTNER),
    "GET /petugas/cari": desk(PACKAGES, EVERY_DESK),
    "POST /petugas/cari": desk(PACKAGES, EVERY_DESK),
    "GET /petugas/paket/baru": desk(200, OFFICE),
    "POST /petugas/paket/baru": desk("/petugas/paket/baru", OFFICE),
    "GET /petugas/paket/<uuid:package_id>/terdaftar": desk(PACKAGE, OFFICE),
    "GET /petugas/paket/<uuid:package_id>": desk(200, EVERY_DESK, foreign=404),
    "GET /petugas/paket/<uuid:package_id>/batal": desk(PACKAGE, EVERY_DESK),
    "POST /petugas/paket/<uuid:package_id>/batal": desk(409, OFFICE, foreign=404),
    "GET /petugas/paket/<uuid:package_id>/kode-klaim": desk(PACKAGE, OFFICE),
    "POST /petugas/paket/<uuid:package_id>/kode-klaim": desk(PACKAGE, OFFICE, foreign=404),
    "GET /petugas/paket/<uuid:package_id>/kirim-lagi": desk(PACKAGE, OFFICE, foreign=404),
    "POST /petugas/paket/<uuid:package_id>/kirim-lagi": desk(409, OFFICE, foreign=404),
    "GET /petugas/paket/<uuid:package_id>/lepas": desk(f"{PACKAGE}/tahan", READERS),
    "POST /petugas/paket/<uuid:package_id>/lepas": desk(422, HOLDERS, foreign=404),
    "GET /petugas/paket/<uuid:package_id>/tahan": desk(200, READERS, foreign=404),
    "POST /petugas/paket/<uuid:package_id>/tahan": desk(422, HOLDERS, foreign=404),
    "GET /petugas/paket/<uuid:package_id>/penerima": desk(PACKAGE, READERS),
    "POST /petugas/paket/<uuid:package_id>/penerima": desk(422, READERS, foreign=404),
    "GET /petugas/paket/<uuid:package_id>/penerima/perbaiki": desk(PACKAGE, OFFICE),
    "POST /petugas/paket/<uuid:package_id>/penerima/perbaiki": desk(409, OFFICE, foreign=404),
    "GET /petugas/paket/<uuid:package_id>/penerima/simpan": desk(PACKAGE, EVERY_DESK),
    "POST /petugas/paket/<uuid:package_id>/penerima/simpan": desk(CORRECT, OFFICE, foreign=404),
    # staff: paper
    "GET /petugas/label": desk(200, OFFICE),
    "POST /petugas/label": desk("/petugas/label", OFFICE),
    "GET /petugas/label/pilih": desk("/petugas/label", OFFICE),
    "POST /petugas/label/pilih": desk("/petugas/label", OFFICE),
    "POST /petugas/slip": desk(422, OFFICE),
    # staff: handovers
    "GET /petugas/serah-terima": desk(200, OFFICE),
    "GET /petugas/serah-terima/baru": desk(200, OFFICE),
    "POST /petugas/serah-terima/baru": desk(422, OFFICE),
    "POST /petugas/serah-terima/pindai": desk(422, OFFICE),
    "GET /petugas/serah-terima/<uuid:handover_id>": desk(200, OFFICE, foreign=404),
    "POST /petugas/serah-terima/<uuid:handover_id>": desk(422, OFFICE),
    "GET /petugas/serah-terima/<uuid:handover_id>/daftar.pdf": desk(200, OFFICE, foreign=404),
    "GET /petugas/serah-terima/<uuid:handover_id>/keadaan": desk(200, OFFICE, foreign=404),
    "GET /petugas/serah-terima/<uuid:handover_id>/qr": desk(HANDOVER, OFFICE),
    "POST /petugas/serah-terima/<uuid:handover_id>/qr": desk(410, OFFICE, foreign=403),
    "GET /petugas/serah-terima/<uuid:handover_id>/tarik": desk(HANDOVER, OFFICE),
    "POST /petugas/serah-terima/<uuid:handover_id>/tarik": desk(HANDOVER, OFFICE, foreign=403),
    # staff: a courier's queue as a file
    "GET /petugas/impor": desk(200, OFFICE),
    "POST /petugas/impor/isi": desk(422, OFFICE),
    "POST /petugas/impor/bukti": desk(422, OFFICE),
    "GET /petugas/kurir": desk(200, OFFICE),
    "GET /petugas/kurir/<uuid:courier_id>": desk(200, OFFICE, foreign=404),
    "GET /petugas/kurir/<uuid:courier_id>/cabut": desk("/petugas/kurir/<id>", OFFICE),
    "POST /petugas/kurir/<uuid:courier_id>/cabut": desk("/petugas/kurir/<id>", OFFICE, foreign=404),
    "GET /petugas/kartu-lama": desk(200, READERS),
    "POST /petugas/kartu-lama/kembali": desk("/petugas/kartu-lama", OFFICE),
    "POST /petugas/kartu-lama/bebaskan": desk(422, OFFICE),
    "POST /petugas/kartu-lama/musnahkan": desk("/petugas/kartu-lama", OFFICE),
    "POST /petugas/kartu-lama/tidak-ada": desk(422, OFFICE),
    "POST /petugas/kartu-lama/hilang": desk("/petugas/kartu-lama", OFFICE),
    "GET /petugas/kartu-lama/tidak-ada": desk("/petugas/kartu-lama", READERS),
    "GET /petugas/kartu-lama/hilang": desk("/petugas/kartu-lama", READERS),
    "GET /petugas/kartu-lama/kembali": desk("/petugas/kartu-lama", READERS),
    "GET /petugas/kartu-lama/bebaskan": desk("/petugas/kartu-lama", READERS),
    "GET /petugas/kartu-lama/musnahkan": desk("/petugas/kartu-lama", READERS),
    "GET /petugas/kartu-lama/berita-acara/<int:leaf_index>.pdf": desk(404, READERS),
    "GET /petugas/loket": desk(200, OFFICE),
    "POST /petugas/loket": desk("/petugas/loket", OFFICE),
    "GET /petugas/paket/<uuid:package_id>/loket": desk(PACKAGE, OFFICE, foreign=404),
    "GET /petugas/paket/<uuid:package_id>/loket/tanda-terima.pdf": desk(PACKAGE, OFFICE, foreign=404),
    "POST /petugas/paket/<uuid:package_id>/loket": desk(409, OFFICE, foreign=404),
    "GET /petugas/paket/<uuid:package_id>/loket/simpan": desk(f"{PACKAGE}/loket", OFFICE),
    "POST /petugas/paket/<uuid:package_id>/loket/simpan": desk(409, OFFICE, foreign=422),
    "GET /petugas/paket/<uuid:package_id>/loket/lama": desk(f"{PACKAGE}/loket", OFFICE),
    "POST /petugas/paket/<uuid:package_id>/loket/lama": desk(f"{PACKAGE}/loket", OFFICE),
    "GET /petugas/kembali": desk(200, OFFICE),
    "POST /petugas/kembali": desk("/petugas/kembali", OFFICE),
    # staff: audit
    # rules
    "GET /petugas/aturan": desk(200, EVERY_DESK),
    "POST /petugas/aturan": desk("/petugas/aturan/draf", RULERS),
    "GET /petugas/aturan/draf": desk("/petugas/aturan", RULERS),
    "POST /petugas/aturan/draf": desk(409, RULERS),
    "GET /petugas/aturan/draf/layar": desk("/petugas/aturan", RULERS),
    "GET /petugas/aturan/draf/terbit": desk("/petugas/aturan", RULERS),
    "POST /petugas/aturan/draf/terbit": desk("/petugas/aturan/draf/terbit", RULERS),
    "GET /petugas/aturan/<region>/<int:edition_number>": desk(200, EVERY_DESK, foreign=404),
    "POST /petugas/aturan/<region>/<int:edition_number>": desk(EDITION, RULERS, foreign=404),
    "GET /petugas/pembukaan": desk(200, ("admin", "auditor", "dpo")),
    "GET /petugas/laporan-uang": desk(200, EVERY_DESK),
    "GET /petugas/laporan-uang/<uuid:report_id>": desk(200, READERS, foreign=404),
    "POST /petugas/laporan-uang/<uuid:report_id>": desk(422, OFFICE, foreign=404),
    "GET /petugas/uang-antar": desk(200, EVERY_DESK),
    "GET /petugas/uang-antar.csv": desk(200, EVERY_DESK),
    "GET /petugas/uang-antar/<uuid:courier_id>/<day>": desk(404, READERS),
    "POST /petugas/uang-antar/<uuid:courier_id>/<day>": desk(404, OFFICE),
    "GET /petugas/audit": desk(200, EVERY_DESK),
    "GET /petugas/audit/<uuid:proof_id>": desk(200, READERS, foreign=404),
    "GET /petugas/audit/<uuid:proof_id>/putusan": desk("/petugas/audit/<id>", READERS),
    "POST /petugas/audit/<uuid:proof_id>/putusan": desk(422, (*OFFICE, "auditor"), foreign=404),
    "GET /petugas/audit/<uuid:proof_id>/telepon": desk("/petugas/audit/<id>", READERS),
    "POST /petugas/audit/<uuid:proof_id>/telepon": desk(422, (*OFFICE, "auditor"), foreign=404),
    "GET /petugas/audit/<uuid:proof_id>/batalkan": desk(200, OFFICE, foreign=404),
    "POST /petugas/audit/<uuid:proof_id>/batalkan": desk(422, OFFICE, foreign=404),
    "GET /petugas/audit/<uuid:proof_id>/buka": desk("/petugas/audit/<id>", READERS),
    "POST /petugas/audit/<uuid:proof_id>/buka": desk(422, READERS, foreign=404),
    "GET /petugas/audit/<uuid:proof_id>/berkas": desk("/petugas/audit/<id>", READERS),
    "POST /petugas/audit/<uuid:proof_id>/berkas": desk(422, ("admin", "auditor", "dpo"), foreign=404),
    "GET /petugas/audit/<uuid:proof_id>/isi": desk(OPEN_FIRST, READERS, foreign=404),
    "GET /petugas/audit/<uuid:proof_id>/jawaban": desk(200, READERS, foreign=404),
    "GET /petugas/audit/<uuid:proof_id>/jws": desk(OPEN_FIRST, READERS, foreign=404),
    "GET /petugas/kebocoran": desk(200, ("admin", "dpo")),
    "POST /petugas/kebocoran": desk(422, ("admin", "dpo")),
    "GET /petugas/permintaan": desk(200, READERS),
    "GET /petugas/permintaan/<uuid:request_id>": desk(200, READERS, foreign=404),
    "POST /petugas/permintaan/<uuid:request_id>": desk(422, ("admin", "dpo")),
    "GET /petugas/permintaan/<uuid:request_id>/data": desk("/petugas/permintaan/<id>", READERS),
    "POST /petugas/permintaan/<uuid:request_id>/data": desk(422, ("admin", "dpo"), foreign=404),
    "GET /petugas/permintaan/<uuid:request_id>/buka": desk("/petugas/permintaan/<id>", READERS),
    "POST /petugas/permintaan/<uuid:request_id>/buka": desk(404, ("admin", "dpo")),
    "GET /petugas/paket/<uuid:package_id>/permintaan": desk(PACKAGE, READERS),
    "POST /petugas/paket/<uuid:package_id>/permintaan": desk(422, HOLDERS),
    "GET /petugas/penyimpanan": desk(200, READERS),
    "POST /petugas/penyimpanan": desk(422, ("admin", "dpo")),
    "GET /petugas/penyimpanan/<uuid:erasure_id>/berita-acara": desk(200, READERS, foreign=404),
    "GET /petugas/sanggahan": desk(200, EVERY_DESK),
    "GET /petugas/sanggahan/<uuid:dispute_id>": desk(200, READERS, foreign=404),
    "GET /petugas/sanggahan/<uuid:dispute_id>/catatan": desk(DISPUTE, READERS),
    "POST /petugas/sanggahan/<uuid:dispute_id>/catatan": desk(422, OFFICE, foreign=404),
    "GET /petugas/sanggahan/<uuid:dispute_id>/putusan": desk(DISPUTE, READERS),
    "POST /petugas/sanggahan/<uuid:dispute_id>/putusan": desk(422, (*OFFICE, "auditor"), foreign=404),
    "GET /petugas/sanggahan/<uuid:dispute_id>/telepon": desk(DISPUTE, READERS),
    "POST /petugas/sanggahan/<uuid:dispute_id>/telepon": desk(422, OFFICE, foreign=404),
    "GET /petugas/sanggahan/<uuid:dispute_id>/tanya": desk(DISPUTE, READERS),
    "POST /petugas/sanggahan/<uuid:dispute_id>/tanya": desk(DISPUTE, OFFICE, foreign=404),
    "GET /petugas/media/<uuid:media_id>": desk(OPEN_FIRST, READERS, foreign=404),
    "GET /petugas/media/<uuid:media_id>/kecil": desk(200, READERS, foreign=404),
}
