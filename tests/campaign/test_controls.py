"""The checker sees each mistake that it is there for, in a build that makes it."""

from pathlib import Path

import pytest

from tests.campaign.builds import Change, NotThere, a_build
from tests.campaign.campaign import Campaign
from tests.campaign.controls import CONTROLS, Control, its_shift


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name.replace(" ", "-"))
def test_a_build_is_caught_that(control: Control, tmp_path: Path) -> None:
    broken = Campaign(tmp_path, 1, [its_shift(control)], control.changes, control.befalls, patience_s=10)
    verdict = broken.run()
    assert control.caught in {finding.wrong for finding in verdict.findings}


def test_a_control_that_would_change_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotThere):
        a_build(tmp_path / "build", [Change("wsgi.py", "no such text", "")])
