"""How often may be asked without signing in: so many requests a minute from one address."""

import time

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

MINUTE = 60


class Anonymous(BaseThrottle):
    """Counts in windows of a minute: one number for each address, whatever the rate."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        rate = settings.DEMARCHE_ANONYMOUS_RATE
        if not rate or request.user.is_authenticated:
            return True
        key = f"api-{int(time.time()) // MINUTE}-{self.get_ident(request)}"
        if cache.add(key, 1, MINUTE):
            return True
        try:
            return cache.incr(key) <= rate
        except ValueError:  # the minute ended in between
            return True

    def wait(self) -> int:
        return MINUTE - int(time.time()) % MINUTE
