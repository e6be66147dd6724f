package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// rule is what only several settings together can break.
type rule struct {
	key    string
	broken bool
	want   string
}

// complete fills what depends on other settings and checks what only several of
// them together can get wrong.
func (c *Config) complete(values found) error {
	if c.MasterKeyFile == "" {
		c.MasterKeyFile = beside(c.Data, ".master.key")
	}
	if c.OutsideDir == "" {
		c.OutsideDir = beside(c.Data, ".outside")
	}
	if c.PublicURL == "" {
		_, port, _ := net.SplitHostPort(c.Listen) // read before: it has one
		c.PublicURL = "http://localhost:" + port
	}
	for _, rule := range append(append(c.Signing.rules(), c.FHIR.rules()...), []rule{
		{"master.pkcs11_token", c.Master.PKCS11Module != "" && c.Master.PKCS11Token == "", "want the token's label, since master.pkcs11_module is set"},
		{"master.pin_file", c.Master.PKCS11Module != "" && c.Master.PINFile == "", "want a file's name, since master.pkcs11_module is set"},
		{"master.pkcs11_key", c.Master.PKCS11Module == "" && c.Master.PKCS11Key != "", "want it empty, or master.pkcs11_module set"},
		{"metrics_listen", c.MetricsListen == c.Listen && !strings.HasSuffix(c.Listen, ":0"), "want another address than listen"},
		{"tls.key_file", c.TLS.CertFile != "" && c.TLS.KeyFile == "", "want a file's name, since tls.cert_file is set"},
		{"tls.cert_file", c.TLS.CertFile == "" && c.TLS.KeyFile != "", "want a file's name, since tls.key_file is set"},
		{"listen", !c.ownMachine() && c.TLS.CertFile == "" && !c.TLS.Proxy,
			"want an address of this machine alone, like 127.0.0.1:8080; or set tls.cert_file and tls.key_file; or tls.proxy: on, where a server in front speaks TLS"},
		{"public_url", strings.HasPrefix(c.PublicURL, "http://") && (c.TLS.CertFile != "" || !isLocal(hostOf(c.PublicURL))), "want https://: plain HTTP is for localhost alone"},
		{"links.life", c.Links.Life > c.Links.MaxLife, fmt.Sprintf("want at most links.max_life, which is %s", hours(c.Links.MaxLife))},
		{"links.downloads", c.Links.Downloads > c.Links.MaxDownloads, fmt.Sprintf("want at most links.max_downloads, which is %d", c.Links.MaxDownloads)},
		{"copies.keep", c.Copies.Keep < c.Links.MaxLife, fmt.Sprintf("want at least links.max_life, which is %s: a copy must outlive its links", hours(c.Links.MaxLife))},
		{"sessions.idle", c.Sessions.Idle > c.Sessions.Life, fmt.Sprintf("want at most sessions.life, which is %s", hours(c.Sessions.Life))},
		{"register.webhook_secret_file", (c.Register.Webhook == "") != (c.Register.WebhookSecretFile == ""), "want it set together with register.webhook, or both empty"},
		{"copies.keep_anonymized", c.Copies.KeepAnonymized < c.Links.MaxLife, fmt.Sprintf("want at least links.max_life, which is %s: a copy must outlive its links", hours(c.Links.MaxLife))},
		{"copies.keep_packages", c.Copies.KeepPackages < c.Links.MaxLife, fmt.Sprintf("want at least links.max_life, which is %s: a copy must outlive its links", hours(c.Links.MaxLife))},
		{"signing.level", c.Signing.Level != "B-B" && c.Signing.TSA == "", "want B-B, or signing.tsa set: higher levels need a time-stamping authority"},
		{"s3.endpoint", c.S3.Endpoint != "" && c.S3.AllowedHosts != "" && !allows(c.S3.AllowedHosts, c.S3.Endpoint), "want a host that s3.allowed_hosts names"},
		{"s3.access_key_file", c.S3.Endpoint != "" && c.S3.AccessKeyFile == "", "want a file's name, since s3.endpoint is set"},
		{"s3.secret_key_file", c.S3.Endpoint != "" && c.S3.SecretKeyFile == "", "want a file's name, since s3.endpoint is set"},
		{"s3.access_key_file", c.S3.Endpoint == "" && c.S3.AccessKeyFile != "", "want it empty or s3.endpoint set: the embedded S3 has keys of its own"},
		{"s3.secret_key_file", c.S3.Endpoint == "" && c.S3.SecretKeyFile != "", "want it empty or s3.endpoint set: the embedded S3 has keys of its own"},
		{"smtp.from", c.SMTP.Server != "" && c.SMTP.From == "", "want an address, since smtp.server is set"},
		{"smtp.security", c.SMTP.Server != "" && c.SMTP.Security == "off" && !isLocal(hostPart(c.SMTP.Server)), "want starttls or tls: mail goes in clear to this machine alone"},
		{"smtp.password_file", c.SMTP.User != "" && c.SMTP.PasswordFile == "", "want a file's name, since smtp.user is set"},
		{"smtp.user", c.SMTP.User == "" && c.SMTP.PasswordFile != "", "want a name, since smtp.password_file is set"},
	}...) {
		if rule.broken {
			return values.of(rule.key).wrong(errors.New(rule.want))
		}
	}
	if inside(c.MasterKeyFile, c.Data) {
		return values.of("master_key_file").wrong(fmt.Errorf("want a file outside the data directory %s: whoever copies the directory must not get its key along", c.Data))
	}
	if inside(c.OutsideDir, c.Data) {
		return values.of("outside_dir").wrong(fmt.Errorf("want a directory outside the data directory %s: it must not be set back together with it", c.Data))
	}
	return nil
}

// ownMachine reports whether nobody but this machine reaches the service.
func (c *Config) ownMachine() bool { return isLocal(hostPart(c.Listen)) }

func hostPart(address string) string {
	host, _, _ := net.SplitHostPort(address) // read before: it has a port
	return host
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// isLocal reports whether a host is this machine by its name or number.
func isLocal(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && ip.Unmap().IsLoopback()
}

// beside is what lies beside the data directory where no place is named: the
// directory's name with an ending.
func beside(dir, ending string) string {
	dir = filepath.Clean(dir)
	switch filepath.Base(dir) {
	case ".", "..": // a name put behind these would lie inside
		if abs, err := filepath.Abs(dir); err == nil {
			dir = abs
		}
	}
	return dir + ending
}

// inside reports whether the file lies in the directory, also through symbolic
// links, or cannot be told: doubt means it does.
func inside(file, dir string) bool {
	f, fErr := resolved(file)
	d, dErr := resolved(dir)
	if fErr != nil || dErr != nil {
		return true
	}
	rel, err := filepath.Rel(d, f)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// resolved is the absolute name behind all symbolic links of the part that exists.
func resolved(name string) (string, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	whole, err := filepath.EvalSymlinks(abs)
	if err == nil {
		return whole, nil
	}
	if _, there := os.Lstat(abs); there == nil {
		return "", err // a link that leads nowhere yet, or in a circle
	}
	parent := filepath.Dir(abs)
	if parent == abs {
		return abs, nil
	}
	above, err := resolved(parent)
	return filepath.Join(above, filepath.Base(abs)), err
}
