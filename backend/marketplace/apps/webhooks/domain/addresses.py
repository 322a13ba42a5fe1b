"""Which addresses a vendor may have us send requests to: those of the public internet, and nothing of our own network."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# Python counts these as global, yet they lead into other networks: translations of IPv4 addresses, their relays (RFC 7526), the former
# addresses within a site (RFC 3879), and the services of Azure's own to its machines
# (https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16).
_INTO_OTHER_NETWORKS = tuple(
    ip_network(network) for network in ("64:ff9b::/96", "2002::/16", "2001::/32", "192.88.99.0/24", "fec0::/10", "168.63.129.16/32")
)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet's."""
    found: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    is_reserved = found.is_multicast or found.is_reserved or found.is_unspecified
    return found.is_global and not is_reserved and not any(found in network for network in _INTO_OTHER_NETWORKS)


def is_literal(host: str) -> bool:
    """Whether a host is an IP address instead of a name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
