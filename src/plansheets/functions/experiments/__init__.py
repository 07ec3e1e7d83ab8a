"""Tests of one page, price or message against another."""
