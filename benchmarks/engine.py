"""What Pulumi's real engine takes, with the policy pack and without.

    .venv/bin/python benchmarks/engine.py [RUNS]

The provider is the embedded one (``local/provider``): what is measured is the engine, the program
and the pack, not AWS. With and without the pack run in turns.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from local.emulator.clients import Place
from local.emulator.emulator import running
from local.policy import OWN_PACK
from local.provider.server import serve
from local.pulumi import cli
from local.pulumi.workspace import Workspace, workspace

ROOT = Path(__file__).parents[1]
SIZES = (10, 100, 1000)
PACK = ("--policy-pack", str(OWN_PACK))
GENERATED = """
import pulumi_aws as aws
import pulumi

provider = aws.Provider("aws", region="eu-central-1", allowed_account_ids=["000000000000"])
own = pulumi.ResourceOptions(provider=provider)
for number in range({count}):
    name = f"queue{{number}}"
    aws.sqs.Queue(name, name=name, visibility_timeout_seconds=30, opts=own)
"""


def timed(engine: Workspace, *command: str) -> float:
    """The seconds of one command; a policy's refusal does not count as a failure."""
    begin = time.perf_counter()
    done = engine.run(*command, seconds=600)
    seconds = time.perf_counter() - begin
    if done.returncode and "mandatory" not in done.stdout:
        sys.exit(done.stdout + done.stderr)
    return seconds


def compare(what: str, engine: Workspace, runs: int) -> None:
    """Print the medians of previews without the pack and with it, taken in turns."""
    preview = ("preview", "-s", "dev")
    pairs = [(timed(engine, *preview), timed(engine, *preview, *PACK)) for _ in range(runs)]
    without = statistics.median(pair[0] for pair in pairs)
    with_pack = statistics.median(pair[1] for pair in pairs)
    show(what, without, with_pack)


def show(what: str, without: float, with_pack: float) -> None:
    """Print a row."""
    share = with_pack - without
    percent = 100 * share / without
    print(f"{what:28}{without:8.2f} s{with_pack:8.2f} s{share:8.2f} s{percent:6.0f} %")


@contextmanager
def generated(count: int) -> Generator[Path]:
    """A project with that many queues."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "Pulumi.yaml").write_text("name: generated\nruntime: python\n")
        (folder / "__main__.py").write_text(GENERATED.format(count=count))
        yield folder


def main(runs: str = "3") -> None:
    """Print a table."""
    folder = cli.provide()
    print(f"{'':28}{'without':>10}{'with pack':>10}{'share':>10}")
    with serve() as served:
        with workspace(folder, ROOT, provider_port=served.port) as engine:
            engine.run("stack", "init", "dev")
            engine.run("config", "set", "bulwark:accountId", "111122223333", "-s", "dev")
            compare("pulumi preview -s dev", engine, int(runs))
        for count in SIZES:
            with (
                generated(count) as project,
                workspace(folder, project, provider_port=served.port) as engine,
            ):
                engine.run("stack", "init", "dev")
                compare(f"preview, {count} resources", engine, int(runs))
    with (
        running(Place("000000000000", "eu-central-1")) as emulator,
        serve(emulator) as served,
        workspace(folder, ROOT, provider_port=served.port) as engine,
    ):
        engine.run("stack", "init", "local")
        up = ("up", "--yes", "--skip-preview", "-s", "local")
        print(f"{'pulumi up -s local, first':28}{timed(engine, *up):8.2f} s")
        print(f"{'pulumi up -s local, again':28}{timed(engine, *up):8.2f} s")


if __name__ == "__main__":
    main(*sys.argv[1:])
