"""Goods: what they earn, how fast they go, how long they last."""
