"""The open project: every use case, without Qt and without SQL.

Interfaces ask only this folder; it puts the parts of the shelf below together.
"""
