package portal

import (
	"fmt"
	"net"
	"net/http"
	"strconv"
)

// pacPath is where a phone finds its proxy by itself ("Proxy › Auto" on
// Android, "Automatic" on iOS). No QR code of any standard sets a Wi-Fi proxy
// (the WIFI: address of WPA3 has no field for it), so the code leads to the
// page, and the page offers this address.
const pacPath = "/proxy.pac"

// pac sends everything to the proxy, as this phone reaches it, and directly to
// the internet once the proxy is gone.
func pac(w http.ResponseWriter, r *http.Request) {
	at := net.JoinHostPort(proxyAddress(r))
	w.Header().Set("Content-Type", "application/x-ns-proxy-autoconfig")
	_, _ = fmt.Fprintf(w, "function FindProxyForURL(url, host) {\n  return %s;\n}\n",
		strconv.Quote("PROXY "+at+"; DIRECT"))
}
