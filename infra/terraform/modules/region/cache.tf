# Two servers: a full cache must not be able to stop the queue. Neither is a cluster of several shards: Celery and live updates touch
# several keys at once.

resource "azurerm_managed_redis" "cache" {
  name                      = "${local.name}-cache"
  resource_group_name       = azurerm_resource_group.region.name
  location                  = var.location
  sku_name                  = var.cache_size
  high_availability_enabled = var.environment == "production"
  public_network_access     = "Disabled"
  tags                      = local.tags

  default_database {
    access_keys_authentication_enabled = true
    client_protocol                    = "Encrypted"
    clustering_policy                  = "NoCluster"
    eviction_policy                    = "VolatileLRU"
  }
}

resource "azurerm_managed_redis" "queue" {
  name                      = "${local.name}-queue"
  resource_group_name       = azurerm_resource_group.region.name
  location                  = var.location
  sku_name                  = "Balanced_B0"
  high_availability_enabled = var.environment == "production"
  public_network_access     = "Disabled"
  tags                      = local.tags

  default_database {
    access_keys_authentication_enabled            = true
    client_protocol                               = "Encrypted"
    clustering_policy                             = "NoCluster"
    eviction_policy                               = "NoEviction"
    persistence_append_only_file_backup_frequency = "1s"
  }

  lifecycle {
    prevent_destroy = true
  }
}
