# The region's PostgreSQL: its own database and the platform's of this stack. `manage.py provision` makes both, with their roles.

resource "azurerm_postgresql_flexible_server" "region" {
  name                              = local.name
  resource_group_name               = azurerm_resource_group.region.name
  location                          = var.location
  version                           = "17"
  administrator_login               = "globalmarket_administrator"
  administrator_password_wo         = ephemeral.azurerm_key_vault_secret.administrator.value
  administrator_password_wo_version = var.secrets_version
  public_network_access_enabled     = false
  sku_name                          = var.database.size
  storage_mb                        = var.database.storage_mb
  auto_grow_enabled                 = true
  backup_retention_days             = var.backup_days
  geo_redundant_backup_enabled      = false # the region's data stays where the law wants it
  tags                              = local.tags

  dynamic "high_availability" {
    for_each = var.database.is_zone_redundant ? ["ZoneRedundant"] : []
    content {
      mode = high_availability.value
    }
  }

  maintenance_window {
    day_of_week  = 2
    start_hour   = 2
    start_minute = 0
  }

  lifecycle {
    prevent_destroy = true
    ignore_changes  = [zone, high_availability[0].standby_availability_zone]
  }
}

locals {
  # What the log must not hold, and why: docs/guides/secure-the-stores.md.
  database_settings = {
    "azure.extensions"                  = "VECTOR"
    "log_min_error_statement"           = "panic"
    "log_parameter_max_length_on_error" = "0"
    "log_parameter_max_length"          = "0"
    "log_error_verbosity"               = "terse"
    "log_statement"                     = "none"
    "log_min_duration_statement"        = "-1"
  }
}

resource "azurerm_postgresql_flexible_server_configuration" "region" {
  for_each  = local.database_settings
  server_id = azurerm_postgresql_flexible_server.region.id
  name      = each.key
  value     = each.value
}
