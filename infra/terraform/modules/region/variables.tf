variable "prefix" {
  description = "What names begin with: the vault, the Cosmos DB account and the PostgreSQL server need ones that nobody else in the world has."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,7}$", var.prefix))
    error_message = "2 to 8 small letters and digits: a vault's whole name has at most 24."
  }
}

variable "environment" {
  description = "staging or production: the second part of every name."
  type        = string

  validation {
    condition     = contains(["staging", "production"], var.environment)
    error_message = "There is a staging and a production."
  }
}

variable "slug" {
  description = "The region's slug, as in GM_REGIONS and in k8s/regions."
  type        = string
}

variable "location" {
  description = "Where at Azure the region's data lies, such as westeurope. It decides under whose law."
  type        = string
}

variable "network" {
  description = "The region's private addresses, a /16. Networks of two regions must not overlap."
  type        = string
}

variable "storage_account" {
  description = "Name of the storage account: 3 to 18 small letters and digits, of which no other account of the world has the same; that of backups adds `backup`."
  type        = string
}

variable "zones" {
  description = "Availability zones to spread nodes over."
  type        = list(string)
  default     = ["1", "2", "3"]
}

variable "kubernetes_version" {
  description = "Minor version of Kubernetes; the manifests are checked against infra/cluster/toolbox/pinned.toml's."
  type        = string
}

variable "nodes" {
  description = "Nodes for the programs: their size, and the fewest and the most of them."
  type = object({
    size  = string
    least = number
    most  = number
  })
}

variable "database" {
  description = "PostgreSQL: its size, its disk in MB, and whether a second server in another zone stands ready."
  type = object({
    size              = string
    storage_mb        = number
    is_zone_redundant = bool
  })
}

variable "cache_size" {
  description = "Size of the cache (Azure Managed Redis); the queue has the smallest."
  type        = string
}

variable "search" {
  description = "Elasticsearch at Elastic Cloud: its region there, version, and memory and number of its data nodes. null: the region searches elsewhere."
  type = object({
    region  = string
    version = string
    size    = string
    zones   = number
  })
}

variable "backup_days" {
  description = "Days for which PostgreSQL can be restored to any moment, 7 to 35."
  type        = number
  default     = 35
}

variable "backup_kept_days" {
  description = "Days after which a night's backup is deleted."
  type        = number
  default     = 90
}

variable "backup_locked_days" {
  description = "Days for which nobody can change or delete a night's backup."
  type        = number
  default     = 30
}

variable "operator_addresses" {
  description = "Addresses (CIDR) from which the operator reaches the cluster's API and the vault."
  type        = list(string)
}

variable "administrators" {
  description = "Object id of the group of people at Entra ID who administer the cluster."
  type        = string
}

variable "secrets_version" {
  description = "One more makes every secret of Terraform's anew, but for the key of encrypted fields, which has to stay in use."
  type        = number
  default     = 1
}

variable "budget" {
  description = "What a month may cost, in the subscription's currency, before mails go out, and to whom."
  type = object({
    amount = number
    since  = string
    mails  = list(string)
  })
}

variable "registry_id" {
  description = "The registry that the cluster pulls images from."
  type        = string
}
