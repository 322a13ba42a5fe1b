terraform {
  required_version = ">= 1.11"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 5.2"
    }
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "~> 5.8"
    }
    ec = {
      source  = "elastic/ec"
      version = "~> 0.12"
    }
  }

  # Its values come with `terraform init -backend-config=backend.tfvars` (docs/guides/deploy-to-azure.md).
  backend "azurerm" {
    use_azuread_auth = true
  }
}

provider "azurerm" {
  subscription_id     = var.subscription_id
  storage_use_azuread = true

  features {
    key_vault {
      purge_soft_delete_on_destroy = false
    }
    resource_group {
      prevent_deletion_if_contains_resources = true
    }
  }
}

# Their keys come by the environment: CLOUDFLARE_API_TOKEN and EC_API_KEY.
provider "cloudflare" {}

provider "ec" {}
