# 10.x.0.0/21 the nodes, 10.x.8.0/24 the stores' private endpoints: the address that k8s/regions lets the programs reach.

resource "azurerm_virtual_network" "region" {
  name                = local.name
  resource_group_name = azurerm_resource_group.region.name
  location            = var.location
  address_space       = [var.network]
  tags                = local.tags
}

resource "azurerm_subnet" "nodes" {
  name                            = "nodes"
  resource_group_name             = azurerm_resource_group.region.name
  virtual_network_name            = azurerm_virtual_network.region.name
  address_prefixes                = [cidrsubnet(var.network, 5, 0)]
  default_outbound_access_enabled = false
}

resource "azurerm_subnet" "endpoints" {
  name                            = "endpoints"
  resource_group_name             = azurerm_resource_group.region.name
  virtual_network_name            = azurerm_virtual_network.region.name
  address_prefixes                = [cidrsubnet(var.network, 8, 8)]
  default_outbound_access_enabled = false
}

# Nobody but the region's own nodes speaks to a store.
resource "azurerm_network_security_group" "endpoints" {
  name                = "${local.name}-endpoints"
  resource_group_name = azurerm_resource_group.region.name
  location            = var.location
  tags                = local.tags

  security_rule {
    name                       = "nodes"
    priority                   = 100
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "Tcp"
    source_address_prefix      = azurerm_subnet.nodes.address_prefixes[0]
    source_port_range          = "*"
    destination_address_prefix = azurerm_subnet.endpoints.address_prefixes[0]
    destination_port_ranges    = ["443", "5432", "10000"]
  }

  security_rule {
    name                       = "nobody-else"
    priority                   = 200
    direction                  = "Inbound"
    access                     = "Deny"
    protocol                   = "*"
    source_address_prefix      = "*"
    source_port_range          = "*"
    destination_address_prefix = "*"
    destination_port_range     = "*"
  }
}

resource "azurerm_subnet_network_security_group_association" "endpoints" {
  subnet_id                 = azurerm_subnet.endpoints.id
  network_security_group_id = azurerm_network_security_group.endpoints.id
}

# One address for all that leaves: what Elastic Cloud and payment providers may be told to believe.
resource "azurerm_public_ip" "outbound" {
  name                = "${local.name}-outbound"
  resource_group_name = azurerm_resource_group.region.name
  location            = var.location
  allocation_method   = "Static"
  sku                 = "Standard"
  zones               = var.zones
  tags                = local.tags
}

resource "azurerm_nat_gateway" "region" {
  name                = local.name
  resource_group_name = azurerm_resource_group.region.name
  location            = var.location
  sku_name            = "Standard"
  tags                = local.tags
}

resource "azurerm_nat_gateway_public_ip_association" "region" {
  nat_gateway_id       = azurerm_nat_gateway.region.id
  public_ip_address_id = azurerm_public_ip.outbound.id
}

resource "azurerm_subnet_nat_gateway_association" "nodes" {
  subnet_id      = azurerm_subnet.nodes.id
  nat_gateway_id = azurerm_nat_gateway.region.id
}

locals {
  # Each store's private endpoint: what it leads to, and the zone in which its name is found.
  endpoints = {
    database  = { target = azurerm_postgresql_flexible_server.region.id, part = "postgresqlServer", zone = "privatelink.postgres.database.azure.com" }
    documents = { target = azurerm_cosmosdb_account.region.id, part = "Sql", zone = "privatelink.documents.azure.com" }
    cache     = { target = azurerm_managed_redis.cache.id, part = "redisEnterprise", zone = "privatelink.redis.azure.net" }
    queue     = { target = azurerm_managed_redis.queue.id, part = "redisEnterprise", zone = "privatelink.redis.azure.net" }
    files     = { target = azurerm_storage_account.region.id, part = "blob", zone = "privatelink.blob.core.windows.net" }
    backups   = { target = azurerm_storage_account.backups.id, part = "blob", zone = "privatelink.blob.core.windows.net" }
    vault     = { target = azurerm_key_vault.region.id, part = "vault", zone = "privatelink.vaultcore.azure.net" }
  }
  zones_of_names = toset([for endpoint in local.endpoints : endpoint.zone])
}

resource "azurerm_private_dns_zone" "store" {
  for_each            = local.zones_of_names
  name                = each.value
  resource_group_name = azurerm_resource_group.region.name
  tags                = local.tags
}

resource "azurerm_private_dns_zone_virtual_network_link" "store" {
  for_each            = local.zones_of_names
  name                = local.name
  private_dns_zone_id = azurerm_private_dns_zone.store[each.value].id
  virtual_network_id  = azurerm_virtual_network.region.id
  tags                = local.tags
}

resource "azurerm_private_endpoint" "store" {
  for_each            = local.endpoints
  name                = "${local.name}-${each.key}"
  resource_group_name = azurerm_resource_group.region.name
  location            = var.location
  subnet_id           = azurerm_subnet.endpoints.id
  tags                = local.tags

  private_service_connection {
    name                           = each.key
    private_connection_resource_id = each.value.target
    subresource_names              = [each.value.part]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = each.key
    private_dns_zone_ids = [azurerm_private_dns_zone.store[each.value.zone].id]
  }
}
