# The region's secrets, by the names that k8s/base/secrets.yaml and k8s/regions ask for. What is made up here is written and in no state; what
# others give (payment providers, the mail server, Elastic) is put in by hand: outputs.tf lists it.

resource "azurerm_key_vault" "region" {
  name                          = local.name
  resource_group_name           = azurerm_resource_group.region.name
  location                      = var.location
  tenant_id                     = data.azurerm_client_config.current.tenant_id
  sku_name                      = "standard"
  rbac_authorization_enabled    = true
  purge_protection_enabled      = true
  soft_delete_retention_days    = 90
  public_network_access_enabled = true # for the operator's addresses alone
  tags                          = local.tags

  network_acls {
    bypass         = "AzureServices"
    default_action = "Deny"
    ip_rules       = var.operator_addresses
  }

  lifecycle {
    prevent_destroy = true # without the key of encrypted fields no backup is worth anything
  }
}

ephemeral "random_password" "administrator" {
  length  = 40
  special = false
}

# What is made up is another in each run. The server and the programs need the same one, also after a run that stopped between the two: so the
# vault has it first, and both get what is read there. Its version is unknown until it is written, so that nothing is read before.
resource "azurerm_key_vault_secret" "administrator" {
  name             = "postgres-admin-password"
  value_wo         = ephemeral.random_password.administrator.result
  value_wo_version = var.secrets_version
  key_vault_id     = azurerm_key_vault.region.id
  content_type     = "text/plain"
  tags             = local.tags
  depends_on       = [azurerm_role_assignment.vault_is_filled]
}

ephemeral "azurerm_key_vault_secret" "administrator" {
  name         = azurerm_key_vault_secret.administrator.name
  key_vault_id = azurerm_key_vault.region.id
  version      = azurerm_key_vault_secret.administrator.version
}

ephemeral "random_password" "secret" {
  for_each = local.secret_names
  length   = 64
  special  = false
}

locals {
  server       = azurerm_postgresql_flexible_server.region.fqdn
  secret_names = toset(["secret-key", "field-encryption-key", "gateway-secret", "web-revalidate-secret", "platform-database", "region-database"])
  passwords    = { for name in local.secret_names : name => ephemeral.random_password.secret[name].result }
  caches       = { cache = azurerm_managed_redis.cache, queue = azurerm_managed_redis.queue }

  written = {
    secret-key            = local.passwords["secret-key"]
    field-encryption-key  = local.passwords["field-encryption-key"]
    gateway-secret        = local.passwords["gateway-secret"]
    web-revalidate-secret = local.passwords["web-revalidate-secret"]
    platform-database-url = "postgresql://globalmarket_platform:${local.passwords["platform-database"]}@${local.server}:5432/globalmarket_platform?sslmode=require"
    region-database-url   = "postgresql://globalmarket_${var.slug}:${local.passwords["region-database"]}@${local.server}:5432/globalmarket_${var.slug}?sslmode=require"
    postgres-admin-url    = "postgresql://globalmarket_administrator:${ephemeral.azurerm_key_vault_secret.administrator.value}@${local.server}:5432/postgres?sslmode=require"
  }
  made_by_azure = {
    cache-url      = "rediss://:${urlencode(local.caches.cache.default_database[0].primary_access_key)}@${local.caches.cache.hostname}:${local.caches.cache.default_database[0].port}/0"
    queue-url      = "rediss://:${urlencode(local.caches.queue.default_database[0].primary_access_key)}@${local.caches.queue.hostname}:${local.caches.queue.default_database[0].port}/0"
    queue-address  = "${local.caches.queue.hostname}:${local.caches.queue.default_database[0].port}"
    queue-password = local.caches.queue.default_database[0].primary_access_key
  }
}

resource "azurerm_key_vault_secret" "written" {
  for_each         = toset(["secret-key", "field-encryption-key", "gateway-secret", "web-revalidate-secret", "platform-database-url", "region-database-url", "postgres-admin-url"])
  name             = each.value
  value_wo         = local.written[each.value]
  value_wo_version = each.value == "field-encryption-key" ? 1 : var.secrets_version # what it encrypted needs it: a new one goes in front of it by hand
  key_vault_id     = azurerm_key_vault.region.id
  content_type     = "text/plain"
  tags             = local.tags
  depends_on       = [azurerm_role_assignment.vault_is_filled]
}

resource "azurerm_key_vault_secret" "made_by_azure" {
  for_each     = toset(["cache-url", "queue-url", "queue-address", "queue-password"])
  name         = each.value
  value        = local.made_by_azure[each.value]
  key_vault_id = azurerm_key_vault.region.id
  content_type = "text/plain"
  tags         = local.tags
  depends_on   = [azurerm_role_assignment.vault_is_filled]
}

resource "azurerm_key_vault_secret" "search" {
  count        = var.search == null ? 0 : 1
  name         = "elasticsearch-url"
  value        = ec_deployment.search[0].elasticsearch.https_endpoint
  key_vault_id = azurerm_key_vault.region.id
  content_type = "text/plain"
  tags         = local.tags
  depends_on   = [azurerm_role_assignment.vault_is_filled]
}
