"""Renders the manifests of ``k8s/``, and checks them with the tools that would read them (``make render``, ``make verify-infra``)."""
