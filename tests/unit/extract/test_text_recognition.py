"""Laws of text recognition: every line at its box, however the page lies; what was not recognized is told."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from fakes.people import number
from fakes.scans import TESSERACT, Told, failing, letter, recognizing, saved, script, told, word
from PIL import Image, ImageChops

from pii_scan.core.outcome import Reason
from pii_scan.core.types import Segment, Text, Unread
from pii_scan.extract.ocr import TextRecognition
from pii_scan.extract.pixels import MOST_PIXELS, Frame, frames, gray, prepared
from pii_scan.extract.tesseract import RecognitionError

PAGE = Image.new("L", (2100, 2970), 255)
NUMBER = number("1985-07-30", 33)
with_tesseract = pytest.mark.skipif(TESSERACT is None, reason="Tesseract is not installed")


def text_of(recognition: TextRecognition, picture: Image.Image = PAGE, **options: object) -> Text:
    (segment,) = recognition.segments(picture, {"page": 2}, **options)  # type: ignore[arg-type]
    assert isinstance(segment, Text)
    return segment


# --- what is made of words ----------------------------------------------------------------------------------------------


def test_words_of_a_line_stand_together_and_each_line_has_its_box() -> None:
    found = text_of(
        recognizing(
            told(
                word("Naam:", (100, 50, 60, 20)),
                word("An", (170, 48, 30, 24)),
                word("NISS", (100, 90, 50, 20), line=2),
                word("below", (100, 400, 50, 20), block=2),
            )
        )
    )

    assert found.text == "Naam: An\nNISS\n\nbelow"
    assert found.places == (
        (0, {"page": 2, "box": [100, 48, 100, 24]}),
        (9, {"page": 2, "box": [100, 90, 50, 20]}),
        (15, {"page": 2, "box": [100, 400, 50, 20]}),
    )


def test_boxes_are_told_in_the_unit_asked_for() -> None:
    found = text_of(recognizing(told(word("a", (100, 50, 60, 20)))), scale=0.24)

    assert found.places[0][1]["box"] == [24, 12, 14, 5]


def test_a_number_that_a_hyphen_breaks_at_the_end_of_a_line_stays_whole() -> None:
    found = text_of(
        recognizing(told(word("85.07.30-"), word("033.28", line=2), word("end-", line=3), word("ing", line=4)))
    )

    assert found.text == "85.07.30-033.28\nend-\ning"
    assert [start for start, _ in found.places] == [0, 9, 16, 21]


def test_a_line_whose_words_the_page_shows_as_text_is_not_told_twice() -> None:
    found = text_of(
        recognizing(told(word("Page"), word("3"), word("Page", line=2), word("new", line=2))), shown="page 3"
    )

    assert found.text == "Page new"


def test_words_that_are_hardly_sure_are_left_out() -> None:
    assert text_of(recognizing(told(word("sure"), word("noise", sure=5)))).text == "sure"


def test_a_picture_without_text_is_an_empty_text_which_says_that_it_was_looked_at() -> None:
    assert text_of(recognizing(told())).text == ""


def test_the_same_picture_is_looked_at_once() -> None:
    tesseract = told(word("a"))
    recognition = recognizing(tesseract)
    other = Image.new("L", (2970, 2100), 255)

    for picture in (PAGE, PAGE.copy(), other, PAGE):
        text_of(recognition, picture)

    assert [picture.size for picture in tesseract.seen] == [PAGE.size, other.size]


@pytest.mark.parametrize("reason", [Reason.TIMEOUT, Reason.CRASHED, Reason.OCR_MISSING])
def test_what_tesseract_did_not_answer_is_told(reason: Reason) -> None:
    assert list(recognizing(failing(RecognitionError(reason))).segments(PAGE, {})) == [Unread(reason)]


# --- other looks --------------------------------------------------------------------------------------------------------


def test_a_sure_answer_is_not_asked_for_twice_and_a_poor_one_is() -> None:
    sure, poor = told(word("good")), told(word("pOor", sure=40))

    text_of(recognizing(sure))
    text_of(recognizing(poor))

    assert len(sure.seen) == 1
    assert [picture.size for picture in poor.seen] == [PAGE.size] * 2 + [PAGE.size[::-1]] * 2


def test_a_picture_of_nothing_is_not_turned() -> None:
    nothing = told()

    text_of(recognizing(nothing))

    assert len(nothing.seen) == 1


@pytest.mark.parametrize(("look", "box"), [(2, [1965, 2915, 60, 20]), (3, [2030, 75, 20, 60]), (4, [50, 2835, 20, 60])])
def test_the_look_that_makes_sense_wins_and_its_boxes_lie_in_the_original(look: int, box: list[int]) -> None:
    turned = Told(
        lambda at: [word("right", (75, 35, 60, 20) if at == 2 else (75, 50, 60, 20), sure=95 if at == look else 40)]
    )

    assert text_of(recognizing(turned)).places[0][1]["box"] == box


def test_a_failure_of_another_look_leaves_the_first_one() -> None:
    def answer(at: int) -> list:
        if at > 1:
            raise RecognitionError(Reason.TIMEOUT)
        return [word("pOor", sure=40)]

    assert text_of(recognizing(Told(answer))).text == "pOor"


# --- pixels -------------------------------------------------------------------------------------------------------------


def test_each_page_of_a_tiff_is_a_frame_and_a_single_one_has_no_number() -> None:
    pages = [Image.new("L", (200, 100 + at), 255) for at in range(3)]
    many = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])

    assert [(f.number, f.picture.size) for f in frames(io.BytesIO(many), 9) if isinstance(f, Frame)] == [
        (1, (200, 100)),
        (2, (200, 101)),
        (3, (200, 102)),
    ]
    assert [f.number for f in frames(io.BytesIO(saved(pages[0], "TIFF")), 9) if isinstance(f, Frame)] == [0]


def test_more_frames_than_may_be_read_are_told() -> None:
    many = saved(PAGE.resize((9, 9)), "TIFF", save_all=True, append_images=[PAGE.resize((9, 8))])

    assert list(frames(io.BytesIO(many), 1))[1:] == [Reason.TOO_LARGE]


def test_a_bomb_is_told_and_never_decoded() -> None:
    bomb = saved(Image.new("1", (MOST_PIXELS // 6000 + 1, 6000)), "PNG")

    assert list(frames(io.BytesIO(bomb), 9)) == [Reason.TOO_LARGE]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"])
def test_a_damaged_picture_is_told(form: str) -> None:
    data = saved(letter("text"), form)

    for cut in (data[:40], data[: len(data) // 2]):
        (found,) = frames(io.BytesIO(cut), 9)
        assert isinstance(found, Frame) or found is Reason.CORRUPT
    assert list(frames(io.BytesIO(data[:20]), 9)) == [Reason.CORRUPT]


def test_a_kind_without_decoder_is_not_called_damaged() -> None:
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)

    assert list(frames(io.BytesIO(heic), 9)) == [Reason.OCR_MISSING]


def test_what_is_transparent_is_white_and_depth_is_kept() -> None:
    clear = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    deep = Image.fromarray(np.array([[0, 30_000, 60_000]], dtype=np.uint16))

    assert gray(clear).getextrema() == (255, 255)
    assert list(gray(deep).tobytes()) == [0, 127, 255]


def test_a_picture_is_turned_as_its_exif_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = saved(Image.new("L", (200, 100), 255), "JPEG", exif=exif)

    (frame,) = frames(io.BytesIO(data), 9)

    assert isinstance(frame, Frame)
    assert frame.picture.size == (100, 200)


@pytest.mark.parametrize("angle", [-9, 3, 12])
def test_a_slant_is_found_and_boxes_find_the_way_back(angle: float) -> None:
    straight = letter(*["Lines of some length make a page easy to level"] * 12)
    aslant = straight.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    ready = prepared(aslant)
    left, top, right, bottom = (
        ImageChops.invert(ready.picture).point(lambda v: 255 if v > 128 else 0).getbbox() or (0,) * 4
    )
    box = ready.original((left, top, right - left, bottom - top))
    ink = ImageChops.invert(aslant).point(lambda v: 255 if v > 128 else 0).getbbox() or (0,) * 4

    assert ready.angle == pytest.approx(-angle, abs=0.5)
    assert box[0] <= ink[0] + 4
    assert box[1] <= ink[1] + 4
    assert box[0] + box[2] >= ink[2] - 4
    assert box[1] + box[3] >= ink[3] - 4


def test_level_and_empty_pages_are_left_as_they_are_and_small_ones_enlarged() -> None:
    assert prepared(PAGE).picture.tobytes() == PAGE.tobytes()
    assert prepared(letter("one line", dpi=300)).angle == 0
    assert prepared(Image.new("L", (400, 100), 255)).picture.size == (1200, 300)
    assert prepared(Image.new("L", (400, 100), 255)).original((30, 60, 90, 30)) == (10, 20, 30, 10)


# --- the program --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "reason"),
    [("exec sleep 60", Reason.TIMEOUT), ("exit 1", Reason.CRASHED), ("kill -SEGV $$", Reason.CRASHED)],
)
def test_a_program_that_fails_is_told_as_it_fails(tmp_path: Path, body: str, reason: Reason) -> None:
    with pytest.raises(RecognitionError) as raised:
        script(tmp_path, body).words(PAGE, ("eng",), 0.5)

    assert raised.value.reason is reason


def test_a_program_that_went_away_is_missing(tmp_path: Path) -> None:
    program = script(tmp_path, "")
    Path(program.path).unlink()

    with pytest.raises(RecognitionError) as raised:
        program.words(PAGE, ("eng",), 5)

    assert raised.value.reason is Reason.OCR_MISSING


def test_the_program_dies_with_whoever_asked(tmp_path: Path) -> None:
    program = script(tmp_path, f"echo $$ > {tmp_path}/pid.new; mv {tmp_path}/pid.new {tmp_path}/pid; exec sleep 60")
    code = (
        "from PIL import Image; from pii_scan.extract.tesseract import Tesseract;"
        f"Tesseract({program.path!r}, '0', ()).words(Image.new('L', (9, 9)), ('eng',), 60)"
    )
    asking = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    until = time.monotonic() + 30
    while not (tmp_path / "pid").exists() and time.monotonic() < until:
        time.sleep(0.02)
    child = int((tmp_path / "pid").read_text())
    asking.kill()
    asking.wait()

    while _is_running(child) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _is_running(child)


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


# --- with Tesseract -----------------------------------------------------------------------------------------------------

LETTER = letter(
    "Madame, nous avons bien reçu votre demande.",
    f"NISS : {NUMBER}",
    *["La personne concernée est priée de se présenter au guichet."] * 8,
)
DRAWN = (60, 84, 240, 12)  # points: where the line with the number stands


def _segments(picture: Image.Image) -> list[Segment]:
    assert TESSERACT is not None
    return list(recognizing(TESSERACT).segments(picture, {}))


@with_tesseract
@pytest.mark.parametrize("angle", [0, 90, 180, 270, 4])
def test_a_letter_is_read_however_it_lies(angle: int) -> None:
    (found,) = _segments(LETTER.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255))

    assert isinstance(found, Text)
    assert NUMBER in found.text


@with_tesseract
def test_the_box_of_a_line_covers_what_was_drawn() -> None:
    (found,) = _segments(LETTER)

    assert isinstance(found, Text)
    start = found.text.index("NISS")
    box = next(where["box"] for at, where in found.places if at == start)
    x, y, width, height = (value * 72 / 150 for value in box)  # type: ignore[attr-defined]
    assert (x, y) == pytest.approx((DRAWN[0], DRAWN[1] + 3), abs=4)
    assert 100 < width < 220
    assert 6 < height < 18


@with_tesseract
def test_noise_is_smoothed_where_it_hides_the_text() -> None:
    rng = np.random.default_rng(3)
    clear = np.asarray(LETTER.resize((1860, 2630)).crop((0, 0, 1860, 900)), dtype=np.float32)
    noisy = Image.fromarray((clear + rng.normal(0, 60, clear.shape)).clip(0, 255).astype(np.uint8))

    (found,) = _segments(noisy)

    assert isinstance(found, Text)
    assert NUMBER in found.text
