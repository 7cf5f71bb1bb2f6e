"""Prints docs/export-dictionary.md: .venv/bin/python -m scripts.render_export_dictionary > docs/export-dictionary.md"""

import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    from incidents.exports.dictionary import page

    sys.stdout.write(page())


if __name__ == "__main__":
    main()
