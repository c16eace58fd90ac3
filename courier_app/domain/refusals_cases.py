"""What citizens' cases leave no room for; refusals.py has them with all others."""

from courier_app.domain.refusal import Refusal


class CaseClosed(Refusal):
    """A verdict ends a case, once; and a case has room for so many words."""

    code = "case-closed"
    title = "Sanggahan sudah selesai"
    sentence = "Sanggahan ini sudah selesai atau penuh. Muat ulang halamannya, atau telepon kantor."


class DeliveryContested(Refusal):
    """The recipient says that it has not come, and nobody has decided yet."""

    code = "delivery-contested"
    title = "Tanda terima ditahan"
    sentence = (
        "Ada laporan bahwa penerima belum menerima paket ini, dan kantor sedang memeriksanya. "
        "Sampai putusannya ada, tanda terima tidak diberikan."
    )


class DeliveryOverturned(Refusal):
    """A verdict found that the recipient has not received what was recorded as delivered."""

    code = "delivery-overturned"
    title = "Tidak ada tanda terima untuk serah terima ini"
    sentence = (
        "Kantor memeriksa serah terima ini dan memutuskan bahwa penerima tidak menerimanya. "
        "Kantor tidak menandatangani tanda terima untuk catatan yang keliru."
    )
