"""One file a step, numbered in the order in which they run.

Databases remember the ``revision`` inside a file, never its name: an id stays what it is, also the
early ones, which were given before the order was known. The next step is ``v20_<name>.py`` with the
revision ``v20``, and so on.
"""
