output "regions" {
  description = "What goes into the overlays of k8s/, and what is put into the vaults by hand."
  value       = module.region
}

output "registry" {
  description = "Where images are pushed to."
  value       = module.platform.registry_host
}
