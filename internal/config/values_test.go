package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every bad value is refused with the setting's name, as it was given, and with
// what would do.
func TestABadValueIsRefused(t *testing.T) {
	for _, c := range []struct{ key, value, says string }{
		{"listen", "", "want host:port"},
		{"listen", "8080", "want host:port"},
		{"listen", "localhost", "want host:port"},
		{"listen", "localhost:http", "want host:port"},
		{"listen", ":65536", "want host:port"},
		{"listen", ":-1", "want host:port"},
		{"listen", " :80", "want host:port"},
		{"metrics_listen", "127.0.0.1:8080", "want another address than listen"},
		{"data", "", "want a directory"},
		{"data", "/", "not the root"},
		{"records", "https://", "names a host"},
		{"records", "ftp://mis.example", "https://"},
		{"records", "https://user:planted@mis.example/fhir", "without a user or password"},
		{"records", "a\x00b", "want a directory"},
		{"public_url", "localhost:8080", "begins with https:// or http://"},
		{"public_url", "https://x.example/?planted", "without ? and #"},
		{"public_url", "https://x.example/#planted", "without ? and #"},
		{"public_url", "https://x.example/planted", "without a path"},
		{"database.url", "postgres://u:planted@db/vypiska", "database.password_file"},
		{"database.url", "postgres://u@db/vypiska?password=planted", "database.password_file"},
		{"database.url", "mysql://planted@db/vypiska", "postgres://USER@HOST"},
		{"database.connections", "9", "10"},
		{"zone", "Moscow", "like Europe/Moscow"},
		{"zone", "", "like Europe/Moscow"},
		{"zone", "Local", "like Europe/Moscow"},
		{"master_key_file", "data/master.key", "outside the data directory"},
		{"master_key_file", "./x/../data/keys/m", "outside the data directory"},
		{"master_key_file", "data", "outside the data directory"},
		{"links.life", "7d", "want hours and minutes, like 168h, from 1m to 8784h"},
		{"links.life", "0", "from 1m to"},
		{"links.life", "-1h", "from 1m to"},
		{"links.life", "169h", "want at most links.max_life, which is 168h"},
		{"links.max_life", "never", "from 1m to 8784h"},
		{"links.max_life", "10000h", "from 1m to 8784h"},
		{"links.downloads", "0", "want a whole number from 1 to 1000"},
		{"links.downloads", "21", "want at most links.max_downloads, which is 20"},
		{"links.remind", "10m", "from 1h to 8784h, or off"},
		{"links.max_downloads", "1001", "want a whole number from 1 to 1000"},
		{"copies.keep", "1h", "from 24h to"},
		{"copies.keep", "100h", "want at least links.max_life, which is 168h"},
		{"master.pkcs11_key", "copies", "want it empty"},
		{"copies.keep_packages", "100h", "want at least links.max_life, which is 168h"},
		{"copies.keep_anonymized", "100h", "want at least links.max_life, which is 168h"},
		{"copies.backups", "1h", "from 24h to"},
		{"register.keep", "0", "from 24h to"},
		{"outside_dir", "data/outside", "outside the data directory"},
		{"register.checkpoint_entries", "0", "want a whole number from 1"},
		{"register.checkpoint_every", "0", "from 1m to"},
		{"register.webhook", "hook.example", "begins with https://"},
		{"register.webhook_secret_file", "/run/hook", "set together with register.webhook"},
		{"cli.export", "no", "want on or off"},
		{"accounts.cli_tokens", "", "want on or off"},
		{"listen", ":8080", "want an address of this machine alone"},
		{"listen", "192.0.2.1:8080", "tls.proxy: on"},
		{"public_url", "http://clinic.example", "want https://: plain HTTP is for localhost alone"},
		{"tls.proxy", "", "want on or off"},
		{"smtp.server", "mail.example", "want host:port"},
		{"smtp.security", "ssl", "want one of"},
		{"smtp.from", "nobody", "want an address like noreply@clinic.example"},
		{"smtp.from", "Clinic <a@b.example>", "want an address like noreply@clinic.example"},
		{"sessions.idle", "30s", "want hours and minutes, like 168h, from 1m to 24h"},
		{"sessions.life", "25h", "want hours and minutes, like 168h, from 1m to 24h"},
		{"sessions.idle", "24h", "want at most sessions.life, which is 12h"},
		{"limits.login", "-1", "want a whole number from 0 to 1000000"},
		{"doctors.signed", "1", "want on or off"},
		{"packages.blocks", "yes", "want on or off"},
		{"packages.private_webhooks", "yes", "want on or off"},
		{"s3.endpoint", "https://s3.example", "want host or host:port alone"},
		{"s3.endpoint", "key:planted@s3.example", "want host or host:port alone"},
		{"s3.endpoint", "s3.example:port", "want host or host:port"},
		{"s3.endpoint", "s3.example", "s3.endpoint is set"},
		{"s3.allowed_hosts", "https://s3.example", "want hosts alone"},
		{"s3.allowed_hosts", "s3.example:9000", "want hosts alone"},
		{"s3.bucket", "Copies", "small letters"},
		{"s3.bucket", "x", "3 to 63"},
		{"s3.region", "", "want one word"},
		{"s3.access_key_file", "/run/a", "s3.endpoint set"},
		{"s3.secret_key_file", "/run/a", "s3.endpoint set"},
		{"s3.secret_key_file", "a\nb", "control characters"},
		{"signing.pkcs11_module", "librtpkcs11ecp.so", "full name"},
		{"signing.pkcs11_module", "/usr/lib/a\nb", "full name"},
		{"signing.key_file", "a\nb", "control characters"},
		{"signing.pkcs11_token", "a\nb", "want one line"},
		{"signing.gost_command", "sign\nplanted", "want one line"},
		{"signing.level", "B-X", "want one of B-B, B-T, B-LT, B-LTA"},
		{"signing.level", "B-T", "signing.tsa set"},
		{"signing.tsa", "tsa.example", "begins with https://"},
		{"signing.tsa", "https://tsa.example file:///etc/x", "address 2"},
		{"signing.tsa", "https://key:planted@tsa.example", "no user"},
		{"signing.on_tsa_failure", "ignore", "want one of fail, retry-later"},
		{"signing.deadline", "0s", "from 1s to 2m"},
		{"signing.deadline", "5m", "from 1s to 2m"},
		{"clinic.name", "a\nb", "want one line"},
		{"clinic.name", strings.Repeat("я", 301), "300 characters"},
		{"clinic.ogrn", "1027700132196", "check digit"},
		{"clinic.ogrn", "304500116000158", "check digit"},
		{"clinic.ogrn", "12345", "want 13 digits"},
		{"clinic.ogrn", "+027700132195", "want 13 digits"},
		{"templates.dir", "a\nb", "control characters"},
		{"pdf.profile", "3b", "want one of 1b, 2b, 2u"},
		{"work.jobs", "0", "from 1 to 64"},
		{"work.jobs", "2.5", "from 1 to 64"},
		{"log.level", "trace", "want one of debug, info, warn, error"},
	} {
		t.Run(c.key+"="+c.value, func(t *testing.T) {
			s := find(t, c.key)
			for place, in := range map[string]Input{
				"--" + s.Flag():            {Flags: map[string]string{c.key: c.value}},
				s.Env():                    {Environ: []string{s.Env() + "=" + c.value}},
				"vypiska.yaml:1: " + c.key: {File: file(t, yamlOf(map[string]string{c.key: c.value}))},
			} {
				refused(t, in, place, c.key, c.says)
			}
		})
	}
}

func find(t *testing.T, key string) Setting {
	t.Helper()
	for _, s := range Settings() {
		if s.Key == key {
			return s
		}
	}
	t.Fatalf("no setting %s", key)
	return Setting{}
}

func refused(t *testing.T, in Input, place, key, says string) {
	t.Helper()
	_, _, err := Load(in)
	if err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("%s: %v", place, err)
		return
	}
	// s3.endpoint alone is refused for the files that go with it.
	if !strings.HasPrefix(err.Error(), place) && key != "s3.endpoint" && !strings.Contains(err.Error(), "not YAML") {
		t.Errorf("%v\ndoes not begin with %s", err, place)
	}
	if strings.Contains(err.Error(), "planted") {
		t.Errorf("a password is in the error: %v", err)
	}
}

func TestAGoodValueIsTaken(t *testing.T) {
	for _, c := range []struct{ key, value string }{
		{"listen", ":0"}, {"listen", "[::1]:8080"}, {"listen", "clinic.example:443"},
		{"records", "examples/records"}, {"records", ""}, {"records", "http://localhost:8090/fhir/"},
		{"zone", "UTC"}, {"cli.export", "true"}, {"cli.export", "false"},
		{"master_key_file", "data2/master.key"}, {"master_key_file", "data.key"}, {"master_key_file", "/etc/vypiska/..data"},
		{"links.life", "1m"}, {"links.life", "90m"}, {"copies.keep", "168h"},
		{"clinic.ogrn", "304500116000157"}, {"clinic.ogrn", "1027700132195"}, {"clinic.ogrn", ""},
	} {
		t.Run(c.key+"="+c.value, func(t *testing.T) {
			if _, _, err := Load(Input{Flags: map[string]string{c.key: c.value, "tls.proxy": "on"}}); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAnAddressEndsWithoutASlash(t *testing.T) {
	c, _, err := Load(Input{Flags: map[string]string{"public_url": "https://copies.example/", "records": "https://mis.example/fhir//"}})
	if err != nil || c.PublicURL != "https://copies.example" || c.Records != "https://mis.example/fhir" {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestLinksLeadWhereTheServiceListens(t *testing.T) {
	c, _, err := Load(Input{Environ: []string{"VYPISKA_LISTEN=127.0.0.1:18080"}})
	if err != nil || c.PublicURL != "http://localhost:18080" {
		t.Errorf("%s, %v", c.PublicURL, err)
	}
}

func TestTheMasterKeyLiesBesideTheData(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, c := range []struct{ data, want string }{
		{"data", "data.master.key"},
		{"data/", "data.master.key"},
		{"/var/lib/vypiska", "/var/lib/vypiska.master.key"},
		{".", dir + ".master.key"},
		{"x/..", dir + ".master.key"},
	} {
		t.Run(c.data, func(t *testing.T) {
			got, _, err := Load(Input{Flags: map[string]string{"data": c.data}})
			if err != nil || got.MasterKeyFile != c.want {
				t.Errorf("%q, %v", got.MasterKeyFile, err)
			}
		})
	}
}

func TestAMasterKeyInsideTheDataIsFoundBehindLinks(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.Mkdir("data", 0o700); err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{"outside": "data", "key": filepath.Join("data", "key"), "loop": "loop", "dangling": filepath.Join("data", "new")} {
		if err := os.Symlink(target, name); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join("data", "key"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, in := range []map[string]string{
		{"master_key_file": "outside/master.key"}, {"master_key_file": "outside/not/yet/there"}, {"master_key_file": "key"},
		{"master_key_file": "dangling"}, {"master_key_file": "loop"},
		{"data": "outside", "master_key_file": "data/master.key"},
	} {
		if _, _, err := Load(Input{Flags: in}); err == nil || !strings.Contains(err.Error(), "outside the data directory") {
			t.Errorf("%v: %v", in, err)
		}
	}
}

func FuzzAFileSaysOnlySettings(f *testing.F) {
	f.Add(Defaults())
	f.Add("links:\n  life: 24h\nlinks.max_life: 25h\n")
	f.Add("a: &a [*a, {b: !!c d}]\n<<: *a\n? x\n: y\n")
	f.Fuzz(func(t *testing.T, text string) {
		found, err := parse("f.yaml", []byte(text))
		if err != nil && !strings.HasPrefix(err.Error(), "f.yaml") {
			t.Errorf("an error without its place: %v", err)
		}
		for key, g := range found {
			find(t, key)
			if !strings.HasPrefix(g.place, "f.yaml:") {
				t.Errorf("%s from %s", key, g.place)
			}
		}
	})
}

func TestMailIsSentInClearOnThisMachineAlone(t *testing.T) {
	in := map[string]string{"smtp.security": "off", "smtp.from": "a@b.example", "smtp.server": "127.0.0.1:25"}
	if _, _, err := Load(Input{Flags: in}); err != nil {
		t.Error(err)
	}
	in["smtp.server"] = "mail.example:25"
	if _, _, err := Load(Input{Flags: in}); err == nil || !strings.Contains(err.Error(), "want starttls or tls") {
		t.Errorf("%v", err)
	}
}

func TestOfSettingsThatGoTogetherTheMissingOneIsNamed(t *testing.T) {
	for given, missing := range map[string]string{
		"tls.cert_file": "tls.key_file", "tls.key_file": "tls.cert_file", "smtp.server": "smtp.from",
		"smtp.user": "smtp.password_file", "smtp.password_file": "smtp.user",
	} {
		_, _, err := Load(Input{Flags: map[string]string{given: samples[given]}})
		if err == nil || !strings.Contains(err.Error(), missing+"=") || !strings.Contains(err.Error(), given+" is set") {
			t.Errorf("%s alone: %v", given, err)
		}
	}
}
