"""A stack's first preview: what it declares, and what the policies say of it."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from local.engine.backend import PreviewBackend
from local.engine.project import Project, StackConfig
from local.engine.run import Run, run_program
from local.errors import PackError
from local.policy import OWN_PACK, config
from local.policy.client import Judgement, judge
from local.policy.config import PolicyConfig
from local.policy.process import PackProcess
from local.report.documents import AccessDocument, access_documents

if TYPE_CHECKING:
    from local.usage.result import Usage

_FUNCTION = "aws:lambda/function:Function"


@dataclass(frozen=True)
class Preview:
    """What a preview found.

    Attributes:
        run: What the program declares.
        judgement: What the policies say of it.
        documents: Its access documents.
        timings: Seconds: ``program``, ``policies`` (after the program's end) and ``total``.
        usages: What each function calls, beside what it was granted.
    """

    run: Run
    judgement: Judgement
    documents: tuple[AccessDocument, ...]
    timings: Mapping[str, float]
    usages: "tuple[Usage, ...]" = ()

    @property
    def refused(self) -> bool:
        """Whether a mandatory rule is violated, or a function calls what AWS will refuse."""
        return self.judgement.refused or any(one.missing for one in self.usages)

    @property
    def exit_code(self) -> int:
        """That of the judgement; 1 also for a call without a grant. A grant too many is advice."""
        return self.judgement.exit_code or int(self.refused)


def preview(
    stack: StackConfig, packs: Sequence[Path], configs: Sequence[PolicyConfig] = ()
) -> Preview:
    """Run a stack's program as a first preview, and ask the policy packs in these folders.

    Args:
        stack: The stack.
        packs: The packs' folders.
        configs: What each pack is told, in their order.

    Raises:
        LocalError: The program failed, or a pack did.
    """
    started = time.perf_counter()
    with ExitStack() as held:
        # The packs load while the program runs.
        processes = [held.enter_context(PackProcess(folder, stack)) for folder in packs]
        run = run_program(stack, PreviewBackend())
        ran = time.perf_counter()
        # The packs judge in processes of their own: meanwhile this one has time.
        beside = held.enter_context(ThreadPoolExecutor(max_workers=1))
        usages = beside.submit(_usages, run)
        judgement = judge(processes, run.resources, run.component_outputs, stack, configs)
        compared = usages.result()
        judged = time.perf_counter()
    return Preview(
        run=run,
        judgement=judgement,
        documents=access_documents(run.resources),
        timings={"program": ran - started, "policies": judged - ran, "total": judged - started},
        usages=compared,
    )


def _usages(run: Run) -> "tuple[Usage, ...]":
    if not any(resource.type == _FUNCTION for resource in run.resources):
        return ()
    from local.usage.usages import usages  # noqa: PLC0415 -- only stacks with functions need it

    return usages(run)


def packs_of(project: Project | None, named: Sequence[str]) -> list[Path]:
    """The folders of the packs to ask: the named ones, else the project's own, else Bulwark's."""
    if named:
        return [Path(folder) for folder in named]
    own = project.folder / "policies" if project else OWN_PACK
    return [own if (own / "PulumiPolicy.yaml").is_file() else OWN_PACK]


def configs_of(
    packs: Sequence[Path], files: Sequence[str], profile: str | None
) -> list[PolicyConfig]:
    """What each pack is told: its own profile of that name, then the file in its place.

    Raises:
        PackError: A pack has no such profile, or a file cannot be read.
    """
    configs: list[PolicyConfig] = []
    for number, pack in enumerate(packs):
        base = config.read(_profile(pack, profile)) if profile else {}
        own = config.read(Path(files[number])) if number < len(files) else {}
        configs.append(config.merged(base, own))
    return configs


def _profile(pack: Path, name: str) -> Path:
    folder = pack / "profiles"
    known = sorted(file.stem for file in folder.glob("*.json"))
    if name not in known:
        allowed = ", ".join(known) or "none: the pack ships no profiles"
        raise PackError(f"policy pack {pack}: profile: got {name!r}; allowed: {allowed}.")
    return folder / f"{name}.json"
