"""The stores of the storage tests."""

from __future__ import annotations

from tests.storage.conftest import new_store, open_store, postgres_stores

__all__ = ["new_store", "open_store", "postgres_stores"]
