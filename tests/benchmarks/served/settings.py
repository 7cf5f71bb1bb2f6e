"""The settings of the benchmarks, with addresses for plain REST framework added."""

from tests.benchmarks.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.served.urls"
