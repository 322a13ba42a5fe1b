output "registry_id" {
  description = "For the clusters, which pull from it."
  value       = azurerm_container_registry.platform.id
}

output "registry_host" {
  description = "IMAGE_REGISTRY of the workflow that builds images, and the images of k8s/base."
  value       = azurerm_container_registry.platform.login_server
}
