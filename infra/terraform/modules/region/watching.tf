resource "azurerm_log_analytics_workspace" "region" {
  name                = local.name
  resource_group_name = azurerm_resource_group.region.name
  location            = var.location
  sku                 = "PerGB2018"
  retention_in_days   = 30
  tags                = local.tags
}

# Who read or changed a secret, and who administered the cluster.
resource "azurerm_monitor_diagnostic_setting" "audited" {
  for_each                   = { vault = azurerm_key_vault.region.id, cluster = azurerm_kubernetes_cluster.region.id }
  name                       = "audit"
  target_resource_id         = each.value
  log_analytics_workspace_id = azurerm_log_analytics_workspace.region.id

  enabled_log {
    category = each.key == "vault" ? "AuditEvent" : "kube-audit-admin"
  }
}
