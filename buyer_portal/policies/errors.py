"""Change here what is said of a policy that cannot be used."""


class PolicyError(ValueError):
    """A policy file or a seller's table that is wrong: which file, which key, and why."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}" if key else f"{file}: {reason}")
        self.file = file
        self.key = key
        self.reason = reason
