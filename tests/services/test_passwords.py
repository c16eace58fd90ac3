"""Passwords: strong by default, bounded, and as slow for nobody as for somebody."""

import re
import threading
import time

import pytest
from argon2 import PasswordHasher

from courier_app.config import settings_from
from courier_app.services import passwords
from courier_app.services.passwords import (
    STRONG,
    PasswordTooLong,
    hash_password,
    hasher_of,
    is_outdated,
    verify,
)

QUICK = hasher_of("quick")
KEPT = hash_password("kopi susu", hasher=QUICK)


def test_the_right_password_fits_and_a_wrong_one_does_not():
    assert verify(KEPT, "kopi susu", hasher=QUICK)
    assert not verify(KEPT, "kopi sus", hasher=QUICK)


@pytest.mark.parametrize("kept", [None, "", "-", "$argon2id$broken"])
def test_without_a_hash_nothing_fits(kept):
    assert not verify(kept, "", hasher=QUICK)


def test_what_is_checked_for_nobody_costs_what_somebody_s_costs():
    seen = []

    class Noting(PasswordHasher):
        def verify(self, hash, password):
            seen.append(re.sub(r"\$[^$]+\$[^$]+$", "", hash))
            return super().verify(hash, password)

    hasher = Noting(memory_cost=8, time_cost=1, parallelism=1)
    verify(KEPT, "x", hasher=hasher)
    verify(None, "x", hasher=hasher)
    assert seen == ["$argon2id$v=19$m=8,t=1,p=1"] * 2


def test_the_default_is_the_strong_one():
    assert (STRONG.memory_cost, STRONG.time_cost, STRONG.parallelism) == (65_536, 3, 4)
    assert (STRONG.salt_len, STRONG.hash_len) == (16, 32)


def test_a_hash_of_other_parameters_is_outdated():
    assert is_outdated(KEPT, hasher=hasher_of("small"))
    assert not is_outdated(KEPT, hasher=QUICK)


def test_more_than_128_characters_are_refused_before_hashing():
    with pytest.raises(PasswordTooLong):
        hash_password("x" * 129, hasher=QUICK)
    assert hash_password("x" * 128, hasher=QUICK)


def test_no_more_than_four_are_hashed_at_once():
    now, most, lock = 0, 0, threading.Lock()

    class Slow(PasswordHasher):
        def hash(self, password, *, salt=None):
            nonlocal now, most
            with lock:
                now += 1
                most = max(most, now)
            time.sleep(0.02)
            with lock:
                now -= 1
            return "hash"

    hashing = [
        threading.Thread(target=hash_password, args=("x",), kwargs={"hasher": Slow()}) for _ in range(12)
    ]
    for thread in hashing:
        thread.start()
    for thread in hashing:
        thread.join()
    assert most == 4


ENV = {
    "SURAT_DATA_DIR": "data",
    "SURAT_PUBLIC_URL": "https://surat.example.go.id",
    **dict.fromkeys(("SURAT_SECRET_KEY", "SURAT_CLAIM_KEY", "SURAT_INDEX_KEY"), "5a" * 32),
}


def test_a_tiny_server_may_choose_the_floor():
    cost = settings_from(ENV | {"SURAT_ARGON2_COST": "small"}).argon2_cost
    assert passwords.COSTS[cost] == (19_456, 2, 1)


def test_nobody_runs_a_real_server_with_the_tests_cost():
    with pytest.raises(SystemExit):
        settings_from(ENV | {"SURAT_ARGON2_COST": "quick"})
    assert settings_from(ENV).argon2_cost == "strong"
