"""A hall of forty wares is drawn 30 times a second by processors alone, every pixel of it."""

import pytest

from tests.browser.station import CHROMIUM, NO_CHROMIUM
from tests.speed.showroom_speed import Measured, measure

WANTED = 30
CORES = 2  # on which it must be so
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)]


def _told(found: Measured) -> Measured:
    print(f"\n{found}")
    return found


def test_a_frame_of_forty_wares_takes_no_more_processor_time_than_two_cores_have_for_it() -> None:
    found = _told(measure(40, 4))
    assert (found.frames_a_second > 0, found.scale) == (True, 1)
    assert found.cpu_ms <= CORES * 1000 / WANTED


@pytest.mark.soak  # what stands on the clock is measured while nothing else runs
def test_forty_wares_are_drawn_thirty_times_a_second() -> None:
    found = _told(measure(40, 8))
    assert found.frames_a_second >= WANTED
    assert found.scale == 1
