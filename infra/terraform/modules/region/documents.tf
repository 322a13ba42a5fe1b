# What a container consists of is in cosmos.tf.json, made from backend/config/cosmos.json, by which `manage.py provision` makes it, too.

resource "azurerm_cosmosdb_account" "region" {
  name                          = local.name
  resource_group_name           = azurerm_resource_group.region.name
  location                      = var.location
  offer_type                    = "Standard"
  kind                          = "GlobalDocumentDB"
  local_authentication_enabled  = false # there is no key: programs show their identity
  public_network_access_enabled = false
  minimal_tls_version           = "Tls12"
  tags                          = local.tags

  access_key_metadata_writes_enabled = false

  consistency_policy {
    consistency_level = "Strong" # docs/decisions/0014-cosmos-consistency.md
  }

  geo_location {
    location          = var.location
    failover_priority = 0
    zone_redundant    = var.environment == "production"
  }

  backup {
    type = "Continuous"
    tier = "Continuous30Days"
  }
}

resource "azurerm_cosmosdb_sql_database" "region" {
  name                = local.namespace # the directory's cosmos_database_name
  resource_group_name = azurerm_resource_group.region.name
  account_name        = azurerm_cosmosdb_account.region.name
}

resource "azurerm_cosmosdb_sql_container" "documents" {
  for_each              = local.cosmos.containers
  name                  = each.key
  resource_group_name   = azurerm_resource_group.region.name
  account_name          = azurerm_cosmosdb_account.region.name
  database_name         = azurerm_cosmosdb_sql_database.region.name
  partition_key_paths   = [local.cosmos.partition_key]
  partition_key_version = 2
  default_ttl           = local.cosmos.default_ttl

  autoscale_settings {
    max_throughput = each.value.autoscale_max_ru
  }

  indexing_policy {
    indexing_mode = "consistent"

    dynamic "included_path" {
      for_each = each.value.included_paths
      content {
        path = included_path.value
      }
    }

    dynamic "excluded_path" {
      for_each = each.value.excluded_paths
      content {
        path = excluded_path.value
      }
    }

    dynamic "composite_index" {
      for_each = each.value.composite_indexes
      content {
        dynamic "index" {
          for_each = composite_index.value
          content {
            path  = index.value.path
            order = index.value.order
          }
        }
      }
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}
