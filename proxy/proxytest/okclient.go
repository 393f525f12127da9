package proxytest

import _ "embed"

//go:embed OkClient.java
var okClientSource []byte
