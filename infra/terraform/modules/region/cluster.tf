resource "azurerm_kubernetes_cluster" "region" {
  name                      = local.name
  resource_group_name       = azurerm_resource_group.region.name
  location                  = var.location
  dns_prefix                = local.name
  kubernetes_version        = var.kubernetes_version
  sku_tier                  = "Standard" # Azure answers for the availability of its API
  automatic_upgrade_channel = "patch"
  node_os_upgrade_channel   = "NodeImage"
  oidc_issuer_enabled       = true
  workload_identity_enabled = true
  local_account_disabled    = true
  azure_policy_enabled      = true
  run_command_enabled       = false
  image_cleaner_enabled     = true

  image_cleaner_interval_hours = 48

  tags = local.tags

  # The nodes, too, come to the API by its public name, from the address that all that leaves has.
  api_server_access_profile {
    authorized_ip_ranges = concat(var.operator_addresses, ["${azurerm_public_ip.outbound.ip_address}/32"])
  }

  azure_active_directory_role_based_access_control {
    azure_rbac_enabled     = true
    admin_group_object_ids = [var.administrators]
  }

  # What the cluster itself needs; the programs have nodes of their own.
  default_node_pool {
    name                         = "system"
    vm_size                      = "Standard_D2s_v5"
    auto_scaling_enabled         = true
    min_count                    = 2
    max_count                    = 3
    only_critical_addons_enabled = true
    max_pods                     = 110
    host_encryption_enabled      = true
    os_sku                       = "AzureLinux"
    vnet_subnet_id               = azurerm_subnet.nodes.id
    zones                        = var.zones
    temporary_name_for_rotation  = "systemnext"
    tags                         = local.tags

    upgrade_settings {
      max_surge = "33%"
    }
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.cluster.id]
  }

  # Cilium enforces the network policies of k8s/base/network.yaml.
  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
    network_data_plane  = "cilium"
    network_policy      = "cilium"
    outbound_type       = "userAssignedNATGateway"
    pod_cidr            = "100.64.0.0/14"
    service_cidr        = "100.68.0.0/16"
    dns_service_ip      = "100.68.0.10"
  }

  workload_autoscaler_profile {
    keda_enabled = true
  }

  oms_agent {
    log_analytics_workspace_id      = azurerm_log_analytics_workspace.region.id
    msi_auth_for_monitoring_enabled = true
  }

  maintenance_window_auto_upgrade {
    frequency   = "Weekly"
    interval    = 1
    day_of_week = "Tuesday"
    start_time  = "02:00"
    duration    = 4
    utc_offset  = "+00:00"
  }

  depends_on = [
    azurerm_role_assignment.cluster_network,
    azurerm_subnet_nat_gateway_association.nodes,
    azurerm_nat_gateway_public_ip_association.region, # without it nodes reach nothing
  ]

  lifecycle {
    ignore_changes = [default_node_pool[0].node_count]
  }
}

resource "azurerm_kubernetes_cluster_node_pool" "programs" {
  name                        = "programs"
  kubernetes_cluster_id       = azurerm_kubernetes_cluster.region.id
  vm_size                     = var.nodes.size
  auto_scaling_enabled        = true
  min_count                   = var.nodes.least
  max_count                   = var.nodes.most
  max_pods                    = 110
  host_encryption_enabled     = true
  os_sku                      = "AzureLinux"
  vnet_subnet_id              = azurerm_subnet.nodes.id
  zones                       = var.zones
  temporary_name_for_rotation = "programsnxt"
  tags                        = local.tags

  upgrade_settings {
    max_surge = "33%"
  }

  lifecycle {
    ignore_changes = [node_count]
  }
}

# The gateway's address (k8s/base/kong.yaml names it); it outlives the Service, so that names need not change.
resource "azurerm_public_ip" "kong" {
  name                = "kong"
  resource_group_name = azurerm_kubernetes_cluster.region.node_resource_group
  location            = var.location
  allocation_method   = "Static"
  sku                 = "Standard"
  zones               = var.zones
  tags                = local.tags
}
