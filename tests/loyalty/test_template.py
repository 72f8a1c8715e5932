"""The owner's texts and their blanks."""

from hypothesis import given
from hypothesis import strategies as st

from loyalty.template import blanks, fill


def test_blanks_are_filled_and_unknown_ones_stay() -> None:
    assert fill("{name}, до {until}! {nmae} {} {Name}", {"name": "Анна", "until": "5 мая"}) == (
        "Анна, до 5 мая! {nmae} {} {Name}"
    )


def test_a_customer_who_calls_themselves_a_blank_gets_nothing_by_it() -> None:
    assert fill("{name}: {coupon}", {"name": "{coupon}", "coupon": "XYZ"}) == "{coupon}: XYZ"


def test_the_blanks_are_named_in_order_and_once() -> None:
    assert blanks("{b} {a} {b} {A} { a }") == ("b", "a")


@given(
    st.text(),
    st.dictionaries(st.sampled_from(["name", "shop"]), st.text(alphabet=st.characters(exclude_characters="{}"))),
)
def test_what_is_filled_in_is_never_read_again(template: str, values: dict[str, str]) -> None:
    once = fill(template + "{name}{shop}", values)
    assert fill(once, {}) == once
    for name, value in values.items():
        assert value in once
        assert "{" + name + "}" not in once
