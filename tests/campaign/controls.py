"""Builds with one safety taken out. Each makes a mistake that real apps have made, and the checker must see it."""

from dataclasses import dataclass

from tests.campaign.builds import Change
from tests.campaign.checker import Wrong
from tests.campaign.plan import Capture, Cut, Do, Shift, Step
from tests.faults.proxy import Fault

SENDER, UPLOAD, OUTBOX = (f"static/js/courier/{name}.js" for name in ("sender", "upload", "outbox"))
SEND = "  return upload(row, { partOf, notePartKept, ackKey: session.ack_key, send: line })\n"
STORE = 'import { announce } from "./store.js"\n'
NOTE = "  if (ack) return noteAcknowledged(row.proof, ack.text, ack.said)\n"
VERDICT = "  const verdict = verdictOf({ status, problem, acknowledged: ack !== null })\n"
PARTS = (
    '    ...parts.map(({ sha256, type, data }) => put("parts", { proof: row.proof, sha256, type, data })),\n'
)
FROZEN = """  announce("outbox")
  return kept
"""


@dataclass(frozen=True)
class Control:
    """`befalls`: the faults under which the mistake shows; `caught`: what the checker must say of it at least."""

    name: str
    changes: tuple[Change, ...]
    befalls: dict[Fault, int]
    caught: Wrong
    cut: Cut = Cut.NOTHING


TAKES_OUT_FIRST = Control(
    "takes a proof out of the queue before it is acknowledged",
    (
        Change(SENDER, STORE, 'import { announce, strictly } from "./store.js"\n'),
        Change(
            SENDER,
            SEND,
            '  await strictly(["waiting"], (tx) => tx.objectStore("waiting").delete(row.proof))\n' + SEND,
        ),
    ),
    {Fault.EARLY_DROP: 1, Fault.EARLY_503: 1},
    Wrong.LOST,
)
RENAMED = """  return upload(await renamed(row), {
    partOf: (_, name) => partOf(row.proof, name),
    notePartKept: (_, name) => notePartKept(row.proof, name),
    ackKey: session.ack_key,
    send: line,
  })
}

async function renamed(row) {
  const { sha256, sign, utf8 } = await import("./jws.js")
  const { kid, keys } = await storedKey(row.user)
  const said = JSON.parse(atob(row.body.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")))
  said.proof = crypto.randomUUID()
  const bytes = utf8(JSON.stringify(said))
  const body = await sign({ alg: "ES256", kid, typ: "pod+jws" }, bytes, keys.privateKey)
  return { ...row, proof: said.proof, body, mh: await sha256(bytes), jh: await sha256(utf8(body)) }
"""
NEW_NAME_EACH_TRY = Control(
    "gives a proof a new id and a new signature at each try",
    (Change(SENDER, SEND, RENAMED),),
    {Fault.LATE_DROP: 1, Fault.CUT_ANSWER: 1},
    Wrong.DOUBLED,
)
BELIEVES_200 = Control(
    "takes any answer 200 for a yes, a portal's page too",
    (
        Change(
            UPLOAD,
            VERDICT,
            VERDICT.replace("verdictOf(", 'status === 200 || status === 201 ? "sent" : verdictOf('),
        ),
        Change(SENDER, STORE, STORE + 'const YES = { verdict: "accepted", reason: null }\n'),
        Change(
            SENDER,
            NOTE,
            '  if (ack || verdict === "sent")\n'
            '    return noteAcknowledged(row.proof, ack?.text ?? "", ack?.said ?? YES)\n',
        ),
    ),
    {Fault.EARLY_HTML: 1},
    Wrong.LOST,
)
SAVES_APART = Control(
    "saves the record first and its photos a moment later",
    (
        Change(OUTBOX, PARTS, ""),
        Change(
            OUTBOX,
            FROZEN,
            "  await new Promise((done) => setTimeout(done, 1000))\n"
            '  await strictly(["parts"], (tx) =>\n'
            "    Promise.all(\n"
            "      parts.map(({ sha256, type, data }) =>\n"
            '        tx.objectStore("parts").put({ proof: row.proof, sha256, type, data }),\n'
            "      ),\n"
            "    ),\n"
            "  )\n" + FROZEN,
        ),
    ),
    {Fault.EARLY_DROP: 1},
    Wrong.PARTS_GONE,
    Cut.STRIKE,
)
CONTROLS = (TAKES_OUT_FIRST, NEW_NAME_EACH_TRY, BELIEVES_200, SAVES_APART)
CAPTURES = 8  # a mistake that so few do not show is not caught in time


def its_shift(control: Control, *, strength: float = 0.6) -> Shift:
    """Captures by modules, and between them the courier's tap that sends."""
    steps = [Step(Do.WEATHER, strength=strength)]
    for number in range(CAPTURES):
        capture = Capture(
            number=number,
            by_hand=False,
            outcome="delivered",
            assigned=False,
            cut=control.cut if number == CAPTURES - 1 else Cut.NOTHING,
            after_s=0.3,
            again=False,
        )
        steps += [Step(Do.CAPTURE, capture=capture), Step(Do.SEND)]
    return Shift("control", control.name, tuple(steps))
