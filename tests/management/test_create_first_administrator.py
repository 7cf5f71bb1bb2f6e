"""manage.py create_first_administrator: one person with a password that is printed once."""

import io

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def create() -> list[str]:
    output = io.StringIO()
    call_command("create_first_administrator", stdout=output)
    return output.getvalue().splitlines()


def test_it_prints_name_and_password_of_a_superuser():
    user, password = create()
    assert user == "user: admin"
    found = authenticate(username="admin", password=password.removeprefix("password: "))
    assert found.is_superuser and found.is_staff


def test_the_second_time_it_does_nothing():
    create()
    assert create() == []
    assert get_user_model().objects.filter(is_superuser=True).count() == 1


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_superuser": False}, {"password": "!unusable"}])
def test_somebody_who_cannot_administrate_does_not_count(change):
    create()
    get_user_model().objects.update(**change)
    assert create()[0] == "user: admin2"


def test_two_passwords_differ():
    first = create()
    get_user_model().objects.all().delete()
    assert create()[1] != first[1]
