"""What a coded corpus is: frozen values and pure functions, with no database and no screen.

May import pydantic, PyYAML, numpy and the standard library; nothing else of this package imports
upwards from here.
"""
