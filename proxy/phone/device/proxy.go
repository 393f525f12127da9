package device

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"strings"

	"loginscope/proxy/phone/adb"
)

// noProxy is what clears a global proxy at once: deleting the setting leaves
// the old proxy in force until the phone restarts.
const noProxy = ":0"

// GlobalProxy returns the phone's global HTTP proxy, "" for none.
func GlobalProxy(ctx context.Context, sh Shell) (string, error) {
	v, err := setting(ctx, sh, "http_proxy")
	if err != nil {
		return "", fmt.Errorf("read global proxy: %w", err)
	}
	if v == noProxy {
		v = ""
	}
	return v, nil
}

// SetGlobalProxy sets the phone's global HTTP proxy and verifies it. It
// catches cellular-bound calls too and so breaks the carrier step: it is for
// viewing requests, never for testing a login.
func SetGlobalProxy(ctx context.Context, sh Shell, address string) error {
	host, port, err := net.SplitHostPort(address)
	if n, perr := strconv.Atoi(port); err != nil || host == "" || perr != nil || n < 1 || n > 65535 {
		return fmt.Errorf("set global proxy: address %q: use HOST:PORT", address)
	}
	return putProxy(ctx, sh, address, address)
}

// ClearGlobalProxy takes the global HTTP proxy away and verifies it.
func ClearGlobalProxy(ctx context.Context, sh Shell) error {
	return putProxy(ctx, sh, noProxy, "")
}

func putProxy(ctx context.Context, sh Shell, value, want string) error {
	out, err := sh(ctx, "settings put global http_proxy "+adb.Quote(value))
	if err != nil {
		return fmt.Errorf("set global proxy: %w", err)
	}
	if out.Exit != 0 {
		return fmt.Errorf("set global proxy: the phone refused: %s", strings.TrimSpace(out.Stdout+out.Stderr))
	}
	got, err := GlobalProxy(ctx, sh)
	if err != nil {
		return err
	}
	if got != want {
		return fmt.Errorf("set global proxy: the phone still says %q", got)
	}
	return nil
}
