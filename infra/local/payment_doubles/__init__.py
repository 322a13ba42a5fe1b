"""Stand-ins for payment gateways, which speak their documented HTTP protocols; they import nothing of the marketplace."""
