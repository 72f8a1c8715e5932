"""The net promoter score."""

from collections.abc import Sequence


def nps(scores: Sequence[int]) -> int | None:
    """Per cent of promoters (9, 10) less per cent of detractors (0 to 6), -100..100; None where nobody answered.

    Reichheld, "The One Number You Need to Grow" (2003). Rounded half away from zero, so that a list and its mirror
    image get the same figure with the opposite sign.
    """
    if not scores:
        return None
    net = sum(score >= 9 for score in scores) - sum(score <= 6 for score in scores)
    size = (200 * abs(net) + len(scores)) // (2 * len(scores))
    return size if net >= 0 else -size
