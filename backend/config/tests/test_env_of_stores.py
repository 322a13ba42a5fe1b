"""The accounts in which each region keeps its documents and files."""

from __future__ import annotations

from base64 import b64encode

import pytest

from config.blobs import storages_of
from config.env import read_env
from config.tests.environments import KEY, PASSWORD, refusal

COSMOS = {
    f"GM_REGION_{slug}_COSMOS_{name}": value
    for slug in ("EU", "MENA")
    for name, value in {"ENDPOINT": "https://globalmarket.documents.azure.com:443/", "KEY": b64encode(KEY.encode()).decode()}.items()
}


def test_each_region_may_keep_its_documents_in_an_account_of_its_own(environment):
    environment({"GM_DOCUMENTS_ENGINE": "cosmos", **COSMOS})

    assert [region.cosmos_endpoint for region in read_env().region_databases] == ["https://globalmarket.documents.azure.com:443/"] * 2


def test_an_account_without_a_key_is_opened_by_the_programs_identity_over_https_alone(environment):
    environment({"GM_DOCUMENTS_ENGINE": "cosmos", **COSMOS, "GM_REGION_MENA_COSMOS_KEY": None})
    assert read_env().region_databases[1].cosmos_key is None

    open_to_all = {"GM_ENVIRONMENT": "development", "GM_REGION_MENA_COSMOS_ENDPOINT": "http://127.0.0.1:8022/"}
    environment({"GM_DOCUMENTS_ENGINE": "cosmos", **COSMOS, "GM_REGION_MENA_COSMOS_KEY": None, **open_to_all})
    assert "GM_REGION_MENA_COSMOS_ENDPOINT should be an address such as https://" in refusal()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"GM_REGION_EU_COSMOS_ENDPOINT": None}, "GM_REGION_EU_COSMOS_ENDPOINT is needed"),
        ({"GM_REGION_EU_COSMOS_KEY": f"{PASSWORD}!"}, "GM_REGION_EU_COSMOS_KEY should be an account's key"),
        ({"GM_REGION_EU_COSMOS_ENDPOINT": "http://127.0.0.1:8022/"}, "GM_REGION_EU_COSMOS_ENDPOINT should be an address such as https://"),
    ],
)
def test_a_region_without_its_account_is_named(environment, change, said):
    environment({"GM_DOCUMENTS_ENGINE": "cosmos", **COSMOS, **change})

    assert said in refusal()


BLOBS = {
    f"GM_REGION_{slug}_BLOBS_CONNECTION": f"DefaultEndpointsProtocol=https;AccountName=gm{slug};AccountKey=a2V5{PASSWORD}=="
    for slug in ("EU", "MENA")
}


def test_each_region_has_its_own_account_for_files(environment):
    environment({"GM_BLOBS_ENGINE": "azure", **BLOBS})

    storages = storages_of(read_env())

    assert set(storages) == {"default", "staticfiles", "eu.public", "eu.private", "mena.public", "mena.private"}
    assert storages["mena.private"]["OPTIONS"]["connection_string"] == BLOBS["GM_REGION_MENA_BLOBS_CONNECTION"]
    assert storages["mena.private"]["OPTIONS"]["azure_container"] == "private"


BY_IDENTITY = {f"GM_REGION_{slug}_BLOBS_ACCOUNT_URL": f"https://gm{slug.lower()}.blob.core.windows.net" for slug in ("EU", "MENA")}


def test_an_account_is_opened_by_the_programs_identity_where_its_address_is_all_that_is_named(environment):
    environment({"GM_BLOBS_ENGINE": "azure", **BY_IDENTITY})

    options = storages_of(read_env())["mena.private"]["OPTIONS"]

    assert (options["account_url"], options["account_name"]) == ("https://gmmena.blob.core.windows.net", "gmmena")
    assert "connection_string" not in options


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://gmeu.blob.core.windows.net", "should be an address such as https://"),
        ("gmeu", "should be an address such as https://"),
        (f"https://gmeu.blob.core.windows.net/?sig={PASSWORD}", "should be an account's address alone"),
        (f"https://gm:{PASSWORD}@gmeu.blob.core.windows.net", "should be an account's address alone"),
        ("https://gmeu.blob.core.windows.net/public/eu", "should be an account's address alone"),
    ],
)
def test_an_accounts_address_is_an_address_and_nothing_else(environment, url, said):
    environment({"GM_BLOBS_ENGINE": "azure", **BY_IDENTITY, "GM_REGION_EU_BLOBS_ACCOUNT_URL": url})

    assert f"GM_REGION_EU_BLOBS_ACCOUNT_URL {said}" in (answer := refusal())
    assert PASSWORD not in answer


def test_an_account_is_named_in_one_way(environment):
    environment({"GM_BLOBS_ENGINE": "azure", **BLOBS, **BY_IDENTITY})

    assert "one of GM_REGION_EU_BLOBS_CONNECTION and GM_REGION_EU_BLOBS_ACCOUNT_URL is needed" in refusal()


@pytest.mark.parametrize(
    "same",
    [
        {"GM_REGION_MENA_BLOBS_CONNECTION": BLOBS["GM_REGION_EU_BLOBS_CONNECTION"]},
        {"GM_REGION_MENA_BLOBS_CONNECTION": f"AccountName=gmEU;AccountKey=b3RoZXI{PASSWORD}==;EndpointSuffix=core.windows.net"},
        {
            "GM_REGION_MENA_BLOBS_CONNECTION": f"AccountName=gmeu;AccountKey=b3RoZXI{PASSWORD}==;BlobEndpoint=https://gmeu.blob.core.windows.net/"
        },
        {"GM_REGION_MENA_BLOBS_CONNECTION": None, "GM_REGION_MENA_BLOBS_ACCOUNT_URL": "https://GMEU.blob.core.windows.net:443/"},
    ],
)
def test_two_regions_do_not_share_an_account_however_it_is_written(environment, same):
    environment({"GM_BLOBS_ENGINE": "azure", **BLOBS, **same})

    assert "eu and mena name the same account for files" in (said := refusal())
    assert PASSWORD not in said


def test_two_accounts_on_one_host_are_two(environment):
    emulator = {
        f"GM_REGION_{slug}_BLOBS_CONNECTION": f"AccountName=gm{slug};AccountKey={PASSWORD}==;BlobEndpoint=https://blobs.test/gm{slug}"
        for slug in ("EU", "MENA")
    }
    environment({"GM_BLOBS_ENGINE": "azure", **emulator})

    assert len(storages_of(read_env())) == 6


def test_files_in_a_folder_need_no_account(environment):
    environment({})

    assert set(storages_of(read_env())) == {"default", "staticfiles"}


@pytest.mark.parametrize("wrong", [None, "AccountName=gm", f"AccountKey={PASSWORD}", "https://gm.blob.example"])
def test_files_on_azure_need_the_account_of_every_region(environment, wrong):
    environment({"GM_BLOBS_ENGINE": "azure", **BLOBS, "GM_REGION_MENA_BLOBS_CONNECTION": wrong})

    said = refusal()

    assert "GM_REGION_MENA_BLOBS_CONNECTION" in said
    assert PASSWORD not in said


@pytest.mark.parametrize("changed", [("Protocol=https", "Protocol=http"), ("AccountKey", "BlobEndpoint=http://10.0.0.1/x;AccountKey")])
def test_files_do_not_travel_open_in_production(environment, changed):
    opened = BLOBS["GM_REGION_EU_BLOBS_CONNECTION"].replace(*changed)
    environment({"GM_BLOBS_ENGINE": "azure", **BLOBS, "GM_REGION_EU_BLOBS_CONNECTION": opened})

    assert "BLOBS_CONNECTION must lead to https" in refusal()
