package session

import "loginscope/proxy/exchange"

// Each function below describes one message of the file, for reading and for
// writing. A test fills every field of every event and reads it back, so that
// a field added to package exchange is not forgotten here.

// describeExchange leaves out the two body heads, which the record carries.
func describeExchange(w *wire, x *exchange.Exchange) {
	count(w, 1, &x.ID)
	text(w, 2, &x.Origin)
	text(w, 3, &x.Device)
	count(w, 4, &x.Conn)
	text(w, 5, &x.Scheme)
	text(w, 6, &x.Host)
	signed(w, 7, &x.Port)
	text(w, 8, &x.Path)
	message(w, 9, &x.Request, describeRequest)
	optional(w, 10, &x.Response, describeResponse)
	optional(w, 11, &x.Failure, describeFailure)
	message(w, 12, &x.Timing, describeTiming)
	message(w, 13, &x.Client, describePeer)
	message(w, 14, &x.Server, describePeer)
	flag(w, 15, &x.Done)
}

func describeRequest(w *wire, r *exchange.Request) {
	text(w, 1, &r.Method)
	text(w, 2, &r.Proto)
	list(w, 3, &r.Header, describeField)
	list(w, 4, &r.Trailer, describeField)
	message(w, 5, &r.Body, describeBody)
	flag(w, 6, &r.HeaderAsSent)
}

func describeResponse(w *wire, r *exchange.Response) {
	signed(w, 1, &r.Status)
	text(w, 2, &r.Reason)
	text(w, 3, &r.Proto)
	list(w, 4, &r.Header, describeField)
	list(w, 5, &r.Trailer, describeField)
	message(w, 6, &r.Body, describeBody)
	flag(w, 7, &r.HeaderAsSent)
}

func describeField(w *wire, f *exchange.Field) {
	text(w, 1, &f.Name)
	text(w, 2, &f.Value)
}

func describeBody(w *wire, b *exchange.Body) {
	signed(w, 1, &b.Size)
	signed(w, 2, &b.Spooled)
	flag(w, 3, &b.Complete)
	flag(w, 4, &b.Decoded)
}

func describeFailure(w *wire, f *exchange.Failure) {
	text(w, 1, &f.Cause)
	text(w, 2, &f.Detail)
}

func describeTiming(w *wire, t *exchange.Timing) {
	instant(w, 1, &t.Start)
	instant(w, 2, &t.Connected)
	instant(w, 3, &t.Sent)
	instant(w, 4, &t.FirstByte)
	instant(w, 5, &t.End)
	flag(w, 6, &t.Reused)
}

func describePeer(w *wire, p *exchange.Peer) {
	text(w, 1, &p.Remote)
	text(w, 2, &p.Local)
	text(w, 3, &p.Egress)
	sharedTLS(w, 4, &p.TLS)
}

func describeTLS(w *wire, t *exchange.TLS) {
	text(w, 1, &t.Version)
	text(w, 2, &t.Cipher)
	text(w, 3, &t.SNI)
	text(w, 4, &t.ALPN)
	names(w, 5, &t.OfferedVersions)
	names(w, 6, &t.OfferedALPN)
	optional(w, 7, &t.Certificate, describeCertificate)
	flag(w, 8, &t.OfferedSCT)
	flag(w, 9, &t.WideDates)
}

func describeCertificate(w *wire, c *exchange.Certificate) {
	text(w, 1, &c.Subject)
	text(w, 2, &c.Issuer)
	names(w, 3, &c.Names)
	instant(w, 4, &c.NotBefore)
	instant(w, 5, &c.NotAfter)
	text(w, 6, &c.SHA256)
}

func describeFrame(w *wire, f *exchange.Frame) {
	count(w, 1, &f.ID)
	count(w, 2, &f.Side)
	instant(w, 3, &f.Time)
	count(w, 4, &f.Opcode)
	blob(w, 5, &f.Data)
	signed(w, 6, &f.Size)
	flag(w, 7, &f.Compressed)
	flag(w, 8, &f.Part)
	signed(w, 9, &f.Offset)
	flag(w, 10, &f.Cut)
}

func describeTunnelled(w *wire, t *exchange.Tunnelled) {
	count(w, 1, &t.Conn)
	text(w, 2, &t.Device)
	text(w, 3, &t.Target)
	text(w, 4, &t.SNI)
	instant(w, 5, &t.Start)
	instant(w, 6, &t.End)
	signed(w, 7, &t.BytesUp)
	signed(w, 8, &t.BytesDown)
	text(w, 9, &t.Reason)
	message(w, 10, &t.Server, describePeer)
	optional(w, 11, &t.Failure, describeFailure)
	flag(w, 12, &t.Open)
}

func describeTLSRefused(w *wire, r *exchange.TLSRefused) {
	count(w, 1, &r.Conn)
	text(w, 2, &r.Device)
	text(w, 3, &r.Target)
	instant(w, 4, &r.Time)
	signed(w, 5, &r.Elapsed)
	text(w, 6, &r.Cause)
	signed(w, 7, &r.Alert)
	flag(w, 8, &r.Plaintext)
	flag(w, 9, &r.HandshakeDone)
	signed(w, 10, &r.BytesAfter)
	message(w, 11, &r.Hello, describeTLS)
	text(w, 12, &r.Detail)
	flag(w, 13, &r.Early)
	flag(w, 14, &r.Learned)
}

func describeBlocked(w *wire, b *exchange.Blocked) {
	count(w, 1, &b.Conn)
	text(w, 2, &b.Device)
	instant(w, 3, &b.Time)
	text(w, 4, &b.Target)
	text(w, 5, &b.Reason)
	text(w, 6, &b.Detail)
}

func describeLogLine(w *wire, l *exchange.LogLine) {
	text(w, 1, &l.Device)
	instant(w, 2, &l.Time)
	text(w, 3, &l.Tag)
	text(w, 4, &l.Level)
	signed(w, 5, &l.PID)
	signed(w, 6, &l.TID)
	text(w, 7, &l.Text)
	text(w, 8, &l.Source)
	signed(w, 9, &l.Line)
	text(w, 10, &l.Original)
}
