#!/usr/bin/env bash
# Logs a workflow in to Azure by the token that GitHub gives it (OpenID Connect: there is no password), and sets kubectl to the region's cluster.
set -euo pipefail
token=$(curl --fail --silent --show-error --header "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \
  "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=api://AzureADTokenExchange" | jq --raw-output .value)
az login --service-principal --tenant "$AZURE_TENANT" --username "$AZURE_CLIENT" --federated-token "$token" --output none
az account set --subscription "$AZURE_SUBSCRIPTION"
az aks get-credentials --resource-group "$STACK-$REGION" --name "$STACK-$REGION"
kubelogin convert-kubeconfig --login azurecli
