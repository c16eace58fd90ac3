"""Bad weather for one kind of request."""

from tests.faults.proxy import Fault, Request

API = "/kurir/api/"
MEDIA, PROOF = f"{API}media/", f"{API}proofs/"


class Weather:
    """The same fault at every address that begins so, until it is fair again; or only so many times."""

    def __init__(self, fault: Fault, beginning: str, times: int | None = None) -> None:
        self.fault, self.beginning, self.times = fault, beginning, times

    def __call__(self, request: Request) -> Fault:
        if not request.path.startswith(self.beginning) or request.method != "PUT" or self.times == 0:
            return Fault.NONE
        self.times = None if self.times is None else self.times - 1
        return self.fault


def no_line(request: Request) -> Fault:
    """Nothing of the courier's reaches the server; the shell still does."""
    return Fault.EARLY_DROP if request.path.startswith(API) else Fault.NONE
