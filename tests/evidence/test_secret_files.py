"""A key file that anybody else may read stops the process."""

from collections.abc import Callable
from pathlib import Path

import pytest

from courier_app.evidence.secret_files import UnsafeKeyFile
from courier_app.evidence.signing import load_acknowledgement_key, make_acknowledgement_key
from courier_app.evidence.vault import load_kek_ring, make_kek_file

Make = Callable[[Path], None]
Load = Callable[[Path], object]
BOTH = pytest.mark.parametrize(
    ("make", "load"),
    [(make_kek_file, load_kek_ring), (make_acknowledgement_key, load_acknowledgement_key)],
    ids=["vault", "acknowledgements"],
)


@BOTH
def test_a_new_key_file_is_for_its_owner_alone(make: Make, load: Load, tmp_path: Path) -> None:
    make(tmp_path / "secrets" / "key.json")
    assert (tmp_path / "secrets" / "key.json").stat().st_mode & 0o777 == 0o600


@BOTH
def test_a_new_key_file_loads(make: Make, load: Load, tmp_path: Path) -> None:
    make(tmp_path / "key.json")
    assert load(tmp_path / "key.json")


@BOTH
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o620, 0o601])
def test_a_key_file_that_others_may_touch_is_refused(
    make: Make, load: Load, mode: int, tmp_path: Path
) -> None:
    make(tmp_path / "key.json")
    (tmp_path / "key.json").chmod(mode)
    with pytest.raises(UnsafeKeyFile, match="chmod 600"):
        load(tmp_path / "key.json")


@BOTH
def test_a_missing_key_file_is_named(make: Make, load: Load, tmp_path: Path) -> None:
    with pytest.raises(UnsafeKeyFile, match="missing"):
        load(tmp_path / "key.json")


@BOTH
def test_a_key_is_never_replaced(make: Make, load: Load, tmp_path: Path) -> None:
    make(tmp_path / "key.json")
    first = (tmp_path / "key.json").read_bytes()
    with pytest.raises(FileExistsError):
        make(tmp_path / "key.json")
    assert (tmp_path / "key.json").read_bytes() == first


NO_KEYS = [
    b"",
    b"[]",
    b"{}",
    b'{"current":"a","keys":{}}',
    b'{"current":"a","keys":{"a":"c2hvcnQ="}}',
    b'{"current":"a","keys":{"a":"***"}}',
    b'{"kty":"EC","crv":"P-256","x":"039VDyTec-7trO4HP_zkh68s5Cx0tzRVRT98lF--ihM",'
    b'"y":"B1Kkj3EV2umaPhCNuRYpE2_a-a2H7zlsm8nuwqCt2a0"}',
]


@BOTH
@pytest.mark.parametrize("content", NO_KEYS)
def test_a_file_without_the_right_key_is_refused_and_not_shown(
    make: Make, load: Load, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / "key.json").write_bytes(content)
    (tmp_path / "key.json").chmod(0o600)
    with pytest.raises(UnsafeKeyFile) as refusal:
        load(tmp_path / "key.json")
    assert str(refusal.value).startswith(str(tmp_path))
    assert "c2hvcnQ" not in str(refusal.value)
