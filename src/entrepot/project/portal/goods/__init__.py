"""Goods of a seller: what drafting still needs of each, and a grid to fill it in."""
