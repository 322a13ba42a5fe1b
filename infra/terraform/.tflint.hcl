plugin "terraform" {
  enabled = true
  preset  = "all"
}

# A part has more than three files, each named after what it makes.
rule "terraform_standard_module_structure" {
  enabled = false
}
