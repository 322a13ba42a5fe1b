# Where each night's backup goes (k8s/base/backup.yaml): apart from what it saves, in the region's own location. Nobody can change or delete
# a file for `backup_locked_days`, not even who may write; afterwards they end by themselves. A second copy elsewhere is the operator's
# decision, since it may leave the region's law.

resource "azurerm_storage_account" "backups" {
  name                            = "${var.storage_account}backup"
  resource_group_name             = azurerm_resource_group.region.name
  location                        = var.location
  account_tier                    = "Standard"
  account_replication_type        = var.environment == "production" ? "ZRS" : "LRS"
  account_kind                    = "StorageV2"
  access_tier                     = "Cool"
  min_tls_version                 = "TLS1_2"
  https_traffic_only_enabled      = true
  shared_access_key_enabled       = false
  default_to_oauth_authentication = true
  allow_nested_items_to_be_public = false
  public_network_access_enabled   = false
  tags                            = local.tags

  blob_properties {
    delete_retention_policy {
      days = 14
    }

    container_delete_retention_policy {
      days = 30
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "azurerm_storage_container" "backups" {
  name                  = "backups"
  storage_account_id    = azurerm_storage_account.backups.id
  container_access_type = "private"
}

resource "azurerm_storage_container_immutability_policy" "backups" {
  storage_container_resource_manager_id = azurerm_storage_container.backups.id
  immutability_period_in_days           = var.backup_locked_days
}

resource "azurerm_storage_management_policy" "backups" {
  storage_account_id = azurerm_storage_account.backups.id

  rule {
    name    = "old-backups"
    enabled = true

    filters {
      blob_types = ["blockBlob"]
    }

    actions {
      base_blob {
        delete_after_days_since_creation_greater_than = var.backup_kept_days
      }
    }
  }
}

resource "azurerm_role_assignment" "backups" {
  scope                = azurerm_storage_account.backups.id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_user_assigned_identity.account["backup"].principal_id
}

resource "azurerm_role_assignment" "files_are_saved" {
  scope                = azurerm_storage_account.region.id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = azurerm_user_assigned_identity.account["backup"].principal_id
}

resource "azurerm_cosmosdb_sql_role_assignment" "documents_are_saved" {
  resource_group_name = azurerm_resource_group.region.name
  account_name        = azurerm_cosmosdb_account.region.name
  role_definition_id  = "${azurerm_cosmosdb_account.region.id}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000001" # Built-in Data Reader
  principal_id        = azurerm_user_assigned_identity.account["backup"].principal_id
  scope               = azurerm_cosmosdb_account.region.id
}
