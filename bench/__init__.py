"""Figures of the portal, each beside a baseline measured in the same run (``make bench``)."""
