"""The children that decode: capped, killed, replaced, and never mixing two pictures up."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from courier_app.evidence import decoders, image_worker
from courier_app.evidence.decoders import DecoderPool, DecodersBusy
from courier_app.evidence.picture_frame import Flaw, Flawed
from tests.evidence.pictures import a_file, a_photo

PHOTO = a_photo()
LARGE = a_file(Image.new("RGBA", (4000, 3000)), "PNG")  # the costliest of what may be decoded
LOADED = f"""
import importlib.util, os, time
spec = importlib.util.spec_from_file_location("worker", {image_worker.__file__!r})
worker = importlib.util.module_from_spec(spec)
spec.loader.exec_module(worker)
real = worker._answer
"""
SAYS_ITS_COUNT = """
count = 0
def counted(body, form, look):
    global count
    count += 1
    return worker.ANSWER.pack(b"", count, 1, 3) + b"\\xff\\xd8\\xff"
worker._answer = counted
"""

Pools = Callable[..., DecoderPool]


@pytest.fixture
def pool_of() -> Iterator[Pools]:
    """Pools of the real child with a change in it; their children end with the test."""
    made: list[DecoderPool] = []

    def make(change: str = "", *, children: int = 1, seconds: float = 10) -> DecoderPool:
        program = (sys.executable, "-I", "-c", f"{LOADED}{change}\nworker.main()")
        made.append(DecoderPool(program=program, children=children, seconds=seconds))
        return made[-1]

    yield make
    for pool in made:
        pool.close()


def flaw_of(pool: DecoderPool, body: bytes, form: str = "JPEG") -> Flaw:
    with pytest.raises(Flawed) as flawed:
        pool.examine(body, form)
    return flawed.value.flaw


def test_the_child_says_edges_and_gives_a_small_picture(pool_of: Pools) -> None:
    width, height, small = pool_of().examine(PHOTO, "JPEG")
    assert (width, height, small[:3]) == (640, 480, b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("body", "form", "size"), [(PHOTO, "JPEG", (640, 480)), (LARGE, "PNG", (4000, 3000))]
)
def test_a_picture_is_proven_without_a_small_one(
    pool_of: Pools, body: bytes, form: str, size: tuple[int, int]
) -> None:
    assert pool_of().prove(body, form) == (*size, b"")


def test_a_picture_that_eats_the_processor_is_too_heavy(pool_of: Pools) -> None:
    pool = pool_of(
        "worker.CPU_SECONDS = 1\ndef spin(body, form, look):\n    while True: pass\nworker._answer = spin"
    )
    assert flaw_of(pool, PHOTO) is Flaw.TOO_HEAVY


def test_a_picture_that_needs_more_memory_than_the_cap_is_too_heavy(pool_of: Pools) -> None:
    used = "int(open('/proc/self/statm').read().split()[0]) * os.sysconf('SC_PAGE_SIZE')"
    pool = pool_of(f"worker.MEMORY_BYTES = {used} + 16_000_000")
    assert flaw_of(pool, LARGE, "PNG") is Flaw.TOO_HEAVY


def test_proving_the_largest_signature_takes_a_few_pieces_of_memory(pool_of: Pools) -> None:
    used = "int(open('/proc/self/statm').read().split()[0]) * os.sysconf('SC_PAGE_SIZE')"
    pool = pool_of(f"worker.MEMORY_BYTES = {used} + 2_000_000")
    assert pool.prove(LARGE, "PNG") == (4000, 3000, b"")


def test_the_largest_picture_fits_into_the_real_cap(pool_of: Pools) -> None:
    assert pool_of().examine(LARGE, "PNG")[:2] == (4000, 3000)


def test_a_child_that_stalls_is_our_fault_and_not_the_pictures(pool_of: Pools) -> None:
    pool = pool_of("worker._answer = lambda body, form, look: time.sleep(60)", seconds=0.5)
    with pytest.raises(DecodersBusy):
        pool.examine(PHOTO, "JPEG")


def test_after_a_stall_the_next_picture_gets_its_own_answer(pool_of: Pools) -> None:
    """A late answer to the first picture must never be taken for the second one's."""
    late = "worker._answer = lambda body, form, look: body == b'slow' and time.sleep(1) or real(body, form, look)"
    pool = pool_of(late, seconds=0.6)
    with pytest.raises(DecodersBusy):
        pool.examine(b"slow", "JPEG")
    assert pool.examine(PHOTO, "JPEG")[:2] == (640, 480)


def test_a_child_killed_from_outside_is_replaced_and_the_picture_is_kept(pool_of: Pools, tmp_path) -> None:
    killed_once = f"""
def answer(body, form, look):
    try:
        os.close(os.open({str(tmp_path / "killed")!r}, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return real(body, form, look)
    os.kill(os.getpid(), 9)
worker._answer = answer
"""
    assert pool_of(killed_once).examine(PHOTO, "JPEG")[:2] == (640, 480)


def test_a_picture_that_kills_two_children_is_refused(pool_of: Pools) -> None:
    pool = pool_of("worker._answer = lambda body, form, look: os.kill(os.getpid(), 11)")
    assert flaw_of(pool, PHOTO) is Flaw.UNDECODABLE


def test_a_child_lives_for_a_limited_number_of_pictures(
    pool_of: Pools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoders, "PICTURES_PER_LIFE", 2)
    pool = pool_of(SAYS_ITS_COUNT)
    assert [pool.examine(PHOTO, "JPEG")[0] for _ in range(5)] == [1, 2, 1, 2, 1]


@pytest.mark.parametrize(
    "answer",
    [
        'worker.ANSWER.pack(b"", 9, 9, 9) + b"<script>a"',
        'worker.ANSWER.pack(b"", 9, 9, 2**31) + bytes(300_000)',
        'worker.ANSWER.pack(b"\\xff", 9, 9, 0)',
        'worker.ANSWER.pack(b"praise", 9, 9, 0)',
    ],
)
def test_a_child_that_was_taken_over_is_not_believed(pool_of: Pools, answer: str) -> None:
    pool = pool_of(f"worker._answer = lambda body, form, look: {answer}")
    assert flaw_of(pool, PHOTO) is Flaw.UNDECODABLE


def test_many_threads_get_the_answers_to_their_own_pictures(pool_of: Pools) -> None:
    pool = pool_of(children=2)
    widths = [8 * step for step in range(2, 42)]
    photos = [a_photo(width, 64) for width in widths]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda body: pool.examine(body, "JPEG"), photos))
    assert [width for width, _, _ in answers] == widths


def test_the_child_cannot_write_into_files(pool_of: Pools, tmp_path) -> None:
    tries = f"""
def answer(body, form, look):
    try:
        with open({str(tmp_path / "out")!r}, "wb", buffering=0) as file: file.write(body)
    except OSError: return real(body, form, look)
worker._answer = answer
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
"""
    assert pool_of(tries).examine(PHOTO, "JPEG")[:2] == (640, 480)


def test_the_child_sees_nothing_of_our_environment(pool_of: Pools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURAT_SECRET_KEY", "secret")
    leaks = 'assert "SURAT_SECRET_KEY" not in os.environ'
    assert pool_of(leaks).examine(PHOTO, "JPEG")[0] == 640


FORKS = """
import os, sys
from courier_app.evidence.images import check_picture
from tests.evidence.pictures import a_photo
photo = a_photo()
before = check_picture(photo, "image/jpeg")
child = os.fork()
same = check_picture(photo, "image/jpeg") == before
if child == 0:
    os._exit(0 if same else 1)
sys.exit(os.waitpid(child, 0)[1] or not same)
"""


def test_a_pool_used_before_a_fork_serves_both_processes() -> None:
    subprocess.run([sys.executable, "-c", FORKS], check=True, timeout=30)
