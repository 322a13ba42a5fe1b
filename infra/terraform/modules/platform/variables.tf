variable "prefix" {
  description = "What names begin with."
  type        = string
}

variable "environment" {
  description = "staging or production: the second part of every name."
  type        = string
}

variable "location" {
  description = "Where at Azure the images lie. No person's data does."
  type        = string
}

variable "registry" {
  description = "Name of the registry: 5 to 50 letters and digits, of which no other registry of the world has the same."
  type        = string
}

variable "replicas" {
  description = "Further locations in which the images lie: those of the regions."
  type        = list(string)
}

variable "manages_zones" {
  description = "Whether this environment sets what holds for whole zones (TLS, the filter of attacks). One does; the others have names in them."
  type        = bool
}

variable "sites" {
  description = "Each region's zone at Cloudflare, its names (as in GM_ALLOWED_HOSTS), and the address of its gateway."
  type = map(object({
    zone_id = string
    hosts   = list(string)
    address = string
  }))
}

variable "budget" {
  description = "What a month may cost, in the subscription's currency, before mails go out, and to whom."
  type = object({
    amount = number
    since  = string
    mails  = list(string)
  })
}
