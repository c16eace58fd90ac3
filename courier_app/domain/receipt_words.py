"""What a receipt says in letters, and what each means on paper (evidence.md 3.1). None tells who somebody is."""

from courier_app.domain.kinds import KINDS
from courier_app.domain.recipients import Relation
from courier_app.domain.words import Words

DELIVERED = "D"
LONGEST_ISSUER = 35  # bytes: more would need a larger QR
FAMILY = (
    Relation.SPOUSE,
    Relation.PARENT,
    Relation.ADULT_CHILD,
    Relation.SIBLING,
    Relation.KK_MEMBER,
    Relation.RELATIVE,
)
LETTER_OF = (
    dict.fromkeys(Relation, "O")
    | dict.fromkeys(FAMILY, "F")
    | dict.fromkeys((Relation.GUARDIAN, Relation.PROXY), "P")
    | {Relation.SELF: "S"}
)
RELATION_OF_LETTER = {
    "S": Words("yang bersangkutan sendiri", "the person named"),
    "F": Words("keluarga", "family"),
    "P": Words("wali atau pemegang surat kuasa", "a guardian or a proxy"),
    "O": Words("orang lain di alamat tujuan", "somebody else at the address"),
}
# Six letters at most: more would need a larger QR under a long issuer. Which certificate it was stays untold.
CLASS_WORDS = {
    "KTP-EL": Words("KTP elektronik", "electronic identity card"),
    "KIA": Words("Kartu Identitas Anak", "child identity card"),
    "KK": Words("Kartu Keluarga", "family card"),
    "AKTA": Words("akta pencatatan sipil", "civil-registry certificate"),
    "DOK": Words("dokumen kependudukan", "registry document"),
}
_CLASS_OF = {"KTP_EL": "KTP-EL", "KIA": "KIA", "KK": "KK"}


def class_of(kind: str) -> str:
    """The document's class of a kind such as AKTA_LAHIR; what must stay discreet is a document like any other."""
    if kind in _CLASS_OF:
        return _CLASS_OF[kind]
    return "AKTA" if kind.startswith("AKTA") and not KINDS[kind].discreet else "DOK"
