"""What every test may ask for."""

import gc

from hypothesis import HealthCheck, settings

from tests.compiled import compile_addresses_once, compile_statements_once

pytest_plugins = ["tests.databases", "tests.house", "tests.everybody", "tests.lives"]

# Machines are shared and noisy: how long a draw takes says nothing about the product.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

compile_addresses_once()
compile_statements_once()


def pytest_collection_finish() -> None:
    """What is here now stays for the whole run: looking through it again for waste was a tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def pytest_unconfigure() -> None:
    """Libraries that count what nobody freed would call all of it a leak."""
    gc.unfreeze()
