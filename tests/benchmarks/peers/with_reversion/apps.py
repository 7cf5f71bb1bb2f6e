from django.apps import AppConfig


class WithReversionConfig(AppConfig):
    name = "tests.benchmarks.peers.with_reversion"
    label = "b_reversion"
