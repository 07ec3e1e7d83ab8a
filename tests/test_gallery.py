"""The gallery shows every sheet there is, and pictures stay small."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"


@pytest.fixture(autouse=True)
def scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scripts import each other as they do when they are run."""
    monkeypatch.syspath_prepend(str(SCRIPTS))


@pytest.mark.slow
def test_the_index_names_every_sheet_of_every_blueprint(*, accept: bool) -> None:
    from gallery import INDEX, index

    if accept:
        INDEX.write_text(index(), "utf-8")
    assert INDEX.read_text("utf-8") == index()


@pytest.mark.slow
def test_pictures_are_small_and_in_the_index() -> None:
    from gallery import GALLERY, LARGEST_BYTES, index

    written = index()
    pictures = sorted(GALLERY.glob("*/**/*.png"))
    assert [path for path in pictures if path.stat().st_size > LARGEST_BYTES] == []
    assert [
        path for path in pictures if f"({path.relative_to(GALLERY).as_posix()})" not in written
    ] == []


def test_a_picture_keeps_its_commonest_colours_and_every_pixel_the_nearest() -> None:
    from images import _quantised

    image = np.zeros((4, 4, 3), np.uint8)
    image[:2] = (200, 16, 46)
    image[2:] = (31, 58, 95)
    image[3, 3] = (30, 60, 90)
    palette, indices = _quantised(image, 2)
    assert sorted(map(tuple, palette.tolist())) == [(31, 58, 95), (200, 16, 46)]
    assert palette[indices[3, 3]].tolist() == [31, 58, 95]


def test_a_picture_keeps_the_red_of_a_warning_among_many_greys() -> None:
    from images import _quantised

    image = np.repeat(np.arange(0, 256, 4, np.uint8), 100).reshape(64, 100, 1).repeat(3, axis=2)
    image[0, :30] = (180, 35, 24)
    palette, indices = _quantised(image, 16)
    assert palette[indices[0, 0]].tolist() == [180, 35, 24]


def test_white_and_the_footer_are_cut_away() -> None:
    from images import MARGIN, trimmed

    page = np.full((200, 100, 3), 255, np.uint8)
    page[40:80, 30:60] = 0
    page[190:193, 10:20] = 0
    assert trimmed(page).shape == (40 - 1 + 2 * MARGIN, 30 - 1 + 2 * MARGIN, 3)
