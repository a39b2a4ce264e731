"""Addresses of hosts in networks: pure, so that normal forms need no Presidio."""

from __future__ import annotations

import ipaddress

Host = ipaddress.IPv4Address | ipaddress.IPv6Address

_BROADCAST = ipaddress.ip_network("255.0.0.0/8")
_EXAMPLES = tuple(map(ipaddress.ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")))


def host(text: str) -> Host | None:
    """Give an address of one host, or None: not a loopback, empty, multicast or broadcast address."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if address.is_loopback or address.is_unspecified or address.is_multicast or address in _BROADCAST:
        return None
    return address


def is_public(address: Host) -> bool:
    """Tell whether an address is of the public network, or of those set aside for examples. Source: RFC 5737."""
    return not address.is_private or any(address in network for network in _EXAMPLES)
