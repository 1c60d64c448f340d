"""What the pinned libraries must do on this Python, found out the hard way."""

from __future__ import annotations

import sys
from importlib.metadata import version

import pytest
from PySide6.QtGui import QImage, QPainter


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal since Python 3.12")
def test_painting_loses_no_reference_to_none() -> None:
    """PySide6 6.12.0 loses one per call on Python 3.11 and aborts after about 5,000."""
    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    with QPainter(image) as painter:
        painter.save()
        painter.restore()
        before = sys.getrefcount(None)
        for _ in range(1000):
            painter.save()
            painter.restore()
        lost = before - sys.getrefcount(None)
    assert lost <= 10, f"{lost} references to None lost in 2,000 calls: this PySide6 will abort"


def test_pyside_is_of_the_known_good_line() -> None:
    major, minor = version("PySide6-Essentials").split(".")[:2]
    assert (6, 10) <= (int(major), int(minor)) < (6, 12)
