"""Actors on their pages: names with their script, tenures on a time line, who held an office, who is called alike."""
