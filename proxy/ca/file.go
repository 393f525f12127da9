package ca

// Law of this file: one file holds root and key together, so that creating it
// is one atomic step and a root never stands beside another root's key. An
// existing file is read or refused, never replaced.

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"loginscope/lang"
	"loginscope/problem"
)

// Errors that callers distinguish; the concrete error wraps one of them, names
// the file and says what to do.
var (
	// ErrDamaged means that the key file is there but cannot be used.
	ErrDamaged = problem.New("root key file is damaged", unusable,
		lang.Both("Its file is damaged.", "证书文件已损坏。"),
		lang.Both("Restore the file, or remove its folder; a new certificate is made, which must be installed on "+
			"the phone.",
			"请恢复该文件，或删除证书目录，程序会生成新证书，再安装到手机上。"))
	// ErrExposed means that other users of the machine can read or change the key file.
	ErrExposed = problem.New("root key file is open to other users", unusable,
		lang.Both("Other users of this machine can read its private key.", "本机其他用户可以读取其私钥。"),
		lang.Both("Make the key file readable for you alone (chmod 600), or remove the folder and install the new "+
			"certificate on the phone.",
			"请将密钥文件权限改为仅自己可读（chmod 600），或删除该目录后在手机上安装新证书。"))
	// ErrExpired means that the root is past its life.
	ErrExpired = problem.New("root certificate has expired", unusable,
		lang.Both("It has expired.", "证书已过期。"),
		lang.Both("Remove its folder; a new one is made, which must be installed on the phone.",
			"请删除证书目录，程序会生成新证书，再安装到手机上。"))
)

var unusable = lang.Both("Loginscope's root certificate cannot be used.", "Loginscope 的根证书无法使用。")

const (
	keyFile    = "loginscope-root-key.pem"
	publicFile = "loginscope-ca.pem"
	// maxKeyFile limits what is read; a real file has about 1 KiB.
	maxKeyFile = 64 << 10
)

// KeyFile is the path of the file that holds the root's private key.
func (c *CA) KeyFile() string { return filepath.Join(c.dir, keyFile) }

// CertFile is the path of the root certificate alone, without the key, for
// trust commands and file pickers.
func (c *CA) CertFile() string { return filepath.Join(c.dir, publicFile) }

func load(dir string, now func() time.Time) (*CA, error) {
	if dir == "" {
		return nil, errors.New("open root: no directory given")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("create directory for root: %w", err)
	}
	path := filepath.Join(dir, keyFile)
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		err = create(path, now())
	}
	if err != nil {
		return nil, fmt.Errorf("open root: %w", err)
	}
	return open(path, now)
}

// create makes a new key file. A file that another process made in the mean
// time is not an error and is left alone.
func create(path string, now time.Time) error {
	cert, key, err := generate(now)
	if err != nil {
		return err
	}
	sec1, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return fmt.Errorf("encode root key: %w", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), keyFile+".*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	err = errors.Join(
		pem.Encode(tmp, &pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw}),
		pem.Encode(tmp, &pem.Block{Type: "EC PRIVATE KEY", Bytes: sec1}),
		tmp.Sync(),
		tmp.Close(),
	)
	if err != nil {
		return fmt.Errorf("write root key: %w", err)
	}
	return claimName(tmp.Name(), path)
}

// claimName gives the finished file its name without replacing one that is there.
func claimName(tmp, path string) error {
	err := os.Link(tmp, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	// File systems without hard links: an exclusive claim, then a rename over it.
	claim, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(claim.Close(), os.Rename(tmp, path))
}

func open(path string, now func() time.Time) (*CA, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open root: %w", err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("open root: %w", err)
	}
	if !st.Mode().IsRegular() {
		return nil, damaged(path, errors.New("not a regular file"))
	}
	if runtime.GOOS != "windows" && st.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf(
			"%w: %q has mode %04o: whoever read the key can read and forge the traffic of every device that trusts "+
				"it; if nobody could, run chmod 600 on it, else remove the certificate from all devices and delete "+
				"the file",
			ErrExposed, path, st.Mode().Perm())
	}
	raw, err := io.ReadAll(io.LimitReader(f, maxKeyFile+1))
	if err != nil {
		return nil, fmt.Errorf("read root: %w", err)
	}
	cert, key, err := parse(raw)
	if err != nil {
		return nil, damaged(path, err)
	}
	if now().After(cert.NotAfter) {
		return nil, fmt.Errorf(
			"%w: %q was valid until %s; remove the certificate from all devices, delete the file, start again and "+
				"install the new root",
			ErrExpired, path, cert.NotAfter.Format(time.DateOnly))
	}
	return newCA(cert, key, filepath.Dir(path), now), nil
}

func damaged(path string, err error) error {
	return fmt.Errorf("%w: %q: %w; restore it from a backup, or delete it and install the new root on all devices",
		ErrDamaged, path, err)
}

func parse(raw []byte) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	if len(raw) > maxKeyFile {
		return nil, nil, fmt.Errorf("larger than %d bytes", maxKeyFile)
	}
	var cert *x509.Certificate
	var key *ecdsa.PrivateKey
	for block, rest := pem.Decode(raw); block != nil; block, rest = pem.Decode(rest) {
		var err error
		switch block.Type {
		case "CERTIFICATE":
			cert, err = x509.ParseCertificate(block.Bytes)
		case "EC PRIVATE KEY":
			key, err = x509.ParseECPrivateKey(block.Bytes)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("parse %s: %w", block.Type, err)
		}
	}
	return cert, key, checkPair(cert, key)
}

func checkPair(cert *x509.Certificate, key *ecdsa.PrivateKey) error {
	switch {
	case cert == nil:
		return errors.New("no certificate in it")
	case key == nil:
		return errors.New("no private key in it")
	case !cert.IsCA:
		return errors.New("its certificate is not a certificate authority")
	case key.Curve != elliptic.P256():
		return errors.New("its key is not on curve P-256")
	case !key.PublicKey.Equal(cert.PublicKey):
		return errors.New("certificate and key do not belong together")
	}
	return nil
}

// publish writes the certificate beside the key when it is missing or stale.
func (c *CA) publish() error {
	want := c.PEM()
	if have, err := os.ReadFile(c.CertFile()); err == nil && string(have) == string(want) {
		return nil
	}
	tmp, err := os.CreateTemp(c.dir, publicFile+".*")
	if err != nil {
		return fmt.Errorf("write root certificate: %w", err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(want)
	if err = errors.Join(err, tmp.Chmod(0o644), tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), c.CertFile())
	}
	if err != nil {
		return fmt.Errorf("write root certificate: %w", err)
	}
	return nil
}
