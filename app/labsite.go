package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"loginscope/app/engine"
	"loginscope/app/lab"
	"loginscope/app/replay"
	"loginscope/app/replay/secret"
	"loginscope/codes"
)

// labSite is the lab with targets of its own, for trying a replay without a
// tenant or an account. Its list of targets is a file that disappears with it.
type labSite struct {
	lab     *lab.Lab
	targets *replay.Targets
	player  *replay.Replayer
	dir     string
}

// The lab's two targets.
const (
	labTenant  = "lab-tenant"
	labAccount = "lab-account"
)

func openLabSite(ctx context.Context, e *engine.Engine) (s *labSite, err error) {
	s = &labSite{}
	defer func() {
		if err != nil {
			s.close()
		}
	}()
	if s.lab, err = lab.Start(ctx, lab.Config{}); err != nil {
		return s, err
	}
	if s.dir, err = os.MkdirTemp("", "loginscope-lab-"); err != nil {
		return s, fmt.Errorf("open lab targets: %w", err)
	}
	s.targets = replay.OpenTargets(filepath.Join(s.dir, "targets.json"))
	for _, t := range []replay.Target{
		{Name: labTenant, Kind: replay.KindIDaaS, BaseURL: "https://tenant.lab.test", ClientID: lab.ClientID},
		{Name: labAccount, Kind: replay.KindAlibaba, Endpoint: replay.DefaultEndpoint},
	} {
		if err = s.targets.Put(t); err != nil {
			return s, err
		}
	}
	s.player, err = e.Replayer(
		engine.ReplayOptions{Secrets: labKeys{}, Dial: s.lab.Dial, Roots: s.lab.Roots(), Targets: s.targets},
	)
	return s, err
}

// token is a fresh login token of the first of the lab's carriers.
func (s *labSite) token() string {
	return s.lab.IssueToken(string(codes.Carriers()[0].Issuer), "login")
}

func (s *labSite) close() {
	if s.lab != nil {
		_ = s.lab.Close() // the lab is on loopback and holds nothing
	}
	if s.dir != "" {
		_ = os.RemoveAll(s.dir) // in the system's temporary folder
	}
}

// labKeys are the keys of the lab's account, which stand in its source.
type labKeys struct{}

var errLabKeys = errors.New("the lab's keys cannot be changed")

func (labKeys) Where() string { return "the lab" }
func (labKeys) Get(string) (secret.Keys, error) {
	return secret.Keys{AccessKeyID: lab.AccountReady, AccessKeySecret: lab.AccountSecret(lab.AccountReady)}, nil
}
func (labKeys) Put(string, secret.Keys) error { return errLabKeys }
func (labKeys) Delete(string) error           { return errLabKeys }
