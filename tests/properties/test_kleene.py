"""Laws of three-valued logic, on random expressions over random rows with missing values."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from gongwei.domain.evaluation import value_of
from gongwei.domain.expr import And, Or, Value
from gongwei.domain.scene import Scene, Unknown

ROW = st.fixed_dictionaries({}, optional={key: st.integers(0, 3) for key in "abcd"})
MUST = st.sampled_from([Value(key, absent="must") for key in "abc"])
MAY = st.just(Value("d", absent="may"))


def atoms(values):
    operators = st.sampled_from(["__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__"])
    return st.builds(lambda v, op, n: getattr(v, op)(n), values, operators, st.integers(0, 3))


def trees(values):
    return st.recursive(
        atoms(values),
        lambda inner: st.one_of(
            st.builds(lambda a, b: a & b, inner, inner),
            st.builds(lambda a, b: a | b, inner, inner),
            st.builds(lambda a: ~a, inner),
        ),
        max_leaves=6,
    )


def read(expr, row):
    return value_of(expr, Scene(day=date(2026, 1, 1), values=row))


def truth(expr, row):
    value = read(expr, row)
    return None if isinstance(value, Unknown) else value


ALL = trees(MUST | MAY)


@given(ALL, ALL, ROW)
def test_and_or_and_not_follow_their_tables(a, b, row):
    x, y = truth(a, row), truth(b, row)
    both = False if False in (x, y) else None if None in (x, y) else True
    either = True if True in (x, y) else None if None in (x, y) else False
    assert truth(a & b, row) is both
    assert truth(a | b, row) is either
    assert truth(~a, row) is (None if x is None else not x)


@given(ALL, ALL, ROW)
def test_de_morgan_holds(a, b, row):
    assert read(~(a & b), row) == read(~a | ~b, row)
    assert read(~(a | b), row) == read(~a & ~b, row)


@given(ALL, ALL, ALL, ROW)
def test_order_and_grouping_do_not_matter(a, b, c, row):
    assert read(a & b, row) == read(b & a, row)
    assert read(And((a, And((b, c)))), row) == read(And((And((a, b)), c)), row)
    assert read(Or((a, Or((b, c)))), row) == read(Or((Or((a, b)), c)), row)


@settings(max_examples=200)
@given(trees(MUST), ROW, ROW)
def test_learning_a_value_never_turns_what_was_certain(expr, row, learned):
    known = truth(expr, row)
    if known is not None:
        assert truth(expr, {**learned, **row}) is known


@given(trees(MUST), ROW)
def test_an_unknown_names_only_what_is_missing(expr, row):
    value = read(expr, row)
    if isinstance(value, Unknown):
        assert value.keys
        assert value.keys.isdisjoint(row)


@given(trees(MAY), ROW)
def test_what_may_be_absent_never_makes_anything_unknown(expr, row):
    assert truth(expr, row) is not None
