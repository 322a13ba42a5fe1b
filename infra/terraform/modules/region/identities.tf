# Who may what. A program shows its service account's token, and gets no key (k8s/base/accounts.yaml).

locals {
  accounts = toset(["backend", "backup", "migrate", "secrets"])
}

resource "azurerm_user_assigned_identity" "cluster" {
  name                = "${local.name}-cluster"
  resource_group_name = azurerm_resource_group.region.name
  location            = var.location
  tags                = local.tags
}

resource "azurerm_role_assignment" "cluster_network" {
  scope                = azurerm_virtual_network.region.id
  role_definition_name = "Network Contributor"
  principal_id         = azurerm_user_assigned_identity.cluster.principal_id
}

resource "azurerm_role_assignment" "images" {
  scope                = var.registry_id
  role_definition_name = "AcrPull"
  principal_id         = azurerm_kubernetes_cluster.region.kubelet_identity[0].object_id
}

resource "azurerm_user_assigned_identity" "account" {
  for_each            = local.accounts
  name                = "${local.name}-${each.value}"
  resource_group_name = azurerm_resource_group.region.name
  location            = var.location
  tags                = local.tags
}

resource "azurerm_federated_identity_credential" "account" {
  for_each                  = local.accounts
  name                      = each.value
  user_assigned_identity_id = azurerm_user_assigned_identity.account[each.value].id
  issuer                    = azurerm_kubernetes_cluster.region.oidc_issuer_url
  subject                   = "system:serviceaccount:${local.namespace}:${each.value}"
  audience                  = ["api://AzureADTokenExchange"]
}

resource "azurerm_role_assignment" "files" {
  for_each             = toset(["backend", "migrate"])
  scope                = azurerm_storage_account.region.id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_user_assigned_identity.account[each.value].principal_id
}

resource "azurerm_cosmosdb_sql_role_assignment" "documents" {
  for_each            = toset(["backend", "migrate"])
  resource_group_name = azurerm_resource_group.region.name
  account_name        = azurerm_cosmosdb_account.region.name
  role_definition_id  = "${azurerm_cosmosdb_account.region.id}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002" # Built-in Data Contributor
  principal_id        = azurerm_user_assigned_identity.account[each.value].principal_id
  scope               = azurerm_cosmosdb_account.region.id
}

resource "azurerm_role_assignment" "vault_is_read" {
  scope                = azurerm_key_vault.region.id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_user_assigned_identity.account["secrets"].principal_id
}

resource "azurerm_role_assignment" "vault_is_filled" {
  scope                = azurerm_key_vault.region.id
  role_definition_name = "Key Vault Secrets Officer"
  principal_id         = data.azurerm_client_config.current.object_id
}
