# One region's stack: its network, its cluster and its own stores. Nothing here is shared with another region (docs/decisions/0090).

locals {
  name      = "${var.prefix}-${var.environment}-${var.slug}"
  namespace = "globalmarket-${var.slug}"
  tags = {
    application = "globalmarket"
    environment = var.environment
    region      = var.slug
    managed-by  = "terraform"
  }
}

data "azurerm_client_config" "current" {}

resource "azurerm_resource_group" "region" {
  name     = local.name
  location = var.location
  tags     = local.tags
}

resource "azurerm_consumption_budget_resource_group" "region" {
  name              = local.name
  resource_group_id = azurerm_resource_group.region.id
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

  notification {
    operator       = "GreaterThan"
    threshold      = 100
    threshold_type = "Forecasted"
    contact_emails = var.budget.mails
  }
}
