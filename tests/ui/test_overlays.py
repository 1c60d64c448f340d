"""One thing lies over the window at a time, and goes when another comes."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt

from refusal_annotator.ui.dialogs.keys import Overlay


def overlays(window):
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return window.findChildren(Overlay)


def test_another_one_takes_the_place_of_the_first(study):
    for show in (study.overlays.show_keys, study.overlays.show_palette, study.overlays.show_recent):
        show()
        assert overlays(study) == [study.overlays.current]
        assert study.overlays.is_open
    study.overlays.leave()
    assert overlays(study) == []


def test_what_was_left_by_esc_may_be_left_again(study, qtbot):
    study.overlays.show_palette()
    qtbot.keyClick(study.overlays.current, Qt.Key.Key_Escape)
    assert overlays(study) == []
    assert not study.overlays.is_open
    study.overlays.leave()
    study.overlays.show_keys()
    assert study.overlays.is_open
