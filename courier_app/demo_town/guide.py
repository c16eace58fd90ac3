"""What to try in the demo town: kept beside the data, for the claim codes are known in clear only once."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from courier_app.services.packages import Registered

FILE = "demo-town.json"
LABELS = "demo-labels.pdf"


@dataclass(frozen=True)
class Sample:
    """A package to look at. `claim_code` is the citizen's."""

    label_id: str
    alias: str
    claim_code: str

    @classmethod
    def of(cls, made: Registered) -> "Sample":
        return cls(made.package.label_id, made.package.alias, made.claim_code)


@dataclass(frozen=True)
class Guide:
    """One package that arrived and one that has not, of the first office."""

    delivered: Sample
    on_the_way: Sample


def write_guide(folder: Path, guide: Guide) -> None:
    """For its owner alone; written before the town is committed, so a town without a guide cannot be."""
    path = folder / FILE
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(json.dumps(asdict(guide), indent=1))


def read_guide(folder: Path) -> Guide | None:
    path = folder / FILE
    if not path.exists():
        return None
    kept = json.loads(path.read_text())
    return Guide(Sample(**kept["delivered"]), Sample(**kept["on_the_way"]))
