package config

// dontWait is for named pipes in the file system, which Windows has not.
const dontWait = 0
