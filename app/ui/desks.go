package ui

import (
	"context"
	"time"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/androidapp"
	"loginscope/proxy/exchange"
)

// The desks are what three places ask of the program: attaching phones, the
// app check, replays. A place whose desk is nil in Config is not shown.

// Problem is what went wrong in words: what happened, why, what to do.
type Problem struct {
	What, Why, Do codes.Text
	// Passphrase is true when Unlock with the key file's passphrase and
	// another try may help.
	Passphrase bool
}

// PhoneDesk attaches phones. Phones is quick; the other methods may block and
// are called off the UI goroutine, but for Watch and Unfollow, which return at
// once.
type PhoneDesk interface {
	// Phones is what is known now. A change of it comes with the next Model.
	Phones() Phones
	// Watch begins to look for phones over adb; a second call does nothing.
	Watch()
	// Allow lets a device of the network use the proxy, Revoke takes it back.
	Allow(address string) *Problem
	Revoke(address string) *Problem
	// AttachUSB makes 127.0.0.1 and the returned port on the phone lead here.
	AttachUSB(ctx context.Context, serial string) (port int, p *Problem)
	// CleanUp undoes on all phones what was changed, and counts that.
	CleanUp(ctx context.Context) (undone int, p *Problem)
	InstallCertificate(ctx context.Context, serial string) *Problem
	// Follow reads the phone's log into the session until Unfollow.
	Follow(serial string) *Problem
	Unfollow(serial string)
	// Health is what of the phone's state a login depends on.
	Health(ctx context.Context, serial string) (PhoneHealth, *Problem)
	// PullApp copies an installed app; release deletes the copies.
	PullApp(ctx context.Context, serial, name string) (paths []string, release func(), p *Problem)
	// InterceptAgain forgets that a device refused our certificate for a host.
	InterceptAgain(host string)
}

// Phones is what is known of phones and of the way to them.
type Phones struct {
	// Listen is where the capture listens, "host:port", "" if it does not.
	Listen string
	// Loopback is true when only this computer reaches Listen.
	Loopback bool
	// Choices are the addresses that the capture could listen on, the best
	// first, Reaches those by which phones reach it now.
	Choices []Reach
	Reaches []Reach
	// Fingerprint is the certificate's SHA-256, "" if there is no certificate.
	Fingerprint string
	// Hints say what to look at when a phone does not get here.
	Hints []codes.Text

	Waiting []WaitingDevice
	Allowed []string
	Learned []LearnedHost

	// ADB says why no phone can be reached by cable, nil if nothing is known
	// to be wrong; Looking is true until adb answered for the first time.
	ADB     *Problem
	Looking bool
	Devices []USBPhone
}

// Reach is one address of this computer in a network.
type Reach struct {
	Interface string
	Host      string // the address alone
	Proxy     string // "host:port" for the phone's proxy settings
	Portal    string // the page for the phone's browser
	// Virtual is true for bridges, VPNs and the like, which phones seldom reach.
	Virtual bool
}

// WaitingDevice asked to use the proxy and may not yet.
type WaitingDevice struct {
	Address string
	Last    time.Time
	Tries   int
}

// LearnedHost passes through unread since a device refused our certificate.
type LearnedHost struct{ Device, Host string }

// USBPhone is a phone that adb sees.
type USBPhone struct {
	Serial, Model string
	State         string // adb's own word: "device", "unauthorized", ...
	Ready         bool   // it can be used
	Port          int    // where it is attached by USB, 0 if it is not
	Following     bool   // its log is read into the session
}

// PhoneHealth is what a login depends on, and what of it is wrong.
type PhoneHealth struct {
	Facts    []codes.Text
	Problems []codes.Text
}

// CaptureDesk keeps what a person decides of captures.
type CaptureDesk interface {
	// Choices is quick.
	Choices() CaptureChoices
	// Choose checks choices and keeps them; a capture that runs begins anew. It
	// may block.
	Choose(ctx context.Context, c CaptureChoices) *Problem
}

// CaptureChoices is what is decided of captures, as it is typed: lists hold one
// entry a line, "" is the usual way.
type CaptureChoices struct {
	Port string
	// PassThrough are hosts that are not read, SkipVerify servers whose
	// certificate is not checked, AllowLocal hosts that may lead to this
	// computer itself.
	PassThrough, SkipVerify, AllowLocal string
	Carriers                            bool   // the carriers' hosts are read, too
	Egress                              string // "carriers=usb0"
	UpstreamCA                          string // a PEM file with further roots
	UpstreamProxy                       string // "http://host:port" or "socks5://host:port"
}

// AppDesk checks apps. Its method blocks.
type AppDesk interface {
	CheckApp(ctx context.Context, q AppQuestion) (*AppAnswer, []Problem)
}

// AppQuestion says what to check.
type AppQuestion struct {
	Paths []string
	// Package and Signatures are the authentication scheme's values, if known.
	Package    string
	Signatures []string
}

// AppAnswer is the result, masked where it stems from code or captures.
type AppAnswer struct {
	androidapp.Report
	// Failures are paths beside those that were read.
	Failures []Problem
	Compared bool // with the open session
	Fixes    []AppFix
	// FixProblem says why there is no merged configuration, nil if there is.
	FixProblem *Problem
}

// AppFix is a network security configuration as it should be.
type AppFix struct {
	androidapp.Fix
	Path string
	Home string // where the file belongs in the project, "" if Path is in its place
	// Write saves it at Path; it may block.
	Write func() *Problem
}

// ReplayDesk tries tokens at targets. Every method but Token may block.
type ReplayDesk interface {
	// Targets lists the configured targets; with lab, those of the lab, which
	// is started if it does not run.
	Targets(ctx context.Context, lab bool) ([]Target, *Problem)
	// Add saves a target, and its keys where KeyPlace says.
	Add(ctx context.Context, t NewTarget) *Problem
	Remove(ctx context.Context, name string) *Problem
	// Test reaches a target without using a token.
	Test(ctx context.Context, name string, lab bool) (Probe, *Problem)
	// KeyPlace says where keys are kept on this computer.
	KeyPlace(ctx context.Context) codes.Text
	// Unlock remembers the key file's passphrase until the program ends.
	Unlock(passphrase string)
	// Token returns the login token of an attempt, "" if it holds none.
	Token(f *inspector.Flow) string
	// LabToken has the lab issue a fresh token.
	LabToken(ctx context.Context) (string, *Problem)
	// Prepare composes the request and sends nothing.
	Prepare(ctx context.Context, q ReplayQuestion) (Draft, *Problem)
	// Send sends it once; q.Confirmed must be the target's name.
	Send(ctx context.Context, q ReplayQuestion) (ReplayAnswer, *Problem)
}

// Target is one configured destination without its secrets.
type Target struct {
	Name, Address, Detail string
	Alibaba               bool // an account; else an IDaaS tenant
	SkipVerify            bool
	Calls                 []string // that it takes, the usual one first
}

// NewTarget is what a person typed. The keys are for Alibaba targets.
type NewTarget struct {
	Name              string
	Alibaba           bool
	BaseURL, ClientID string // of a tenant
	// What the tenant's API wants to know of the device, each "" for the usual
	// one, but for the address, which is left out then.
	OSVersion, Fingerprint, Agent, DeviceIP string
	Lang                                    string // of X-L: "zh", "en", "" to leave it out
	Headers                                 string // more for every request, one NAME: VALUE a line
	Endpoint, Region                        string // of an account, "" for the documented ones
	PlainHTTP                               bool   // of an account: a test gateway on loopback, without TLS
	SkipVerify                              bool
	KeyID, Key, STS                         string
}

// Probe is the result of testing a target.
type Probe struct {
	OK    bool
	Lines []codes.Text
}

// ReplayQuestion is one replay that a person asked for.
type ReplayQuestion struct {
	Lab           bool
	Target, Call  string
	Token         string
	Phone, Scheme string // for the calls that need one
	// IDToken goes on to the id_token after a login at a tenant, and checks it.
	IDToken bool
	Set     exchange.Header
	Drop    []string
	// Body replaces the body when not ""; TokenMark in it stands for the token.
	Body      string
	Confirmed string
}

// TokenMark stands for the token in a body that a person edits, so that the
// token itself is not on the screen.
const TokenMark = "{token}"

// Draft is a request before it is sent, masked.
type Draft struct {
	Host     string
	Notices  []Notice
	Curl     string
	Computed []string // filled in on sending
	// Header and Body are what can be edited, TokenMark in place of the token;
	// both empty where nothing can.
	Header exchange.Header
	Body   string
}

// Notice is one thing to know before a token is sent.
type Notice struct {
	Severity  inspector.Severity
	Text      codes.Text
	Certainty codes.Certainty
}

// ReplayAnswer is what came of a replay, beside the original attempt.
type ReplayAnswer struct {
	Target, Host, Call string
	// Good is true when the call brought what it is made for.
	Good              bool
	Fate              inspector.Fate // of the token, "" if none was sent
	FateCertainty     codes.Certainty
	Title, Cause, Fix codes.Text
	Actor             codes.Actor
	Certainty         codes.Certainty
	Replayed          ReplaySide
	Original          *ReplaySide // nil if the token belongs to no attempt
	Exchange          exchange.ID // of the replay in the session, 0 if unknown
	Identity          *Identity   // nil if it was not asked for or there was no login
}

// Identity is what came of the way on to the id_token.
type Identity struct {
	Verified, Issued bool
	Status           int
	Why              string // it was not verified
}

// ReplaySide is one of the two that are compared.
type ReplaySide struct {
	Flow   int // of the original
	When   time.Time
	Status int           // of HTTP, 0 without an answer
	Code   string        // innermost, "" if none
	Name   codes.Text    // of the code
	Took   time.Duration // 0 if unknown
	Good   bool
	Body   string // the answer, masked and cut
}
