locals {
  prefix      = "gm"
  environment = "staging"
  regions = {
    eu = {
      location        = "westeurope"
      elastic_region  = "azure-westeurope"
      network         = "10.10.0.0/16"
      storage_account = "gmstageu"
      hosts           = ["staging.globalmarket.eu", "api.staging.globalmarket.eu", "vendor.staging.globalmarket.eu", "admin.staging.globalmarket.eu"]
    }
    mena = {
      location        = "uaenorth"
      elastic_region  = "azure-uaenorth"
      network         = "10.20.0.0/16"
      storage_account = "gmstagmena"
      hosts           = ["staging.globalmarket.me", "api.staging.globalmarket.me", "vendor.staging.globalmarket.me", "admin.staging.globalmarket.me"]
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
  nodes              = { size = "Standard_D4s_v5", least = 2, most = 4 }
  database           = { size = "GP_Standard_D2ds_v5", storage_mb = 65536, is_zone_redundant = false }
  cache_size         = "Balanced_B0"
  search             = each.value.elastic_region == null ? null : { region = each.value.elastic_region, version = "8.19.0", size = "2g", zones = 1 }
  operator_addresses = var.operator_addresses
  administrators     = var.administrators
  registry_id        = module.platform.registry_id
  budget             = { amount = 1500, since = var.budget_since, mails = var.budget_mails }
}

module "platform" {
  source = "../../modules/platform"

  prefix        = local.prefix
  environment   = local.environment
  location      = local.regions.eu.location
  registry      = var.registry
  replicas      = [local.regions.mena.location]
  budget        = { amount = 100, since = var.budget_since, mails = var.budget_mails }
  manages_zones = false
  sites = {
    for slug, region in local.regions : slug => {
      zone_id = var.cloudflare_zones[slug]
      hosts   = region.hosts
      address = module.region[slug].gateway_address
    }
  }
}
