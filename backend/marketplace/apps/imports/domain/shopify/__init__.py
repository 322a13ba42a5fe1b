"""Shopify's product CSV: read, understood and written. Pure: no Django, no database."""
