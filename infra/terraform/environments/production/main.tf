locals {
  prefix      = "gm"
  environment = "production"
  regions = {
    eu = {
      location        = "westeurope"
      elastic_region  = "azure-westeurope"
      network         = "10.10.0.0/16"
      storage_account = "gmprodeu"
      hosts           = ["globalmarket.eu", "api.globalmarket.eu", "vendor.globalmarket.eu", "admin.globalmarket.eu"]
    }
    mena = {
      location        = "uaenorth"
      elastic_region  = "azure-uaenorth"
      network         = "10.20.0.0/16"
      storage_account = "gmprodmena"
      hosts           = ["globalmarket.me", "api.globalmarket.me", "vendor.globalmarket.me", "admin.globalmarket.me"]
    }
  }
}

module "region" {
  for_each = local.regions
  source   = "../../modules/region"

  prefix             = local.prefix
  environment        = local.environment
  slug               = each.key
  location           = each.value.location
  network            = each.value.network
  storage_account    = each.value.storage_account
  kubernetes_version = "1.34"
  nodes              = { size = "Standard_D4s_v5", least = 3, most = 9 }
  database           = { size = "GP_Standard_D4ds_v5", storage_mb = 262144, is_zone_redundant = true }
  cache_size         = "Balanced_B3"
  search             = each.value.elastic_region == null ? null : { region = each.value.elastic_region, version = "8.19.0", size = "4g", zones = 2 }
  operator_addresses = var.operator_addresses
  administrators     = var.administrators
  registry_id        = module.platform.registry_id
  budget             = { amount = 4000, since = var.budget_since, mails = var.budget_mails }
}

module "platform" {
  source = "../../modules/platform"

  prefix        = local.prefix
  environment   = local.environment
  location      = local.regions.eu.location
  registry      = var.registry
  replicas      = [local.regions.mena.location]
  budget        = { amount = 300, since = var.budget_since, mails = var.budget_mails }
  manages_zones = true
  sites = {
    for slug, region in local.regions : slug => {
      zone_id = var.cloudflare_zones[slug]
      hosts   = region.hosts
      address = module.region[slug].gateway_address
    }
  }
}
