# Names, TLS and the first filter. Kong believes Cloudflare's addresses and takes nobody else's connections (k8s/base/kong.yaml).

locals {
  whole_zones = var.manages_zones ? var.sites : {}
  names       = merge([for slug, site in var.sites : { for host in site.hosts : host => { zone_id = site.zone_id, address = site.address } }]...)
  zone_settings = {
    ssl                      = "strict" # Kong's certificate is checked
    min_tls_version          = "1.2"
    tls_1_3                  = "on"
    always_use_https         = "on"
    automatic_https_rewrites = "off" # our pages have no plain addresses to rewrite
    websockets               = "on"
  }
  settings = merge([for slug, site in local.whole_zones : { for id, value in local.zone_settings : "${slug}-${id}" => { zone_id = site.zone_id, id = id, value = value } }]...)
}

resource "cloudflare_dns_record" "host" {
  for_each = local.names
  zone_id  = each.value.zone_id
  name     = each.key
  type     = "A"
  content  = each.value.address
  proxied  = true
  ttl      = 1 # as Cloudflare chooses
}

# A zone's own certificate covers one level of names (api.example.org, not api.staging.example.org): an environment that has its names in
# another's zone orders one for them.
data "cloudflare_zone" "site" {
  for_each = var.manages_zones ? {} : var.sites
  zone_id  = each.value.zone_id
}

resource "cloudflare_certificate_pack" "site" {
  for_each              = var.manages_zones ? {} : var.sites
  zone_id               = each.value.zone_id
  type                  = "advanced"
  hosts                 = concat([data.cloudflare_zone.site[each.key].name], each.value.hosts) # Cloudflare wants the zone's own name in it
  certificate_authority = "lets_encrypt"
  validation_method     = "txt" # which Cloudflare answers itself: the zone is its own
  validity_days         = 90
}

resource "cloudflare_zone_setting" "site" {
  for_each   = local.settings
  zone_id    = each.value.zone_id
  setting_id = each.value.id
  value      = each.value.value
}

# Cloudflare's own rules against attacks, and OWASP's, before a request reaches Kong's limits.
resource "cloudflare_ruleset" "attacks" {
  for_each = local.whole_zones
  zone_id  = each.value.zone_id
  name     = "globalmarket-${each.key}"
  kind     = "zone"
  phase    = "http_request_firewall_managed"

  rules = [
    {
      description       = "Cloudflare's managed rules"
      action            = "execute"
      action_parameters = { id = "efb7b8c949ac4650a09736fc376e9aee" }
      expression        = "true"
      enabled           = true
    },
    {
      description       = "OWASP's core rules"
      action            = "execute"
      action_parameters = { id = "4814384a9e5d4991b9815dcfc25d2f1f" }
      expression        = "true"
      enabled           = true
    },
  ]
}
