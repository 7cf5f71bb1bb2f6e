"""Where tests find the project's own files, and the shared ones beside it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
