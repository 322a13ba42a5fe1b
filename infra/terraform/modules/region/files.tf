# Pictures that everybody may see, and papers that nobody may without a signed link. Browsers fetch both from here, so the account has a
# public address; who may read is decided container by container.

resource "azurerm_storage_account" "region" {
  name                            = var.storage_account
  resource_group_name             = azurerm_resource_group.region.name
  location                        = var.location
  account_tier                    = "Standard"
  account_replication_type        = var.environment == "production" ? "ZRS" : "LRS"
  account_kind                    = "StorageV2"
  min_tls_version                 = "TLS1_2"
  https_traffic_only_enabled      = true
  shared_access_key_enabled       = false # links are signed by a key that an identity borrows
  default_to_oauth_authentication = true
  allow_nested_items_to_be_public = true
  public_network_access_enabled   = true
  tags                            = local.tags

  blob_properties {
    versioning_enabled = true

    delete_retention_policy {
      days = 30
    }

    container_delete_retention_policy {
      days = 30
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "azurerm_storage_container" "files" {
  for_each              = { public = "blob", private = "private" }
  name                  = each.key
  storage_account_id    = azurerm_storage_account.region.id
  container_access_type = each.value
}

resource "azurerm_storage_management_policy" "region" {
  storage_account_id = azurerm_storage_account.region.id

  rule {
    name    = "old-versions"
    enabled = true

    filters {
      blob_types = ["blockBlob"]
    }

    actions {
      version {
        delete_after_days_since_creation = 30
      }
    }
  }
}
