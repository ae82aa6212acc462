"""Me: who is signed in and what waits."""
