"""What Pulumi's real engine takes, with the policy pack and without.

The provider is the embedded one (``local/provider``): what is measured is the engine, the program
and the pack, not AWS. Each pair, with the pack and without, is taken in turns.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from local.emulator.clients import Place
from local.emulator.emulator import running
from local.policy import OWN_PACK
from local.provider.server import serve
from local.pulumi import cli
from local.pulumi.workspace import Workspace, workspace

ROOT = Path(__file__).parents[1]
GENERATED = Path(__file__).with_name("generated")
GROUP = 4
"""How many resources the generated program declares for each of its groups."""

PACK = ("--policy-pack", str(OWN_PACK))
PREVIEW = ("preview", "-s", "dev")
UP = ("up", "--yes", "--skip-preview", "-s", "local")


def timed(engine: Workspace, *command: str) -> float:
    """The seconds of one command, which has to succeed."""
    begin = time.perf_counter()
    done = engine.run(*command, seconds=900)
    seconds = time.perf_counter() - begin
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return seconds


def compare(what: str, without: Callable[[], float], with_pack: Callable[[], float]) -> None:
    """Print the medians of both, taken in turns."""
    pairs = [(without(), with_pack()) for _ in range(runs)]
    show(what, *(statistics.median(side) for side in zip(*pairs, strict=True)))


def show(what: str, without: float, with_pack: float) -> None:
    """Print a row."""
    share = with_pack - without
    percent = 100 * share / without
    print(f"{what:28}{without:8.2f} s{with_pack:8.2f} s{share:8.2f} s{percent:6.0f} %", flush=True)


def compare_preview(what: str, engine: Workspace) -> None:
    """Print what a preview takes."""
    compare(what, lambda: timed(engine, *PREVIEW), lambda: timed(engine, *PREVIEW, *PACK))


@contextmanager
def project(folder: Path, port: int, **config: str) -> Generator[Workspace]:
    """A workspace with a stack ``dev`` of that configuration."""
    with workspace(cli.provide(), folder, provider_port=port) as engine:
        engine.run("stack", "init", "dev")
        for key, value in config.items():
            engine.run("config", "set", key, value, "-s", "dev")
        yield engine


def ups(*pack: str) -> tuple[float, float]:
    """What ``pulumi up`` of the laptop's stack takes from nothing, and again."""
    with (
        running(Place("000000000000", "eu-central-1")) as emulator,
        serve(emulator) as served,
        workspace(cli.provide(), ROOT, provider_port=served.port) as engine,
    ):
        engine.run("stack", "init", "local")
        return timed(engine, *UP, *pack), timed(engine, *UP, *pack)


def main(sizes: list[int]) -> None:
    """Print a table."""
    print(f"{'':28}{'without':>10}{'with pack':>10}{'pack adds':>10}")
    with serve() as served:
        with project(ROOT, served.port, accountId="111122223333") as engine:
            compare_preview("preview of dev", engine)
        for size in sizes:
            groups = str(-(-size // GROUP))
            with project(GENERATED, served.port, groups=groups) as engine:
                compare_preview(f"preview of {size} resources", engine)
    without, with_pack = (
        zip(*(ups(*pack) for _ in range(runs)), strict=True) for pack in ((), PACK)
    )
    for what, *sides in zip(
        ("up of local from nothing", "up of local again"), without, with_pack, strict=True
    ):
        show(what, *map(statistics.median, sides))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs of each, of which the median")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10, 100, 1000])
    given = parser.parse_args()
    runs: int = given.runs
    main(given.sizes)
