from refusal_annotator.ui.coding.margins import MarginPainter
MarginPainter._is_head = lambda self, bar: True
from tests.benchmarks.test_window_bench import *  # noqa
