"""Passes that rewrite: what a blueprint says in short is written out in full."""
