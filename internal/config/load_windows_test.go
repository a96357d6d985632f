package config

// systemCases are what only some systems have in a folder.
var systemCases []loadCase
