"""What every test may ask for."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.databases", "tests.house", "tests.everybody"]

# Machines are shared and noisy: how long a draw takes says nothing about the product.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
