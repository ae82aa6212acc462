"""Sellers and their policies."""
