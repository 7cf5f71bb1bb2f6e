"""The rule of four eyes holds unless an administrator of the machine switches it off, and the log then says so."""

import subprocess
import sys

import pytest

from incidents.domain.catalogue import CATALOGUE
from incidents.domain.incident import IncidentReviewed
from tests.paths import ROOT

TELL = "from django.conf import settings; print(settings.DEMARCHE_FOUR_EYES)"


@pytest.mark.parametrize(
    ("told", "holds"),
    [(None, True), ("", True), ("on", True), ("yes", True), ("nonsense", True), ("off", False), ("OFF", False),
     ("0", False), ("no", False), ("false", False)],
)  # fmt: skip
def test_only_a_clear_word_switches_it_off(clean_environment, told, holds):
    environment = {**clean_environment, "DJANGO_SETTINGS_MODULE": "tracker.settings", "SECRET_KEY": "x" * 50}
    if told is not None:
        environment["DEMARCHE_FOUR_EYES"] = told
    ran = subprocess.run([sys.executable, "-c", TELL], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ran.stdout.strip() == str(holds), ran.stderr


def test_what_the_log_says_is_no_personal_field_and_cannot_be_erased():
    (stored,) = (event for event in CATALOGUE["incident"].events if event.form is IncidentReviewed)
    assert "four_eyes" not in stored.personal
