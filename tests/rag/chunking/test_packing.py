from hypothesis import given
from hypothesis import strategies as st

from rag.chunking.packing import Unit, pack

UNITS = st.lists(
    st.builds(Unit, st.integers(1, 30), st.sampled_from(["sentence", "paragraph", "heading", "wall"]))
)


@given(UNITS, st.integers(10, 100))
def test_groups_partition_the_units_and_keep_the_size(units: list[Unit], size: int) -> None:
    groups = pack(units, size)
    assert [index for start, end in groups for index in range(start, end)] == list(range(len(units)))
    for start, end in groups:
        assert end - start == 1 or sum(unit.length for unit in units[start:end]) <= size
        assert all(unit.before != "wall" for unit in units[start + 1 : end])


def test_groups_are_balanced_rather_than_filled() -> None:
    assert pack([Unit(10)] * 12, 100) == [(0, 6), (6, 12)]


def test_a_cut_falls_at_a_heading_when_one_is_near() -> None:
    units = [Unit(10)] * 5 + [Unit(10, "heading")] + [Unit(10)] * 6
    assert pack(units, 100) == [(0, 5), (5, 12)]


def test_a_group_ends_above_a_heading_rather_than_halfway_into_its_section() -> None:
    units = [Unit(10)] * 2 + [Unit(10, "heading")] + [Unit(10)] * 6
    assert pack(units, 80) == [(0, 2), (2, 9)]


def test_no_units_make_no_groups() -> None:
    assert pack([], 80) == []
