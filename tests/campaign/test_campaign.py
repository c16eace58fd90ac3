"""The randomised campaign in small: everything goes wrong once. `make campaign` is the large one."""

from pathlib import Path

from tests.campaign.campaign import Campaign, line_of
from tests.campaign.plan import Cut, Do, everything_once, shifts

SEED = 7


def test_whatever_happens_every_capture_that_said_selesai_arrives_once_and_whole(tmp_path: Path) -> None:
    verdict = Campaign(tmp_path, SEED, [everything_once(str(SEED))]).run()
    assert verdict.findings == []
    assert (verdict.counts["captures"], verdict.counts["by_hand"]) == (12, 2)
    assert verdict.counts["said"] >= 7  # four are cut off in the act, and one may fall to a busy machine
    assert {name for name, n in verdict.kills.items() if n} == {"browser", "page", "server", "worker"}
    assert sum(verdict.faults.values()) > 0
    assert line_of(verdict, seed=SEED)["lost"] == 0


def test_the_small_campaign_holds_everything_that_can_go_wrong() -> None:
    steps = everything_once("any").steps
    assert {step.do for step in steps} == set(Do)
    assert {step.capture.cut for step in steps if step.capture} == set(Cut)


def test_a_seed_gives_the_same_plan_again() -> None:
    assert list(shifts(3, captures=40, per_shift=30)) == list(shifts(3, captures=40, per_shift=30))
    assert list(shifts(3, captures=40, per_shift=30)) != list(shifts(4, captures=40, per_shift=30))


def test_at_least_a_tenth_goes_through_the_screens() -> None:
    captures = [capture for shift in shifts(3, captures=300, per_shift=30) for capture in shift.captures]
    assert len(captures) == 300
    assert sum(capture.by_hand for capture in captures) >= 30
