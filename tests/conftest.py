"""What every test may ask for."""

from hypothesis import HealthCheck, settings

from tests.compiled import compile_addresses_once, compile_statements_once

pytest_plugins = ["tests.databases", "tests.house", "tests.everybody", "tests.lives"]

# Machines are shared and noisy: how long a draw takes says nothing about the product.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

compile_addresses_once()
compile_statements_once()
