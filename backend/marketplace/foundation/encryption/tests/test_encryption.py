from __future__ import annotations

import pytest

from marketplace.foundation import encryption, tenancy


def test_what_was_encrypted_can_be_read_by_the_same_tenant_for_the_same_purpose(tenant):
    text = encryption.encrypt(b"NL91ABNA0417164300", purpose="test")

    assert "NL91" not in text
    assert encryption.decrypt(text, purpose="test") == b"NL91ABNA0417164300"


def test_neither_another_purpose_nor_another_tenant_can_read_it(eu, mena):
    with tenancy.scope(eu):
        text = encryption.encrypt(b"secret", purpose="test")
        with pytest.raises(encryption.CannotDecrypt):
            encryption.decrypt(text, purpose="other")

    with tenancy.scope(mena), pytest.raises(encryption.CannotDecrypt):
        encryption.decrypt(text, purpose="test")


def test_an_altered_text_is_refused(tenant):
    text = encryption.encrypt(b"secret", purpose="test")

    with pytest.raises(encryption.CannotDecrypt):
        encryption.decrypt(text[:-6] + "AAAA==", purpose="test")


def test_a_new_key_in_front_still_reads_what_the_old_one_wrote(tenant, settings):
    settings.FIELD_ENCRYPTION_KEY = "old"
    text = encryption.encrypt(b"secret", purpose="test")

    settings.FIELD_ENCRYPTION_KEY = "new,old"

    assert encryption.decrypt(text, purpose="test") == b"secret"


def test_without_a_tenant_nothing_is_encrypted():
    with pytest.raises(tenancy.NoTenantScope):
        encryption.encrypt(b"secret", purpose="test")


def test_what_one_region_signs_for_the_platform_another_can_check(eu, mena):
    with tenancy.scope(eu):
        signature = encryption.sign_for_platform("a code", purpose="test")

    with tenancy.scope(mena):
        assert encryption.is_signed_for_platform("a code", signature, purpose="test")
        assert not encryption.is_signed_for_platform("another code", signature, purpose="test")
        assert not encryption.is_signed_for_platform("a code", signature, purpose="other")
        assert not encryption.is_signed("a code", signature, purpose="test")


def test_a_signature_of_an_old_key_holds_until_that_key_is_gone(settings):
    settings.FIELD_ENCRYPTION_KEY = "old"
    signature = encryption.sign_for_platform("a code", purpose="test")

    settings.FIELD_ENCRYPTION_KEY = "new,old"
    holds = encryption.is_signed_for_platform("a code", signature, purpose="test")
    settings.FIELD_ENCRYPTION_KEY = "new"

    assert holds
    assert not encryption.is_signed_for_platform("a code", signature, purpose="test")
