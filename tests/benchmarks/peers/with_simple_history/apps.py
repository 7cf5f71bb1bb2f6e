from django.apps import AppConfig


class WithSimpleHistoryConfig(AppConfig):
    name = "tests.benchmarks.peers.with_simple_history"
    label = "b_simple"
