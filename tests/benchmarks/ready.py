"""Makes Django ready on import: for processes that are forked from a server which has loaded everything already."""

import django

django.setup()
