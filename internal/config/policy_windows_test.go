package config

// systemPolicyCases are about owners, modes and links.
var systemPolicyCases []policyCase
