package ruleset

import (
	"loginscope/inspector"
	"loginscope/inspector/check"
)

// Checks lists the checks in the order of their findings: what decides a
// verdict comes first, what only informs last.
func Checks() []inspector.Check {
	return []inspector.Check{
		check.ProxySeen, check.PhoneUnsafe,
		check.CertificateExpired, check.CertificateTransparency, check.TLSVersion, check.TLSCipher, check.NameMismatch, check.NotTLS, check.ClientClosed, check.HandshakeTimeout, check.InterceptionOff, check.UpstreamFailed, check.TenantTLS, check.CANotTrusted, check.CANotInstalled, check.HostPinned,
		check.ClockSkew, check.CleartextRefused, check.Demoted,
		check.AccessCodeSent, check.TokenReused, check.TokenTruncated, check.TokenExpired, check.VerifyToken, check.WrongField, check.TokenRefused,
		check.DeviceHeaders, check.EventAsFailure,
		check.OrientationCrash, check.ActivityMissing, check.NativeLibrary, check.Exception,
		check.CarrierOnWire, check.CarrierEgress, check.VPNActive,
		check.SchemeMismatch, check.AppMismatch, check.OldSDK, check.SDKVersion,
		check.WrongSourceIP, check.CellularUnavailable, check.WiFiOffOnly, check.SlowCellular, check.WapAPN, check.DataSIMChanged, check.OneSIMOnly, check.SIMUnsupported, check.H5WiFi,
		check.CarrierHostBlocked, check.CarrierAppUnregistered, check.CarrierSide, check.SceneCode, check.AccountSide,
		check.QuotaExceeded, check.TokensUnused, check.PageFailed, check.PageTampered, check.AccelerateOnPage,
		check.InitLate, check.InitWithoutLogin, check.CallTooSlow,
		check.ClientID, check.SourceNotConfigured, check.NumberQueryFailed, check.NotSignedIn, check.TenantBusy, check.SignatureUnexpected,
		check.SessionInvalid, check.NoExchange, check.SSLCheckOff,
		check.SecretsInURL, check.SecretsInLog,
		check.OtherMaker, check.UnknownCode, check.NothingFound,
		check.NoTraffic, check.LocalNetwork, check.AppSilent, check.NoGateway, check.MonitorOnly,
	}
}
