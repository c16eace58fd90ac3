"""Stands between Playwright and a stock Firefox, and answers for it what this Firefox does not know yet.

Playwright speaks WebDriver BiDi with a stock Firefox (channel `moz-firefox`) and sends some commands unasked that only
newer ones have. They change how a page looks, never what it does. Run in Firefox's place: it starts the real one with
the same arguments and says, as Firefox does, where it listens.
"""

import asyncio
import json
import re
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

SAID_YES_TO = frozenset({"emulation.setMediaFeaturesOverride"})
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
LARGEST = 64 * 1024 * 1024


def answer_for(message: str) -> str | None:
    """What Firefox would say if it knew the command; None for everything that it shall answer itself."""
    asked = json.loads(message)
    if asked.get("method") not in SAID_YES_TO:
        return None
    return json.dumps({"type": "success", "id": asked["id"], "result": {}})


async def stand_in(firefox: str, arguments: list[str]) -> None:
    process = await create_subprocess_exec(firefox, *arguments, stderr=PIPE)
    real = await _address(process)
    listening = asyncio.create_task(_pass_on(process))
    async with serve(lambda browser: _relay(browser, real), "127.0.0.1", 0, max_size=LARGEST) as server:
        (_host, port), *_ = (socket.getsockname() for socket in server.sockets)
        _say(f"WebDriver BiDi listening on ws://127.0.0.1:{port}\n".encode())
        await process.wait()
    await listening


async def _address(process: Process) -> str:
    while line := await _line(process):
        if found := LISTENING.search(line.decode()):
            return found[1]
        _say(line)
    raise RuntimeError("Firefox ended before it listened.")


async def _relay(playwright: ServerConnection, real: str) -> None:
    async with connect(f"{real}/session", max_size=LARGEST) as firefox:
        down = asyncio.create_task(_carry_down(firefox, playwright))
        async for message in playwright:
            answer = answer_for(str(message))
            await (firefox.send(message) if answer is None else playwright.send(answer))
        down.cancel()


async def _carry_down(firefox: object, playwright: ServerConnection) -> None:
    async for message in firefox:  # type: ignore[attr-defined]
        await playwright.send(message)


async def _pass_on(process: Process) -> None:
    while line := await _line(process):
        _say(line)


async def _line(process: Process) -> bytes:
    return await process.stderr.readline() if process.stderr else b""


def _say(line: bytes) -> None:
    sys.stderr.buffer.write(line)
    sys.stderr.flush()


if __name__ == "__main__":
    asyncio.run(stand_in(sys.argv[1], sys.argv[2:]))
