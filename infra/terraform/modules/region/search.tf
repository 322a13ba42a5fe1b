# Elasticsearch at Elastic Cloud, in the same part of the world, where Elastic is there. It answers the region's own address alone.

resource "ec_deployment_traffic_filter" "region" {
  count  = var.search == null ? 0 : 1
  name   = local.name
  region = var.search.region
  type   = "ip"

  rule {
    source = azurerm_public_ip.outbound.ip_address
  }
}

resource "ec_deployment" "search" {
  count                  = var.search == null ? 0 : 1
  name                   = local.name
  region                 = var.search.region
  version                = var.search.version
  deployment_template_id = "azure-general-purpose"
  traffic_filter         = [ec_deployment_traffic_filter.region[0].id]
  tags                   = local.tags

  elasticsearch = {
    hot = {
      size        = var.search.size
      zone_count  = var.search.zones
      autoscaling = {}
    }
    config = {
      user_settings_yaml = "action.auto_create_index: false"
    }
  }
}
