"""Pictures of every screen on the sample study.

    python tests/screenshots/make.py OUT [--theme light dark high_contrast] [--size 1440x900]

Runs without a display (QT_QPA_PLATFORM=offscreen) as well as with one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from refusal_annotator.ui.pictures import SIZES, THEMES, take_pictures
from refusal_annotator.workspace.demo import prepare_sample


def main(arguments: list[str] | None = None) -> int:
    """Write the pictures and say where."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", nargs="?", default="screenshots", type=Path)
    parser.add_argument("--theme", nargs="+", choices=THEMES, default=list(THEMES[:2]))
    parser.add_argument("--size", nargs="+", default=list(SIZES))
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="pictures-") as scratch:
        project = prepare_sample(Path(scratch))
        written = take_pictures(project, options.out, themes=options.theme, sizes=options.size)
    print(f"{len(written)} pictures in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
