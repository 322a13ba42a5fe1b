"""What a picture looks like: the same for its copies, another for other things; and the file of weights is what it has to be."""

from __future__ import annotations

import pickle
import resource
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from marketplace.apps.visual_search.domain import quality, seeing, weights
from marketplace.apps.visual_search.tests.factories import drawing, stripes
from marketplace.apps.visual_search.types import COPY_ABOVE, Advice


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("RGB")


def alike(one: Image.Image, other: Image.Image) -> float:
    return float(np.dot(seeing.vector_of(one), seeing.vector_of(other)))


class TestVectors:
    def test_a_vector_has_unit_length_and_is_the_same_each_time(self):
        vector = seeing.vector_of(opened(drawing()))

        assert (len(vector), round(float(np.linalg.norm(vector)), 5)) == (1280, 1.0)
        assert seeing.vector_of(opened(drawing())) == vector

    def test_a_mirrored_picture_is_the_same(self):
        picture = opened(drawing("chair"))

        assert alike(picture, picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)) > 0.999

    @pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
    def test_a_copy_in_another_form_and_size_is_a_copy(self, kind):
        assert alike(opened(drawing("chair")), opened(drawing("chair", size=400, kind=kind))) > COPY_ABOVE

    def test_other_things_are_no_copies(self):
        assert alike(opened(drawing("bottle")), opened(drawing("ball"))) < COPY_ABOVE

    @pytest.mark.parametrize("size", [(1, 1), (3000, 2), (2, 3000)])
    def test_pictures_of_any_form_have_one(self, size):
        assert len(seeing.vector_of(Image.new("RGB", size, "red"))) == 1280

    @pytest.mark.parametrize("size", [(1, 16_000), (16_000, 1)])
    def test_a_long_one_is_not_blown_up(self, size):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

        seeing.prepared(Image.new("RGB", size, "red"))
        quality.advice_on(Image.new("RGB", size, "red"), width=size[0], height=size[1])

        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # KiB

    def test_what_is_transparent_is_white(self):
        clear = Image.new("RGBA", (300, 300), (255, 0, 0, 0))

        assert alike(clear, Image.new("RGB", (300, 300), "white")) > 0.999


class TestWeights:
    def test_a_pickle_that_names_anything_else_is_refused_and_runs_nothing(self, tmp_path):
        proof = tmp_path / "ran"

        class Attack:
            def __reduce__(self) -> tuple[object, tuple[str]]:
                return open, (str(proof), "w")

        content = b"".join(pickle.dumps(each, protocol=2) for each in (0, 0, 0, Attack(), []))

        with pytest.raises(weights.UnknownWeights):
            weights.read(content)
        assert not proof.exists()

    @pytest.mark.parametrize("content", [b"", b"\x80\x02", b"no pickle"])
    def test_what_is_no_file_of_weights_is_refused(self, content):
        with pytest.raises(weights.UnknownWeights):
            weights.read(content)


class TestAdvice:
    def advice(self, content: bytes) -> list[Advice]:
        picture = opened(content)
        return quality.advice_on(picture, width=picture.width, height=picture.height)

    def test_a_sharp_picture_of_a_thing_before_white_is_good(self):
        assert self.advice(drawing()) == []

    def test_a_small_one_is_small(self):
        assert self.advice(drawing(size=500)) == [Advice.SMALL]

    def test_one_out_of_focus_is_blurred(self):
        assert self.advice(drawing(blur=25)) == [Advice.BLURRED]

    def test_an_edge_without_a_colour_is_a_busy_background(self):
        assert self.advice(stripes()) == [Advice.BUSY_BACKGROUND]

    def test_a_picture_of_a_few_pixels_can_be_judged(self):
        assert Advice.SMALL in quality.advice_on(Image.new("RGB", (2, 2)), width=2, height=2)
