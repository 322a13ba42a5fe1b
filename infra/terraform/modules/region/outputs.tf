output "cluster" {
  description = "For `az aks get-credentials`."
  value       = { name = azurerm_kubernetes_cluster.region.name, resource_group = azurerm_resource_group.region.name }
}

output "gateway_address" {
  description = "The address that the region's names lead to, behind Cloudflare."
  value       = azurerm_public_ip.kong.ip_address
}

output "client_ids" {
  description = "Of the service accounts backend, backup, migrate and secrets: into the overlay's kustomization.yaml."
  value       = { for name, identity in azurerm_user_assigned_identity.account : name => identity.client_id }
}

output "vault_url" {
  description = "Into the overlay's kustomization.yaml."
  value       = azurerm_key_vault.region.vault_uri
}

output "tenant_id" {
  description = "Of the operator at Entra ID: into k8s/base/secrets.yaml."
  value       = data.azurerm_client_config.current.tenant_id
}

output "outbound_address" {
  description = "What payment providers see as the caller, where one asks for it."
  value       = azurerm_public_ip.outbound.ip_address
}

output "put_in_by_hand" {
  description = "Secrets of the vault that Terraform cannot make; those of gateways that the region does not use are left out."
  value       = ["smtp-url", "elasticsearch-api-key", "mollie-api-key", "stripe-secret-key", "stripe-publishable-key", "stripe-webhook-secret"]
}
