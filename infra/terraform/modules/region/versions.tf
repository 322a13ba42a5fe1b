terraform {
  required_version = ">= 1.11" # write-only arguments: secrets that are in no state

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 5.2"
    }
    ec = {
      source  = "elastic/ec"
      version = "~> 0.12"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.7"
    }
  }
}
