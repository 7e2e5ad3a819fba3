"""The workbench at rest: all that a key set going is done and drawn, however long the machine takes for it.

Textual's own way is to wait until the process has used little processor time for 20 ms: three times for each key, and
on a busy machine perhaps too short. Here the event loop itself is asked whether anything is left to run.
"""

import asyncio
from contextlib import suppress
from typing import Any

import pytest
from textual._context import active_app
from textual.screen import Screen
from textual.worker import WorkerCancelled


async def at_rest(*_seconds: float) -> None:
    """Return when no message waits, no thread of the app computes, no new size and nothing to be drawn is left."""
    app = active_app.get()
    while True:
        await _nothing_ready()
        threads = [worker for worker in app.workers if worker._thread_worker and not worker.is_finished]
        if threads:
            with suppress(WorkerCancelled):  # a newer one took its place
                await app.workers.wait_for_complete(threads)
        elif app._resize_event is not None:
            app._check_resize()
        elif app._running and _is_to_be_drawn(app.screen):
            app.screen._on_timer_update()
        else:
            return


def let_pilots_rest_so(patch: pytest.MonkeyPatch) -> None:
    """Have every ``Pilot`` wait this way after keys and clicks."""
    for module in ("app", "pilot"):
        patch.setattr(f"textual.{module}.wait_for_idle", at_rest)


async def _nothing_ready() -> None:
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    await asyncio.sleep(0)
    while ready:
        await asyncio.sleep(0)


def _is_to_be_drawn(screen: Screen[Any]) -> bool:
    is_due = screen._layout_required or screen._scroll_required or screen._repaint_required
    return bool(is_due or screen._dirty_widgets or screen._recompose_required or screen._callbacks)
