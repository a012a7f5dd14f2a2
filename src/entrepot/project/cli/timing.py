"""How long the steps of a command took, for commands whose speed is promised."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psutil


class Steps:
    """Seconds by step, counted from the moment the process began: what came before the first step is `start`."""

    def __init__(self) -> None:
        self._began = psutil.Process().create_time()
        self._seconds = {"start": time.time() - self._began}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count the block under that name, with what the name has already."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[name] = self._seconds.get(name, 0.0) + time.perf_counter() - began

    def seconds(self) -> Mapping[str, float]:
        """Seconds by step, and `all`, to a hundredth of a second."""
        every = self._seconds | {"all": time.time() - self._began}
        return {name: round(seconds, 2) for name, seconds in every.items()}
