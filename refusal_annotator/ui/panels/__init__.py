"""Panels around the article: the list of articles, the inspector, forms, bars."""
