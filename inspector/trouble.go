package inspector

// Trouble is why a step failed when no code says so.
type Trouble string

// The troubles.
const (
	NoTrouble        Trouble = ""
	TroubleTLS       Trouble = "tls-refused"   // the phone did not accept the proxy's certificate
	TroubleDNS       Trouble = "dns"           //
	TroubleConnect   Trouble = "connect"       // refused or unreachable
	TroubleTimeout   Trouble = "timeout"       //
	TroubleReset     Trouble = "reset"         //
	TroubleUpstream  Trouble = "upstream-tls"  // the server's certificate or handshake
	TroubleAborted   Trouble = "client-abort"  // the phone went away
	TroubleBlocked   Trouble = "blocked"       // by the proxy's policy
	TroubleBroken    Trouble = "broken-answer" // not valid, cut off, not JSON
	TroubleRequest   Trouble = "bad-request"   // what the phone sent is not valid HTTP
	TroubleProxy     Trouble = "proxy-fault"   // Loginscope's own
	TroubleStatus    Trouble = "http-status"   // an error status without a code
	TroubleNotSigned Trouble = "not-signed-in" // 200 without session token
	TroubleCleartext Trouble = "cleartext"     // Android refused plain HTTP
	TroubleShutdown  Trouble = "shutdown"      // capture ended while it was open
)
