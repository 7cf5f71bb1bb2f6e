"""The option `--processes` of commands that share their work out."""

from argparse import ArgumentTypeError

from django.core.management.base import CommandParser

from incidents.log.processes import processors

MOST = 64


def add_processes(parser: CommandParser, what: str) -> None:
    """Let a command take `--processes`; `what` says what they do, in the plural."""
    told = f"how many {what} side by side in a long log (as many as processors, to eight: %(default)s)"
    parser.add_argument("--processes", type=number_of_processes, default=processors(), metavar="N", help=told)


def number_of_processes(told: str) -> int:
    """Read a number of processes. Raises ArgumentTypeError."""
    if not (told.isascii() and told.isdigit() and len(told) <= len(str(MOST)) and 1 <= int(told) <= MOST):
        raise ArgumentTypeError(f"“{told}” is no number of processes; give one from 1 to {MOST}.")
    return int(told)
