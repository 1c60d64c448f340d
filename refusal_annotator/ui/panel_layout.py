"""The panels beside the text as each coder wants them: shown or not, and how wide."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QSplitter, QWidget

from refusal_annotator.ui.panels.inspector import WIDTH as INSPECTOR_WIDTH
from refusal_annotator.ui.panels.inspector import WIDTH_SMALL as INSPECTOR_WIDTH_SMALL
from refusal_annotator.ui.panels.queue import WIDTH as QUEUE_WIDTH
from refusal_annotator.workspace.last_place import PanelState, keep_panels, panels_of

ROOMY = 1400  # below it the list closes to the rail
KEEP_MS = 300  # after a panel was moved


class PanelLayout(QObject):
    """Fits list, text and inspector of a splitter into the window."""

    def __init__(
        self, splitter: QSplitter, queue: QWidget, inspector: QWidget, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._splitter, self._queue, self._inspector = splitter, queue, inspector
        self._state = PanelState()
        self._coder_id: UUID | None = None
        self._timer = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._timer.timeout.connect(self._keep)
        splitter.splitterMoved.connect(lambda *_: self._on_moved())

    @property
    def is_roomy(self) -> bool:
        """Whether the window has room for the list."""
        return self._splitter.window().width() >= ROOMY

    def follow(self, coder_id: UUID | None) -> None:
        """Show the panels that this coder wants, when it is another one."""
        if coder_id is None or coder_id == self._coder_id:
            return
        if self._timer.isActive():
            self._timer.stop()
            self._keep()
        self._coder_id, self._state = coder_id, panels_of(coder_id)
        self.show_queue_where_wanted()
        self._inspector.setVisible(self._state.inspector)
        self.fit()

    def set_queue_visible(self, on: bool) -> None:
        """Show or hide the list, whatever the width."""
        self._queue.setVisible(on)
        self._change(queue=on)

    def set_inspector_visible(self, on: bool) -> None:
        """Show or hide the inspector."""
        self._inspector.setVisible(on)
        self._change(inspector=on)

    def show_queue_where_wanted(self) -> None:
        """Show the list as the coder or else the width of the window has it."""
        wish = self._state.queue
        self._queue.setVisible(self.is_roomy if wish is None else wish)

    def fit(self) -> None:
        """Give each panel its width."""
        usual = INSPECTOR_WIDTH if self.is_roomy else INSPECTOR_WIDTH_SMALL
        right = self._state.inspector_width or usual
        left = (self._state.queue_width or QUEUE_WIDTH) if self._queue.isVisible() else 0
        self._splitter.setSizes([left, max(400, self._splitter.width() - left - right), right])

    def _on_moved(self) -> None:
        left, _, right = self._splitter.sizes()
        sizes = {"queue_width": left, "inspector_width": right}
        self._change(**{name: size for name, size in sizes.items() if size})

    def _change(self, **changes: object) -> None:
        self._state = self._state.model_copy(update=changes)
        self._timer.start()

    def _keep(self) -> None:
        if self._coder_id is not None:
            keep_panels(self._coder_id, self._state)
