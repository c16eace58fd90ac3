"""What the server gives is what the phone's own type declarations say, to the letter: TypeScript is the judge."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from courier_app.domain.packages import Status
from tests.evidence.phones import Phone
from tests.town import a_package, an_office
from tests.web.courier.doors import a_postman, enrol, sign_in
from tests.web.courier.test_trips import STRANGER, TOKEN, claim, look, open_handover

ROOT = Path(__file__).parents[3]
COMPILER = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
DECLARED = ROOT / "static" / "js" / "types" / "courier-api.js"
OPTIONS = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "--module", "nodenext"]


@pytest.fixture
def answers(app, house, ports):
    """(interface, answer) of a courier's morning and a driver's."""
    with house.transaction() as session:
        office = an_office(session)
        budi = a_postman(session, office)
        a_package(session, ports, office, courier=budi, status=Status.PICKED_UP)
    open_handover(house, ports, office, TOKEN)
    postman, driver = app.test_client(), app.test_client()
    return [
        ("SessionOut", sign_in(postman)),
        ("SessionOut", postman.get("/kurir/api/session")),
        ("RoundOut", postman.get("/kurir/api/round")),
        ("ChallengeOut", postman.post("/kurir/api/challenges", json={})),
        ("DeviceOut", enrol(postman, Phone())),
        ("TripLookOut", look(driver)),
        ("SessionOut", claim(driver)),
        ("RoundOut", driver.get("/kurir/api/round")),
        ("Problem", claim(driver, claim=STRANGER)),
    ]


def faults(folder: Path, samples: list[tuple[str, object]]) -> str:
    """What the compiler has to say about these literals."""
    lines = [
        f'export const sample{n}: import("{DECLARED.as_posix()}").{name} = {json.dumps(value)}'
        for n, (name, value) in enumerate(samples)
    ]
    (folder / "samples.ts").write_text("\n".join(lines))
    command = [shutil.which("node") or "node", str(COMPILER), *OPTIONS, str(folder / "samples.ts")]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    return run.stdout


def test_every_answer_fits_the_type_that_the_phone_declares(answers, tmp_path):
    assert faults(tmp_path, [(name, answer.json) for name, answer in answers]) == ""


def test_a_missing_or_strange_member_would_be_noticed(answers, tmp_path):
    _, session = answers[0]
    less = {name: value for name, value in session.json.items() if name != "ack_key"}
    found = faults(tmp_path, [("SessionOut", less), ("SessionOut", {**session.json, "role": "admin"})])
    assert "samples.ts(1," in found
    assert "samples.ts(2," in found
