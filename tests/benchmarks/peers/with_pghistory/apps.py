from django.apps import AppConfig


class WithPghistoryConfig(AppConfig):
    name = "tests.benchmarks.peers.with_pghistory"
    label = "b_pghistory"
