"""
Makes the configuration of the gateway (Kong, without a database) from the API's document and a region's hosts.

``python -m gateway --hosts globalmarket.eu,api.globalmarket.eu --namespace globalmarket-eu`` writes it to standard output.
"""
