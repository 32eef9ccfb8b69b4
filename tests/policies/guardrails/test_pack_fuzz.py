"""Resources of any content are judged: nothing raises, and nothing takes long."""

import pytest

from benchmarks.pack_fuzz import run

pytestmark = pytest.mark.thorough


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_no_resource_breaks_a_rule_or_keeps_it_busy() -> None:
    told, faults, _ = run(2000, seed=7)

    assert faults == []
    assert len(told) > 50
