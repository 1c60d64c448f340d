"""Codings as files: to and from the forms in which coders and other programs hold them."""
