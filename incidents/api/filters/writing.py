"""What addresses that write take."""

from incidents.api.filters.base import Parameters, flag


class Writing(Parameters):
    dry_run = flag("Decide everything, answer, and record nothing.", is_filter=False)
