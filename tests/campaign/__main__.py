"""`make campaign`: captures under random faults, and one line of JSON with what came of them."""

import argparse
import json
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.campaign.campaign import Campaign, line_of
from tests.campaign.plan import shifts

PER_SHIFT = 30  # no more photos and signatures than one courier may send in a minute


def main() -> int:
    asked = argparse.ArgumentParser(prog="make campaign", description=__doc__)
    asked.add_argument("--captures", type=int, default=300)
    asked.add_argument("--seed", type=int, default=20261124)
    asked.add_argument(
        "--folder", type=Path, help="an empty folder that is kept, with history, database and log"
    )
    asked.add_argument("--tell", action="store_true", help="every step on the terminal")
    said = asked.parse_args()
    plan = tuple(shifts(said.seed, captures=said.captures, per_shift=PER_SHIFT))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that every process of ours ends with us
    say = tell if said.tell else lambda _: None
    with tempfile.TemporaryDirectory(prefix="campaign-") as folder:
        verdict = Campaign(said.folder or Path(folder), said.seed, plan, say=say).run()
    for finding in verdict.findings:
        sys.stderr.write(f"{finding.wrong}: {finding.about} {finding.words}\n")
    sys.stdout.write(json.dumps(line_of(verdict, seed=said.seed)) + "\n")
    return 1 if verdict.findings else 0


def tell(words: str) -> None:
    sys.stderr.write(f"{time.strftime('%X')} {words}\n")


if __name__ == "__main__":
    sys.exit(main())
