package config

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// samples has for each setting a value that is not the default and fits beside
// the other samples.
var samples = map[string]string{
	"listen": "127.0.0.1:8443", "metrics_listen": "[::1]:9191", "drain": "6s", "data": "elsewhere", "records": "https://mis.example/fhir",
	"public_url": "https://copies.example:8443", "database.url": "postgres://vypiska@db.example/vypiska", "database.password_file": "secret/db", "database.connections": "24", "zone": "Asia/Omsk", "master_key_file": "keys/master", "outside_dir": "keys/outside", "master.pkcs11_module": "/usr/lib/other.so", "master.pkcs11_token": "vault", "master.pkcs11_key": "copies", "master.pin_file": "/run/pin",
	"tls.cert_file": "/etc/tls/cert.pem", "tls.key_file": "/etc/tls/key.pem", "tls.proxy": "on",
	"smtp.server": "mail.example:587", "smtp.security": "tls", "smtp.from": "noreply@clinic.example", "smtp.user": "vypiska", "smtp.password_file": "/run/m",
	"links.life": "24h", "links.max_life": "240h", "links.downloads": "5", "links.max_downloads": "9", "links.remind": "12h", "copies.keep": "480h", "copies.keep_anonymized": "500h", "copies.keep_packages": "600h", "copies.backups": "240h", "register.keep": "9000h",
	"cli.export": "off", "accounts.cli_tokens": "off", "doctors.signed": "on", "packages.blocks": "on", "packages.private_webhooks": "on", "blocks.unblock_by_phone": "on", "limits.login": "1", "limits.verify": "2", "limits.links": "3", "limits.api": "4", "sessions.idle": "20m", "sessions.life": "10h",
	"deid.profile": "research", "deid.key_file": "/run/d", "deid.k": "10", "deid.k_population": "5000",
	"register.checkpoint_entries": "7", "register.checkpoint_every": "1h", "register.webhook": "https://witness.example/hook", "register.webhook_secret_file": "/run/hook",
	"s3.endpoint": "s3.example:9000", "s3.bucket": "copies", "s3.region": "ru-1", "s3.access_key_file": "/run/a", "s3.secret_key_file": "/run/s", "s3.tls": "off", "s3.allowed_hosts": "s3.example second.example",
	"fhir.ca_file": "/run/mis.pem", "fhir.certificate_file": "/run/us.pem", "fhir.key_file": "/run/us.key", "fhir.token_file": "/run/token",
	"fhir.client_id": "vypiska", "fhir.client_key_file": "/run/client.key", "fhir.client_key_id": "key-1", "fhir.scope": "system/*.read", "fhir.token_url": "https://mis.example/token",
	"signing.certificate_file": "/run/chain.pem", "signing.key_file": "/run/key.pem", "signing.pkcs12_file": "/run/key.p12", "signing.passphrase_file": "/run/pin",
	"signing.pkcs11_module": "/usr/lib/librtpkcs11ecp.so", "signing.pkcs11_token": "Клиника", "signing.pkcs11_key": "id=01",
	"signing.gost_command": "csptest -sign {key}", "signing.gost_verify_command": "csptest -verify {signature}", "signing.gost_digest_command": "csptest -digest",
	"signing.level": "B-LT", "signing.tsa": "https://tsa.example/stamp http://second.example/tsa?key=1", "signing.tsa_roots_file": "/run/tsa.pem",
	"signing.on_tsa_failure": "fail", "signing.deadline": "20s",
	"clinic.name": "ООО «Клиника»", "clinic.address": "Казань, ул. Кремлёвская, 1", "clinic.phone": "+7 843 000-00-00",
	"clinic.ogrn": "1027700132195", "clinic.licence": "Л041-01181-16/00000000", "templates.dir": "/etc/vypiska/forms", "pdf.profile": "1b", "work.jobs": "7", "log.level": "warn",
}

// file writes a settings file and returns its name.
func file(t testing.TB, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "vypiska.yaml")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func environ(env map[string]string) []string {
	list := []string{"HOME=/root", "PATH=/bin"}
	for k, v := range env {
		list = append(list, k+"="+v)
	}
	return list
}

func yamlOf(values map[string]string) string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(values)) {
		fmt.Fprintf(&b, "%s: %q\n", k, values[k])
	}
	return b.String()
}

func TestWithoutAnythingTheDefaultsHold(t *testing.T) {
	c, values, err := Load(Input{})
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Listen: "127.0.0.1:8080", MetricsListen: "127.0.0.1:9090", Data: "data", PublicURL: "http://localhost:8080",
		Zone: "Europe/Moscow", MasterKeyFile: "data.master.key", OutsideDir: "data.outside",
		Database: Database{Connections: 16},
		Links:    Links{Life: 168 * time.Hour, MaxLife: 168 * time.Hour, Downloads: 3, MaxDownloads: 20, Remind: 24 * time.Hour},
		Copies:   Copies{Keep: 2160 * time.Hour, KeepAnonymized: 2160 * time.Hour, KeepPackages: 2160 * time.Hour, Backups: 720 * time.Hour},
		Register: Register{Keep: 43920 * time.Hour, CheckpointEntries: 100, CheckpointEvery: 5 * time.Minute}, CLI: CLI{Export: true}, Accounts: Accounts{CLITokens: true},
		SMTP:     SMTP{Security: "starttls"},
		Limits:   Limits{Login: 30, Verify: 60, Links: 120, API: 1200},
		Sessions: Sessions{Idle: 30 * time.Minute, Life: 12 * time.Hour},
		S3:       S3{Bucket: "vypiska", Region: "us-east-1", TLS: true}, PDF: PDF{Profile: "2b"}, Work: Work{Jobs: 2}, Log: Log{Level: "info"},
		FHIR:    FHIR{Scope: "system/*.rs"},
		Signing: Signing{Level: "B-B", OnTSAFailure: "retry-later", Deadline: 15 * time.Second},
		Deid:    Deid{Profile: "strict", K: 5, KPopulation: 1000},
	}
	if c != want {
		t.Errorf("%+v", c)
	}
	for _, v := range values {
		if v.From != "default" || v.Value != v.Default || !strings.HasSuffix(v.Manual, ".") {
			t.Errorf("%s: %q from %s: %s", v.Key, v.Value, v.From, v.Manual)
		}
	}
}

func TestTheFileOfDefaultsSaysTheDefaults(t *testing.T) {
	want, _, err := Load(Input{})
	if err != nil {
		t.Fatal(err)
	}
	c, values, err := Load(Input{File: file(t, Defaults())})
	if err != nil || c != want {
		t.Errorf("%+v, %v", c, err)
	}
	for _, v := range values {
		if !strings.HasPrefix(v.From, "vypiska.yaml:") || v.Value != v.Default {
			t.Errorf("%s is not in the file: %q from %s", v.Key, v.Value, v.From)
		}
		plain := func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, "#", "")), " ") }
		if !strings.Contains(plain(Defaults()), plain(v.Manual)) {
			t.Errorf("%s: its manual sentence is not in the file", v.Key)
		}
	}
}

// Each row of the table sets a field of its own, and each field has a row.
func TestEveryFieldIsASetting(t *testing.T) {
	by := map[string]string{}
	for _, s := range table {
		sample, ok := samples[s.Key]
		if !ok {
			t.Errorf("%s has no sample in this test", s.Key)
		}
		var c Config
		if sample == "off" {
			continue // set to what is there: switches are looked at below
		}
		if err := s.set(&c, sample); err != nil {
			t.Errorf("%s: %v", s.Key, err)
		}
		for _, f := range changed(reflect.ValueOf(c), "") {
			by[f] += s.Key
		}
	}
	for _, s := range []string{"cli.export", "accounts.cli_tokens", "s3.tls"} {
		c := Config{CLI: CLI{true}, Accounts: Accounts{true}, S3: S3{TLS: true}}
		row := table[slices.IndexFunc(table, func(r Setting) bool { return r.Key == s })]
		if err := row.set(&c, "off"); err != nil || len(changed(reflect.ValueOf(c), "")) != 2 {
			t.Errorf("%s: %+v, %v", s, c, err)
		}
		for _, f := range []string{"CLI.Export", "Accounts.CLITokens", "S3.TLS"} {
			if !slices.Contains(changed(reflect.ValueOf(c), ""), f) {
				by[f] += s
			}
		}
	}
	for _, f := range leaves(reflect.TypeFor[Config](), "") {
		plain := strings.ToLower(strings.ReplaceAll(by[f], "_", ""))
		if plain != strings.ToLower(f) {
			t.Errorf("field %s is set by %q", f, by[f])
		}
	}
	if len(table) != len(leaves(reflect.TypeFor[Config](), "")) || len(samples) != len(table) {
		t.Errorf("%d settings, %d samples, %d fields", len(table), len(samples), len(leaves(reflect.TypeFor[Config](), "")))
	}
}

func leaves(t reflect.Type, prefix string) (names []string) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type.Kind() == reflect.Struct {
			names = append(names, leaves(f.Type, prefix+f.Name+".")...)
			continue
		}
		names = append(names, prefix+f.Name)
	}
	return names
}

func changed(v reflect.Value, prefix string) (names []string) {
	for i := range v.NumField() {
		name := prefix + v.Type().Field(i).Name
		if v.Field(i).Kind() == reflect.Struct {
			names = append(names, changed(v.Field(i), name+".")...)
		} else if !v.Field(i).IsZero() {
			names = append(names, name)
		}
	}
	return names
}

// Whatever is given where: a flag goes before the environment before the file
// before the default, for each setting by itself.
func TestTheNearestPlaceDecides(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		flags, env, inFile := map[string]string{}, map[string]string{}, map[string]string{}
		from := map[string]string{}
		for _, s := range table {
			from[s.Key] = "default"
			if s.Key == "s3.endpoint" || strings.HasSuffix(s.Key, "_file") && s.Key != "master_key_file" || strings.HasPrefix(s.Key, "smtp.") || strings.HasPrefix(s.Key, "signing.") || strings.HasPrefix(s.Key, "register.webhook") || strings.HasPrefix(s.Key, "fhir.") || strings.HasPrefix(s.Key, "master.") {
				continue // these go together; the table of bad values and signing_test.go have them
			}
			if rapid.Bool().Draw(t, "file "+s.Key) {
				inFile[s.Key], from[s.Key] = pick(t, s), "vypiska.yaml"
			}
			if rapid.Bool().Draw(t, "env "+s.Key) {
				env[s.Env()], from[s.Key] = pick(t, s), s.Env()
			}
			if rapid.Bool().Draw(t, "flag "+s.Key) {
				flags[s.Key], from[s.Key] = pick(t, s), "--"+s.Flag()
			}
		}
		name := filepath.Join(dir, "vypiska.yaml")
		if err := os.WriteFile(name, []byte(yamlOf(inFile)), 0o600); err != nil {
			t.Fatal(err)
		}
		_, values, err := Load(Input{Flags: flags, Environ: environ(env), File: name})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range values {
			place, _, _ := strings.Cut(v.From, ":")
			want := map[string]string{"default": v.Default, "vypiska.yaml": inFile[v.Key], v.Env(): env[v.Env()], "--" + v.Flag(): flags[v.Key]}[place]
			if place != from[v.Key] || v.Value != want {
				t.Fatalf("%s: %q from %s, want %q from %s", v.Key, v.Value, v.From, want, from[v.Key])
			}
		}
	})
}

func pick(t *rapid.T, s Setting) string {
	return rapid.SampledFrom([]string{s.Default, samples[s.Key]}).Draw(t, s.Key)
}

func TestWhatIsNotASettingIsRefused(t *testing.T) {
	for _, c := range []struct {
		name, yaml string
		env        []string
		flags      map[string]string
		says       []string
	}{
		{name: "an unknown key", yaml: "listen: \":80\"\n\nlisten_on: \":80\"\n", says: []string{"vypiska.yaml:3: listen_on: no such setting", "metrics_listen"}},
		{name: "an unknown key of a section", yaml: "links:\n  # short\n  lief: 24h\n", says: []string{"vypiska.yaml:3: links.lief: no such setting", "use one of links.downloads, links.life, links.max_downloads, links.max_life"}},
		{name: "an unknown key written whole", yaml: "links.lief: 24h\n", says: []string{"vypiska.yaml:1: links.lief", "links.life"}},
		{name: "a setting below a setting", yaml: "listen:\n  host: a\n", says: []string{"vypiska.yaml:1: listen: want one plain value"}},
		{name: "a value where a section is", yaml: "zone: UTC\nlinks: 24h\n", says: []string{"vypiska.yaml:2: want lines of the form key: value"}},
		{name: "a section without anything", yaml: "links:\n", says: []string{"vypiska.yaml:1: want lines"}},
		{name: "a setting without a value", yaml: "zone: UTC\nrecords:\n", says: []string{"vypiska.yaml:2: records: want one plain value", `""`}},
		{name: "a list", yaml: "records: [a, b]\n", says: []string{"vypiska.yaml:1: records: want one plain value"}},
		{name: "the same twice", yaml: "links:\n  life: 24h\nzone: UTC\nlinks.life: 25h\n", says: []string{"vypiska.yaml:4: links.life: set before, at vypiska.yaml:2"}},
		{name: "the same key twice", yaml: "zone: UTC\nzone: UTC\n", says: []string{"vypiska.yaml:2: zone: set before, at vypiska.yaml:1; delete one of them"}},
		{name: "an anchor and its alias", yaml: "zone: &z UTC\nlog.level: *z\n", says: []string{"vypiska.yaml:1: zone: want one plain value"}},
		{name: "a merge", yaml: "<<: {zone: UTC}\n", says: []string{"vypiska.yaml:1: want a setting's name"}},
		{name: "a tag", yaml: "zone: !!binary UTC\n", says: []string{"vypiska.yaml:1: zone: want one plain value"}},
		{name: "a second document", yaml: "zone: UTC\n---\nlisten: :80\n", says: []string{"vypiska.yaml:3: want one document"}},
		{name: "a list of settings", yaml: "- zone\n", says: []string{"vypiska.yaml:1: want lines"}},
		{name: "not YAML", yaml: "zone: UTC\nlisten: \"secret-in-a-wrong-file\n", says: []string{"vypiska.yaml:", "not YAML", "config --defaults"}},
		{name: "another file", yaml: "-----BEGIN PRIVATE KEY-----\nsecret-in-a-wrong-file\n", says: []string{"vypiska.yaml:1"}},
		{name: "a large file", yaml: strings.Repeat("# secret-in-a-wrong-file\n", 4000), says: []string{"want at most 64 KiB"}},
		{name: "an unknown variable", env: []string{"VYPISKA_CLI_EXPROT=off"}, says: []string{"VYPISKA_CLI_EXPROT in the environment: no such setting", "VYPISKA_CLI_EXPORT"}},
		{name: "an unknown flag", flags: map[string]string{"links.lief": "1h"}, says: []string{"links.lief", "links.life"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := Input{Environ: c.env, Flags: c.flags}
			if c.yaml != "" {
				in.File = file(t, c.yaml)
			}
			got, values, err := Load(in)
			if err == nil || got != (Config{}) || values != nil {
				t.Fatalf("%+v, %v", got, err)
			}
			for _, s := range c.says {
				if !strings.Contains(err.Error(), s) {
					t.Errorf("%v\ndoes not say %s", err, s)
				}
			}
			if strings.Contains(err.Error(), "secret-in-a-wrong-file") {
				t.Errorf("the file's text is in the error: %v", err)
			}
		})
	}
}

func TestWhatIsNotMeantForUsIsLeftAlone(t *testing.T) {
	for _, line := range []string{
		"VYPISKA_CONFIG=x.yaml", "VYPISKA_SERVICE_HOST=10.0.0.1", "VYPISKA_SERVICE_PORT=80", "VYPISKA_SERVICE_PORT_HTTP=80",
		"VYPISKA_PORT=tcp://10.0.0.1:80", "VYPISKA_PORT_80_TCP=tcp://10.0.0.1:80", "VYPISKA_PORT_80_TCP_PROTO=tcp", "XVYPISKA_X=1", "",
	} {
		t.Run(line, func(t *testing.T) {
			if _, _, err := Load(Input{Environ: []string{line}}); err != nil {
				t.Error(err)
			}
		})
	}
	for _, text := range []string{"", "# nothing\n", "---\n# nothing\n", "\ufeffzone: UTC\n"} {
		t.Run("file "+text, func(t *testing.T) {
			if _, _, err := Load(Input{File: file(t, text)}); err != nil {
				t.Error(err)
			}
		})
	}
	if _, _, err := Load(Input{File: filepath.Join(t.TempDir(), "no.yaml")}); err == nil || !strings.Contains(err.Error(), "no.yaml") {
		t.Errorf("a file that is not there: %v", err)
	}
}
