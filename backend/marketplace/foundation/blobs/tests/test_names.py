"""No name leads out of its tenant's folder, or to another name's file."""

from __future__ import annotations

import posixpath
from io import BytesIO
from urllib.parse import quote, unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from marketplace.foundation import tenancy
from marketplace.foundation.blobs.names import ENDINGS, InvalidBlob, is_own, path_of
from marketplace.foundation.blobs.port import PRIVATE, PUBLIC
from marketplace.foundation.tenancy import directory

pytestmark = pytest.mark.usefixtures("tenant")

STEPS = ["..", ".", "/", "//", "\\", "%2e%2e", "%2F", "\x00", "\n"]
LOOKALIKES = ["é", "e\u0301", "ﬁ", "ａ", "٣", "I", "ı", "ſ", "\u212a"]
ODD = [*STEPS, *LOOKALIKES, "eu", "mena", "public", "private"]
NAMES = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from([*ODD, "a", "A", "cup", "Cup.png", "cup.webp", "1"]), min_size=1, max_size=6).map("/".join),
    st.lists(st.sampled_from([*ODD, "a", "-", "_"]), min_size=1, max_size=8).map("".join),
    st.from_regex(r"[A-Za-z0-9_.-]{1,20}(/[A-Za-z0-9_.-]{1,20}){0,3}", fullmatch=True),
)
CONTENTS = st.sampled_from([b"", b"a", b"b"])
TYPES = st.sampled_from(sorted(ENDINGS))


def tried(kind: str, name: str, content: bytes, content_type: str) -> str | None:
    try:
        return path_of(kind, name, BytesIO(content), content_type)
    except InvalidBlob:
        return None


@given(NAMES, CONTENTS, TYPES, st.sampled_from([PUBLIC, PRIVATE]))
@example("../../mena/public/x", b"", "image/png", PUBLIC)
def test_a_name_is_refused_or_stays_in_its_tenants_folder(name, content, content_type, kind):
    path = tried(kind, name, content, content_type)

    if path is not None:
        assert path.startswith(f"eu/{kind}/")
        assert posixpath.normpath(path) == path == unquote(path) == quote(path)
        assert is_own(path)
        assert is_own(path, kind)
        assert not is_own(path, PRIVATE if kind == PUBLIC else PUBLIC)
        with tenancy.scope(directory.get("mena")):
            assert not is_own(path)


@given(st.tuples(NAMES, CONTENTS, TYPES), st.tuples(NAMES, CONTENTS, TYPES))
@example(("Cup", b"a", "image/png"), ("cup", b"a", "image/png"))
@example(("cup.a", b"a", "image/png"), ("cup.b", b"a", "image/png"))
def test_two_files_never_share_a_path_also_where_case_does_not_count(first, second):
    paths = [tried(PUBLIC, *file) for file in (first, second)]

    if None not in paths and first != second:
        assert paths[0].casefold() != paths[1].casefold()


@given(NAMES)
@example("eu/public")
@example("eu/public/")
@example("eu/public/../../mena/public/x")
@example("eu/public/x\n")
def test_a_path_that_a_caller_made_up_is_the_tenants_only_if_it_leads_there(path):
    if is_own(path):
        assert posixpath.normpath(path) == path == quote(path)
        assert path.startswith(("eu/public/", "eu/private/"))
