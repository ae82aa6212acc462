"""One folder a screen: page.py draws, state.py reacts."""
