"""Change here how passwords are hashed and compared."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MAX_PASSWORD: Final = 1000
HASHING_THREADS: Final = 2

# Source: OWASP Password Storage Cheat Sheet, argon2id with 19 MiB, two passes, one lane.
_hasher: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_threads: Final = ThreadPoolExecutor(HASHING_THREADS, "argon2")
"""A bound on memory: more sign-ins at once than this wait their turn."""


def hash_now(password: str) -> str:
    """Return the hash of a password; takes tens of milliseconds."""
    return _hasher.hash(password)


@cache
def hash_of_known(password: str) -> str:
    """Return one hash per process for a password that is public anyway: those of scenarios."""
    return hash_now(password)


async def is_password(password: str, password_hash: str) -> bool:
    """Compare, in the same time whether there is an account (``password_hash``) or not."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads, _compare, password, password_hash)


def _compare(password: str, password_hash: str) -> bool:
    try:
        _hasher.verify(password_hash or _dummy_hash(), password[:MAX_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
    return bool(password_hash)


@cache
def _dummy_hash() -> str:
    """Return the hash that names without an account are compared with."""
    return hash_now("nobody has this password")
