# What the regions share: images, and the way in from the internet. No data of theirs.

locals {
  name = "${var.prefix}-${var.environment}-platform"
  tags = {
    application = "globalmarket"
    environment = var.environment
    managed-by  = "terraform"
  }
}

resource "azurerm_resource_group" "platform" {
  name     = local.name
  location = var.location
  tags     = local.tags
}

resource "azurerm_container_registry" "platform" {
  name                          = var.registry
  resource_group_name           = azurerm_resource_group.platform.name
  location                      = var.location
  sku                           = "Premium"
  admin_enabled                 = false
  anonymous_pull_enabled        = false
  public_network_access_enabled = true # GitHub's machines push to it
  zone_redundancy_enabled       = true
  data_endpoint_enabled         = true
  retention_policy_in_days      = 30
  tags                          = local.tags

  dynamic "georeplications" {
    for_each = toset(var.replicas)
    content {
      location                = georeplications.value
      zone_redundancy_enabled = true
      tags                    = local.tags
    }
  }
}

resource "azurerm_consumption_budget_resource_group" "platform" {
  name              = local.name
  resource_group_id = azurerm_resource_group.platform.id
  amount            = var.budget.amount
  time_grain        = "Monthly"

  time_period {
    start_date = var.budget.since
  }

  notification {
    operator       = "GreaterThan"
    threshold      = 80
    threshold_type = "Actual"
    contact_emails = var.budget.mails
  }
}
