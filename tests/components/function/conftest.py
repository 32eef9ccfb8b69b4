from pathlib import Path

import pytest


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "lambda/checkout"
    folder.mkdir(parents=True)
    (folder / "handler.py").write_text("def handler(event, context): ...\n")
    return folder
