variable "subscription_id" {
  description = "The subscription of Azure's in which this environment lies; each environment has its own."
  type        = string
}

variable "registry" {
  description = "Name of the registry of images: 5 to 50 letters and digits, of which no other registry of the world has the same."
  type        = string
}

variable "operator_addresses" {
  description = "Addresses (CIDR) from which the operator reaches the clusters' API and the vaults."
  type        = list(string)
}

variable "administrators" {
  description = "Object id of the group of people at Entra ID who administer the clusters."
  type        = string
}

variable "cloudflare_zones" {
  description = "Id of each region's zone at Cloudflare, by the region's slug."
  type        = map(string)
}

variable "budget_mails" {
  description = "Who is written to when a month gets dearer than planned."
  type        = list(string)
}

variable "budget_since" {
  description = "The first day of the month in which budgets begin, such as 2027-01-01T00:00:00Z."
  type        = string
}
