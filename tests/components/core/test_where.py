import pytest

from components.core.where import Where, camel_case


def test_our_keys_are_spelt_for_the_reader_and_his_names_are_left_alone() -> None:
    where = Where("bulwark:organization", camel_case).name("my_unit").key("role_name")

    assert str(where) == "bulwark:organization.my_unit.roleName"
    assert str(Where("Organization 'main'").key("role_name")) == "Organization 'main'.role_name"


@pytest.mark.parametrize(
    ("name", "spelt"), [("adopt", "adopt"), ("scps_per_target", "scpsPerTarget")]
)
def test_camel_case_joins_the_words(name: str, spelt: str) -> None:
    assert camel_case(name) == spelt
