"""A bare FastAPI route that reads one SQLite row, as a child on a Unix socket."""

import sqlite3
from pathlib import Path

from fastapi import FastAPI

app = FastAPI()
_rows = sqlite3.connect(":memory:", check_same_thread=False)
_rows.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, title TEXT)")
_rows.execute("INSERT INTO orders VALUES (1, 'Terracotta table lamp')")


@app.get("/order")
def order() -> dict[str, str]:
    """Return the one row."""
    title = _rows.execute("SELECT title FROM orders WHERE id = 1").fetchone()[0]
    return {"title": title, "at": Path(__file__).name}
