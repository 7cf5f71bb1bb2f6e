"""Demarche: an event-sourced tracker of diplomatic incidents."""
