"""Every reason to keep nothing of what was sent: a type, a stable code, a sentence a courier understands."""

from courier_app.domain.refusal import Refusal as Refusal
from courier_app.domain.refusals_cases import CaseClosed as CaseClosed
from courier_app.domain.refusals_cases import DeliveryContested as DeliveryContested
from courier_app.domain.refusals_cases import DeliveryOverturned as DeliveryOverturned
from courier_app.domain.refusals_desk import CourierNotFit as CourierNotFit
from courier_app.domain.refusals_desk import FeeNotTariff as FeeNotTariff
from courier_app.domain.refusals_desk import ReasonNeeded as ReasonNeeded
from courier_app.domain.refusals_erasure import PackageHeld as PackageHeld
from courier_app.domain.refusals_erasure import RequestClosed as RequestClosed
from courier_app.domain.refusals_exchange import CardMoved as CardMoved
from courier_app.domain.refusals_exchange import CardOwed as CardOwed
from courier_app.domain.refusals_exchange import CardRuleBroken as CardRuleBroken
from courier_app.domain.refusals_exchange import SealDiffers as SealDiffers
from courier_app.domain.refusals_exchange import SecondOfficerNeeded as SecondOfficerNeeded
from courier_app.domain.refusals_handovers import HandoverClosed as HandoverClosed
from courier_app.domain.refusals_handovers import HandoverTaken as HandoverTaken


class EvidenceMissing(Refusal):
    """The whole came before its parts. `missing` lists the hashes to send first."""

    code = "evidence-missing"
    title = "Bukti belum lengkap"
    sentence = "Kirim dulu foto dan tanda tangan yang belum sampai, lalu kirim lagi."


class ProofConflict(Refusal):
    """The same proof id with other bytes; the first one stays as it is."""

    code = "proof-conflict"
    title = "Bukti lain sudah tersimpan"
    sentence = (
        "Nomor bukti ini sudah dipakai untuk isi yang berbeda. Bukti pertama tidak diubah. Hubungi kantor."
    )


class BadSignature(Refusal):
    """The device signature does not cover these bytes."""

    code = "bad-signature"
    title = "Tanda tangan perangkat tidak cocok"
    sentence = "Tanda tangan perangkat pada bukti ini tidak cocok. Bukti tetap ada di ponsel. Hubungi kantor."


class UnknownDevice(Refusal):
    """The signing key was never enrolled to this courier."""

    code = "unknown-device"
    title = "Perangkat belum terdaftar"
    sentence = "Ponsel ini belum terdaftar untuk akun Anda. Masuk lagi untuk mendaftarkannya."


class UnknownPackage(Refusal):
    """No package has this label."""

    code = "unknown-package"
    title = "Paket tidak dikenal"
    sentence = "Label ini tidak ada dalam catatan kami. Periksa label, lalu hubungi kantor."


class Invalid(Refusal):
    """The body does not match its schema. `errors` point at members, never at their content."""

    code = "invalid"
    title = "Isi tidak sesuai"
    sentence = "Isi kiriman tidak sesuai aturan. Bukti tetap ada di ponsel. Hubungi kantor."


class MediaMismatch(Refusal):
    """What arrived has another length or hash than its address says."""

    code = "media-mismatch"
    title = "Berkas rusak di jalan"
    sentence = "Berkas yang sampai berbeda dari yang dikirim. Kirim lagi."


class NotAPicture(Refusal):
    """The bytes are not a picture that we can show. `reason` is a stable word."""

    code = "not-a-picture"
    title = "Bukan foto yang dapat dibaca"
    sentence = "Foto ini tidak dapat dibaca. Ambil ulang fotonya."


class MediaTooLarge(Refusal):
    """More bytes than the cap."""

    code = "too-large"
    title = "Berkas terlalu besar"
    sentence = "Berkas terlalu besar. Ambil ulang fotonya."


class MediaTypeUnknown(Refusal):
    """A content type that this address does not take."""

    code = "media-type"
    title = "Jenis berkas tidak diterima"
    sentence = "Jenis berkas ini tidak diterima. Gunakan foto JPEG atau PNG."


class ChallengeOver(Refusal):
    """The one-time challenge was used, or is older than its five minutes."""

    code = "challenge-over"
    title = "Pendaftaran ponsel terlambat"
    sentence = "Pendaftaran ponsel terlambat atau terulang. Coba lagi."


class DeviceRefused(Refusal):
    """This device key was revoked, or belongs to somebody else."""

    code = "device-refused"
    title = "Ponsel ini tidak dapat dipakai untuk akun Anda"
    sentence = "Ponsel ini tidak dapat dipakai untuk akun Anda. Hubungi kantor; data di ponsel tetap aman."


class NotAllowed(Refusal):
    """This account may not do this, or not with this object."""

    code = "not-allowed"
    title = "Tidak diizinkan"
    sentence = "Akun Anda tidak boleh melakukan ini."


class SignInNeeded(Refusal):
    """No session, or one that has ended."""

    code = "sign-in-needed"
    title = "Perlu masuk lagi"
    sentence = "Sesi Anda sudah berakhir. Masuk lagi; data di ponsel tetap aman."


class BadCredentials(Refusal):
    """Unknown user, wrong password, closed account: the same words for all."""

    code = "bad-credentials"
    title = "Nama pengguna atau kata sandi salah"
    sentence = "Nama pengguna atau kata sandi salah."


class TooManyTries(Refusal):
    """A limit was reached. `retry_after` is in seconds."""

    code = "too-many-tries"
    title = "Terlalu sering mencoba"
    sentence = "Terlalu sering mencoba. Tunggu sebentar, lalu coba lagi."


class ForeignOrigin(Refusal):
    """A state-changing request that did not come from our own pages."""

    code = "foreign-origin"
    title = "Permintaan dari situs lain"
    sentence = "Permintaan ini tidak berasal dari halaman kami."


class FormExpired(Refusal):
    """A form without the token of this session: the page is older than the session, or not ours."""

    code = "form-expired"
    title = "Halaman ini sudah terlalu lama terbuka"
    sentence = "Halaman ini sudah terlalu lama terbuka. Muat ulang, lalu kirim lagi."


class NotYetPublished(Refusal):
    """No checkpoint of the ledger covers this entry yet: it takes seconds."""

    code = "not-yet-published"
    title = "Tunggu sebentar"
    sentence = "Catatan ini belum masuk ke log terbuka. Coba lagi dalam satu menit."


class WrongStatus(Refusal):
    """The package's status does not allow this move."""

    code = "wrong-status"
    title = "Status paket tidak sesuai"
    sentence = "Status paket tidak memungkinkan langkah ini. Muat ulang halaman."


class RulesMoved(Refusal):
    """The draft, or the edition, is not any more what the page showed."""

    code = "rules-moved"
    title = "Aturan sudah berubah"
    sentence = "Rekan Anda mengubah aturan ini sejak halaman dibuka. Muat ulang halaman, lalu periksa lagi."


class RulesRefused(Refusal):
    """A draft that says what no edition may say; `problems` names fields and codes."""

    code = "rules-refused"
    title = "Aturan belum lengkap"
    sentence = "Ada isian aturan yang belum dapat diterbitkan. Perbaiki drafnya dahulu."


class AlreadyReviewed(Refusal):
    """A proof has one verdict, and somebody else was faster."""

    code = "already-reviewed"
    title = "Bukti ini sudah diputuskan"
    sentence = "Rekan Anda sudah memberi putusan untuk bukti ini. Muat ulang halaman untuk membacanya."


class WrongClaimCode(Refusal):
    """Alias and claim code do not belong together, or no try is left: the same words for both."""

    code = "wrong-claim-code"
    title = "Nomor paket atau kode klaim salah, atau kodenya terkunci"
    sentence = (
        "Nomor paket atau kode klaim salah, atau kodenya sedang terkunci. Setelah lima kali salah, kode terkunci "
        "sampai besok, juga untuk kode yang benar; kantor bisa memberi kode baru sekarang juga."
    )


class FormUsed(Refusal):
    """The same form again, after its package was given another claim code: nothing is registered twice."""

    code = "form-used"
    title = "Formulir ini sudah dipakai"
    sentence = "Paket ini sudah terdaftar, dan kode klaimnya sudah diganti. Cari paketnya di daftar."


class NotAnExport(Refusal):
    """No queue that a courier's phone handed over as a file."""

    code = "not-an-export"
    title = "Bukan cadangan antrean kurir"
    sentence = "Berkas ini bukan cadangan antrean dari ponsel kurir. Pilih berkas yang dibagikan kurir."


class SealedForOther(Refusal):
    """Sealed for a key that this installation does not hold, or holds no more."""

    code = "sealed-for-other"
    title = "Dikunci untuk kantor lain"
    sentence = "Cadangan ini dikunci dengan kunci yang tidak ada di server ini. Hubungi operator."


class SealedDamaged(Refusal):
    """Bytes changed on the way: nothing of this piece can be read."""

    code = "sealed-damaged"
    title = "Cadangan rusak"
    sentence = "Bagian cadangan ini berubah atau rusak di jalan. Minta kurir membuat cadangan baru."


class ExportIncomplete(Refusal):
    """The file ends before what it announced."""

    code = "export-incomplete"
    title = "Cadangan terpotong"
    sentence = "Cadangan ini terpotong: foto atau tanda tangannya tidak ada. Minta kurir mengirimnya lagi."


class ExportTooLarge(Refusal):
    """More bytes than one proof, or one list of contents, can have."""

    code = "export-too-large"
    title = "Cadangan terlalu besar"
    sentence = "Bagian cadangan ini lebih besar daripada yang dibuat ponsel kurir. Tidak ada yang diimpor."


class SenderUnproven(Refusal):
    """An unsigned proof without a voucher of ours: nobody can tell which courier's it is."""

    code = "sender-unproven"
    title = "Pengirim tidak dapat dipastikan"
    sentence = (
        "Bukti tanpa tanda tangan ini tidak membawa tanda dari server. Kirim dari ponsel kurir sendiri."
    )


class OtherOffice(Refusal):
    """A courier of another office: their own officers import it."""

    code = "other-office"
    title = "Kurir kantor lain"
    sentence = "Cadangan ini dari kurir kantor lain. Minta petugas kantor itu yang mengimpornya."


class LinkClosed(Refusal):
    """A signing link that nobody may use any more. `reason`: unknown, over, used."""

    code = "signing-link-closed"
    title = "Kode QR ini tidak dapat dipakai"
    sentence = "Kode QR ini lewat waktu atau sudah dipakai. Minta kurir menampilkan yang baru."


REFUSALS: tuple[type[Refusal], ...] = tuple(Refusal.__subclasses__())
