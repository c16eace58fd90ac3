"""Good and bad label texts with their expected answers, for the Python parser and the phone's.

Each case declares its answer by how it was built, never by asking a parser. Write the file anew:
    python -m tests.domain.label_vectors
"""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

from stdnum.iso7064 import mod_37_36

VECTORS = Path(__file__).parent.parent / "vectors" / "labels.json"
HOST = "surat.example.go.id"
PORT_HOST = "surat-uji.example.go.id:8443"
HOSTS = [HOST, PORT_HOST]
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

Case = dict[str, str | None]


def text() -> str:
    cases = {
        "about": "id is the expected answer; null means refused. Written by tests/domain/label_vectors.py.",
        "hosts": HOSTS,
        "urls": [*good_urls(), *bad_urls()],
        "entries": [*good_entries(), *bad_entries()],
    }
    return json.dumps(cases, indent=1, ensure_ascii=True) + "\n"


def label_ids(count: int, seed: int) -> list[str]:
    """Ids whose check character comes from python-stdnum."""
    rng, found = Random(seed), ["7K2M9QX4T1B8ZC3DA", "00000000000000009"]
    while len(found) < count:
        body = "".join(rng.choices(ALPHABET, k=16))
        if (check := mod_37_36.calc_check_digit(body)) in ALPHABET:
            found.append(body + check)
    return found


def case(why: str, given: str, answer: str | None = None) -> Case:
    return {"why": why, "text": given, "id": answer}


def good_urls() -> Iterator[Case]:
    for label_id in label_ids(14, seed=1):
        yield case("as printed", f"HTTPS://{HOST.upper()}/P/{label_id}", label_id)
        yield case("lower-case scheme and host", f"https://{HOST}/P/{label_id}", label_id)
        yield case("listed port", f"HTTPS://{PORT_HOST.upper()}/P/{label_id}", label_id)
    yield case("mixed case", f"hTtPs://SuRaT.eXaMpLe.Go.Id/P/{label_id}", label_id)


def bad_urls() -> Iterator[Case]:
    for label_id in label_ids(3, seed=2):
        yield from foreign_hosts(label_id)
        yield from more_than_an_address(label_id)
        yield from other_forms(label_id)
        yield from damaged_ids(label_id)


def foreign_hosts(label_id: str) -> Iterator[Case]:
    hosts = {
        "another host": "surat.example.com",
        "digit for letter": "surat.examp1e.go.id",
        "doubled letter": "surat.exxample.go.id",
        "letters swapped": "surat.exmaple.go.id",
        "rn for m": "surat.exarnple.go.id",
        "missing dot": "suratexample.go.id",
        "hyphen for dot": "surat-example.go.id",
        "ours as a subdomain of theirs": "surat.example.go.id.evil.example",
        "ours as the tail of theirs": "evilsurat.example.go.id",
        "below ours": "www.surat.example.go.id",
        "above ours": "example.go.id",
        "trailing dot": "surat.example.go.id.",
        "leading dot": ".surat.example.go.id",
        "double dot": "surat..example.go.id",
        "unlisted port": "surat.example.go.id:8443",
        "default port spelled out": "surat.example.go.id:443",
        "port zero": "surat.example.go.id:0",
        "empty port": "surat.example.go.id:",
        "port with letters": "surat.example.go.id:44a",
        "six digits of port": "surat-uji.example.go.id:084430",
        "leading zero in port": "surat-uji.example.go.id:08443",
        "listed host without its port": "surat-uji.example.go.id",
        "punycode": "xn--srat-0na.example.go.id",
        "Cyrillic a": "sur\u0430t.example.go.id",
        "Turkish dotless i": "surat.example.go.\u0131d",
        "long s": "\u017furat.example.go.id",
        "full-width dot": "surat\uff0eexample.go.id",
        "ideographic full stop": "surat\u3002example.go.id",
        "soft hyphen": "su\u00adrat.example.go.id",
        "zero-width space": "su\u200brat.example.go.id",
        "user-info": "surat.example.go.id@evil.example",
        "user before ours": "kurir@surat.example.go.id",
        "user and password before ours": "kurir:1@surat.example.go.id",
        "percent-encoded dot": "surat%2eexample.go.id",
        "underscore": "surat_x.example.go.id",
        "address number": "203.0.113.7",
        "IPv6": "[2001:db8::1]",
        "local machine": "localhost",
        "no host": "",
    }
    for why, host in hosts.items():
        yield case(why, f"HTTPS://{host}/P/{label_id}")


def more_than_an_address(label_id: str) -> Iterator[Case]:
    url = f"HTTPS://{HOST.upper()}/P/{label_id}"
    tails = ["?", "?A=1", "#", "#A", "/", "/..", ";A", " ", "\n", "\r\n", "\x00", "\t", "%20", "\u2028"]
    for tail in tails:
        yield case(f"ends with {tail!a}", url + tail)
    for head in (" ", "\n", "\ufeff", "URL:", "//", "\x01", "<"):
        yield case(f"begins with {head!a}", head + url)
    yield case("two labels", url + url)
    yield case("two lines", f"{url}\n{url}")
    yield case("97 characters", f"HTTPS://{'A' * 69}/P/{label_id}")


def other_forms(label_id: str) -> Iterator[Case]:
    forms = {
        "no encryption": f"HTTP://{HOST}/P/{label_id}",
        "other scheme": f"FTP://{HOST}/P/{label_id}",
        "script": f"javascript://{HOST}/P/{label_id}",
        "no scheme": f"{HOST}/P/{label_id}",
        "scheme left out": f"//{HOST}/P/{label_id}",
        "one slash": f"HTTPS:/{HOST}/P/{label_id}",
        "three slashes": f"HTTPS:///{HOST}/P/{label_id}",
        "backslashes": f"HTTPS:\\\\{HOST}\\P\\{label_id}",
        "backslash after the host": f"HTTPS://{HOST}\\/P/{label_id}",
        "long s in the scheme": f"HTTP\u017f://{HOST}/P/{label_id}",
        "tab in the scheme": f"HT\tTPS://{HOST}/P/{label_id}",
        "lower-case p": f"HTTPS://{HOST}/p/{label_id}",
        "another page": f"HTTPS://{HOST}/Q/{label_id}",
        "deeper page": f"HTTPS://{HOST}/X/P/{label_id}",
        "double slash": f"HTTPS://{HOST}//P/{label_id}",
        "dot segment": f"HTTPS://{HOST}/X/../P/{label_id}",
        "encoded P": f"HTTPS://{HOST}/%50/{label_id}",
        "id alone": label_id,
        "nothing": "",
    }
    for why, form in forms.items():
        yield case(why, form)


def damaged_ids(label_id: str) -> Iterator[Case]:
    other = ALPHABET[(ALPHABET.index(label_id[3]) + 1) % 32]
    damaged = {
        "one character changed": label_id[:3] + other + label_id[4:],
        "check character changed": label_id[:-1] + ALPHABET[(ALPHABET.index(label_id[-1]) + 1) % 32],
        "too short": label_id[:-1],
        "too long": label_id + "0",
        "lower-case id": "7k2m9qx4t1b8zc3da",
        "letter O": "OOOOOOOOOOOOOOOO9",
        "letter U": "U" + label_id[1:],
        "grouped": f"{label_id[:4]}-{label_id[4:]}",
        "full-width digit": "\uff10" + label_id[1:],
        "Arabic digit": "\u0660" + label_id[1:],
        "encoded character": f"%{ord(label_id[0]):02X}{label_id[1:]}",
        "no id": "",
    }
    for why, bad in damaged.items():
        yield case(why, f"HTTPS://{HOST}/P/{bad}")


def good_entries() -> Iterator[Case]:
    for label_id in label_ids(12, seed=3):
        groups = [label_id[start : start + 4] for start in range(0, 17, 4)]
        yield case("as it is", label_id, label_id)
        yield case("as printed", " ".join(groups), label_id)
        yield case("lower case with hyphens", "-".join(groups).lower(), label_id)
        yield case("O for 0, I for 1", label_id.replace("0", "O").replace("1", "I"), label_id)
        yield case("o for 0, l for 1", label_id.lower().replace("0", "o").replace("1", "l"), label_id)
    yield from other_gaps(label_ids(1, seed=3)[0])


def other_gaps(label_id: str) -> Iterator[Case]:
    yield case("i for 1", label_id.lower().replace("1", "i"), label_id)
    gaps = {
        "blanks around": "  ",
        "tab": "\t",
        "line break": "\r\n",
        "no-break space": "\u00a0",
        "hyphen": "\u2010",
        "no-break hyphen": "\u2011",
        "en dash": "\u2013",
    }
    for why, gap in gaps.items():
        yield case(why, gap + label_id[:8] + gap + label_id[8:] + gap, label_id)


def bad_entries() -> Iterator[Case]:
    for label_id in label_ids(4, seed=4):
        yield case("one character missing", label_id[:-1])
        yield case("one character too many", label_id + "0")
        yield case("letter U", label_id[0] + "U" + label_id[2:])
        for place in (0, 7, 16):
            other = ALPHABET[(ALPHABET.index(label_id[place]) + 5) % 32]
            yield case(f"character {place} changed", label_id[:place] + other + label_id[place + 1 :])
        yield case("an address", f"HTTPS://{HOST}/P/{label_id}")
        yield case("underscores", "_".join(label_id))
        yield case("full stops", ".".join(label_id))
    yield case("dotless i is no 1", "7K2M9QX4T\u0131B8ZC3DA")
    yield case("Kelvin sign is no K", "7\u212a2M9QX4T1B8ZC3DA")
    yield case("full-width letter", "\uff17K2M9QX4T1B8ZC3DA")
    yield case("Cyrillic letter", "7K2\u041c9QX4T1B8ZC3DA")
    yield case("zero-width space", "7K2M\u200b9QX4T1B8ZC3DA")
    yield case("byte-order mark", "\ufeff7K2M9QX4T1B8ZC3DA")
    yield case("null", "7K2M9QX4T1B8ZC3DA\x00")
    yield case("65 characters", "7K2M9QX4T1B8ZC3DA" + " " * 48)
    yield case("only blanks", "   ")
    yield case("nothing", "")


if __name__ == "__main__":
    VECTORS.parent.mkdir(exist_ok=True)
    VECTORS.write_text(text(), encoding="ascii")
