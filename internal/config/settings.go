package config

import (
	"slices"
	"strings"
	"time"
)

// Setting is one row of the table.
type Setting struct {
	Key     string // as in the file: "links.max_life"
	Default string
	Manual  string // its entry in the manual: one sentence or two

	// quiet keeps a bad value out of errors: an address may carry a password.
	quiet bool
	// set reads the value into its field. The error says what would do: "want …".
	set func(c *Config, value string) error
}

// EnvPrefix begins the name of every setting in the environment.
const EnvPrefix = "VYPISKA_"

// Env is the setting's name in the environment: VYPISKA_LINKS_MAX_LIFE.
func (s Setting) Env() string {
	return EnvPrefix + strings.ToUpper(strings.ReplaceAll(s.Key, ".", "_"))
}

// Flag is the setting's name as a flag, without dashes before it: links-max-life.
func (s Setting) Flag() string {
	return strings.NewReplacer(".", "-", "_", "-").Replace(s.Key)
}

// Settings returns the table.
func Settings() []Setting { return slices.Clone(table) }

var table = []Setting{
	{Key: "listen", Default: "127.0.0.1:8080", set: field(func(c *Config) *string { return &c.Listen }, address),
		Manual: "Address the service listens on; 127.0.0.1 is this machine alone, a port without a host every network."},
	{Key: "metrics_listen", Default: "127.0.0.1:9090", set: field(func(c *Config) *string { return &c.MetricsListen }, address),
		Manual: "Address of the metrics, apart from the service so that nobody outside reads them."},
	{Key: "drain", Default: "off", set: field(func(c *Config) *time.Duration { return &c.Drain }, draining),
		Manual: "How long a service that is told to stop still takes connections while /readyz says no: the time a server in front of several processes needs to send nobody here any more."},
	{Key: "data", Default: "data", set: field(func(c *Config) *string { return &c.Data }, directory),
		Manual: "Data directory: database, keys and, with the embedded S3, the copies. On a local disk, for the service alone."},
	{Key: "records", Default: "", quiet: true, set: field(func(c *Config) *string { return &c.Records }, source),
		Manual: "Where patients' records are read: a directory of FHIR R4 bundles, or the base address of a FHIR server. Empty: invented samples."},
	{Key: "public_url", Default: "", quiet: true, set: field(func(c *Config) *string { return &c.PublicURL }, home),
		Manual: "Address at which people reach the service, without a path; it stands in links and in the QR code of each copy. Empty is http://localhost with the port of listen: for this machine alone."},
	{Key: "zone", Default: "Europe/Moscow", set: field(func(c *Config) *string { return &c.Zone }, zone),
		Manual: "The clinic's time zone, in which days begin and times are printed."},
	{Key: "master_key_file", Default: "", set: field(func(c *Config) *string { return &c.MasterKeyFile }, path),
		Manual: "File with the key that wraps the keys of all copies. Empty is DATA.master.key beside the data directory; never inside it, so that a copy of the data alone opens nothing."},
	{Key: "outside_dir", Default: "", set: field(func(c *Config) *string { return &c.OutsideDir }, path),
		Manual: "Directory of what must not be set back together with the database: tombstones of what was destroyed, revoked or blocked, and a checkpoint of the register. Empty is DATA.outside beside the data directory; never inside it, and not in its backup."},

	{Key: "database.url", Default: "", quiet: true, set: field(func(c *Config) *string { return &c.Database.URL }, database),
		Manual: "Empty is SQLite in the data directory: one machine. For several processes, a PostgreSQL database: postgres://USER@HOST/DATABASE?sslmode=verify-full; on another machine the server must prove who it is. Without a password."},
	{Key: "database.password_file", Default: "", set: field(func(c *Config) *string { return &c.Database.PasswordFile }, path),
		Manual: "File whose one line is the database user's password; read anew for each connection, so that it can be changed at any time."},
	{Key: "database.connections", Default: "16", set: field(func(c *Config) *int { return &c.Database.Connections }, number(10, 200)),
		Manual: "The most connections one process opens to PostgreSQL; all processes together stay below the server's max_connections."},

	{Key: "master.pkcs11_module", Default: "", set: field(func(c *Config) *string { return &c.Master.PKCS11Module }, library),
		Manual: "Full name of the PKCS#11 library of the token or HSM that has the master key, which then never leaves it; in a program built with -tags pkcs11. master_key_file names the token's keys then."},
	{Key: "master.pkcs11_token", Default: "", set: field(func(c *Config) *string { return &c.Master.PKCS11Token }, printed),
		Manual: "The token's label."},
	{Key: "master.pkcs11_key", Default: "", set: field(func(c *Config) *string { return &c.Master.PKCS11Key }, printed),
		Manual: "Label of the AES key of 256 bits on the token, or id= and its hexadecimal id. Another name, or an empty one for a key in the file, takes effect by vypiska keys rotate --master."},
	{Key: "master.pin_file", Default: "", set: field(func(c *Config) *string { return &c.Master.PINFile }, path),
		Manual: "File whose one line is the token's PIN, for the service and its group alone."},

	{Key: "tls.cert_file", Default: "", set: field(func(c *Config) *string { return &c.TLS.CertFile }, path),
		Manual: "File with the TLS certificate and those above it, PEM; read again when it changes."},
	{Key: "tls.key_file", Default: "", set: field(func(c *Config) *string { return &c.TLS.KeyFile }, path),
		Manual: "File with the key of the TLS certificate, PEM."},
	{Key: "tls.proxy", Default: "off", set: field(func(c *Config) *bool { return &c.TLS.Proxy }, onOff),
		Manual: "Whether a server in front of the service speaks TLS for it; on lets the service speak plain HTTP to other machines."},

	{Key: "links.life", Default: "168h", set: field(func(c *Config) *time.Duration { return &c.Links.Life }, life),
		Manual: "How long a link lives where nobody asked for less."},
	{Key: "links.max_life", Default: "168h", set: field(func(c *Config) *time.Duration { return &c.Links.MaxLife }, life),
		Manual: "The longest life anybody may ask for; there is no link without an end."},
	{Key: "links.downloads", Default: "3", set: field(func(c *Config) *int { return &c.Links.Downloads }, number(1, 1000)),
		Manual: "How many downloads a link gives where nobody asked for another number."},
	{Key: "links.max_downloads", Default: "20", set: field(func(c *Config) *int { return &c.Links.MaxDownloads }, number(1, 1000)),
		Manual: "The most downloads anybody may ask for."},
	{Key: "links.remind", Default: "24h", set: field(func(c *Config) *time.Duration { return &c.Links.Remind }, lead),
		Manual: "How long before its end a patient who has not used a link is told of it by e-mail, if smtp.server is set and the MIS has an address; off for never."},
	{Key: "copies.keep", Default: "2160h", set: field(func(c *Config) *time.Duration { return &c.Copies.Keep }, keeping),
		Manual: "How long a finished copy is kept before it is removed with its key; the register and the record in the MIS stay."},
	{Key: "copies.keep_anonymized", Default: "2160h", set: field(func(c *Config) *time.Duration { return &c.Copies.KeepAnonymized }, keeping),
		Manual: "How long a finished anonymized copy is kept."},
	{Key: "copies.keep_packages", Default: "2160h", set: field(func(c *Config) *time.Duration { return &c.Copies.KeepPackages }, keeping),
		Manual: "How long an insurer's package and the documents in it are kept where the contract has no retention_days."},
	{Key: "copies.backups", Default: "720h", set: field(func(c *Config) *time.Duration { return &c.Copies.Backups }, keeping),
		Manual: "How long the clinic keeps a backup. An act of destruction names the day until which unreadable remains may lie in one; then the register notes that the copy is destroyed for good."},

	{Key: "register.keep", Default: "43920h", set: field(func(c *Config) *time.Duration { return &c.Register.Keep }, keeping),
		Manual: "How long the register's entries keep their text, unless the copy they are about is still kept; then the text is erased, and that is an entry."},
	{Key: "register.checkpoint_entries", Default: "100", set: field(func(c *Config) *int { return &c.Register.CheckpointEntries }, number(1, 1_000_000)),
		Manual: "After how many new entries of the register its signed checkpoint is carried out of the database, to checkpoint.txt, the bucket and the webhook."},
	{Key: "register.checkpoint_every", Default: "5m", set: field(func(c *Config) *time.Duration { return &c.Register.CheckpointEvery }, life),
		Manual: "After what time a new entry's checkpoint is carried out at the latest."},
	{Key: "register.webhook", Default: "", quiet: true, set: field(func(c *Config) *string { return &c.Register.Webhook }, maybeAddress),
		Manual: "Address that hears of each checkpoint (Standard Webhooks, JSON); on another machine, it is the best witness. Empty: none."},
	{Key: "register.webhook_secret_file", Default: "", set: field(func(c *Config) *string { return &c.Register.WebhookSecretFile }, path),
		Manual: "File whose one line is the secret shared with the webhook's listener, at least 24 random bytes."},

	{Key: "cli.export", Default: "on", set: field(func(c *Config) *bool { return &c.CLI.Export }, onOff),
		Manual: "Whether the operator may make copies at the machine with `vypiska export`."},
	{Key: "accounts.cli_tokens", Default: "on", set: field(func(c *Config) *bool { return &c.Accounts.CLITokens }, onOff),
		Manual: "Whether the operator may make API tokens at the machine with `vypiska account token`."},
	{Key: "sessions.idle", Default: "30m", set: field(func(c *Config) *time.Duration { return &c.Sessions.Idle }, sitting),
		Manual: "How long a session in the cabinets lives without a click."},
	{Key: "sessions.life", Default: "12h", set: field(func(c *Config) *time.Duration { return &c.Sessions.Life }, sitting),
		Manual: "How long a session lives at most, however much it is used."},
	{Key: "limits.login", Default: "30", set: field(func(c *Config) *int { return &c.Limits.Login }, number(0, 1_000_000)),
		Manual: "How many logins of one address are tried in a minute, 0 for any number; of an IPv6 address its /64 counts. Kept in memory as a hash under a salt of that minute. This machine is not counted; behind a proxy set tls.proxy, whose X-Forwarded-For then tells the address."},
	{Key: "limits.verify", Default: "60", set: field(func(c *Config) *int { return &c.Limits.Verify }, number(0, 1_000_000)),
		Manual: "How many copies one address may verify in a minute, by number or file; 0 for any number."},
	{Key: "limits.links", Default: "120", set: field(func(c *Config) *int { return &c.Limits.Links }, number(0, 1_000_000)),
		Manual: "How many times one address may open links in a minute; 0 for any number."},
	{Key: "limits.api", Default: "1200", set: field(func(c *Config) *int { return &c.Limits.API }, number(0, 1_000_000)),
		Manual: "How many calls of the API one address may make in a minute; 0 for any number."},
	{Key: "blocks.unblock_by_phone", Default: "off", set: field(func(c *Config) *bool { return &c.Blocks.UnblockByPhone }, onOff),
		Manual: "Whether reception may lift a patient's block when the patient only telephones; off wants them in person with a document (rule 1.13 of the data policy)."},
	{Key: "doctors.signed", Default: "off", set: field(func(c *Config) *bool { return &c.Doctors.Signed }, onOff),
		Manual: "Whether doctors may have signed copies beside anonymized reports (rule 1.7 of the data policy)."},
	{Key: "packages.blocks", Default: "off", set: field(func(c *Config) *bool { return &c.Packages.Blocks }, onOff),
		Manual: "Whether a patient's block of all cabinets keeps them out of insurers' packages too; a withdrawn consent always does (rule 1.13)."},
	{Key: "packages.private_webhooks", Default: "off", set: field(func(c *Config) *bool { return &c.Packages.PrivateWebhooks }, onOff),
		Manual: "Whether an insurer's webhook may be at an address of this machine or of a private network; off: such an address is refused, also behind a name or a redirect."},

	{Key: "deid.profile", Default: "strict", set: field(func(c *Config) *string { return &c.Deid.Profile }, oneOf("strict", "research")),
		Manual: "How anonymized copies are de-identified where no operator asks otherwise: strict, or research, which keeps intervals between dates (docs/deidentification.md)."},
	{Key: "deid.key_file", Default: "", set: field(func(c *Config) *string { return &c.Deid.KeyFile }, path),
		Manual: "File with the key of research's pseudonyms and moved dates, 32 bytes or more. Empty is one made in the data directory; with another key recipients see other pseudonyms."},
	{Key: "deid.k", Default: "5", set: field(func(c *Config) *int { return &c.Deid.K }, number(2, 1000)),
		Manual: "How many patients of the source must look alike before a copy leaves the treating relation; below it particulars are left out, and if that does not help the copy is withheld."},
	{Key: "deid.k_population", Default: "1000", set: field(func(c *Config) *int { return &c.Deid.KPopulation }, number(2, 100_000_000)),
		Manual: "The fewest patients of a source in which groups are counted; in a smaller one the copy says that the size of its group was not assessed."},

	{Key: "s3.endpoint", Default: "", quiet: true, set: field(func(c *Config) *string { return &c.S3.Endpoint }, endpoint),
		Manual: "The S3 server's host:port; empty is the embedded one in the data directory."},
	{Key: "s3.bucket", Default: "vypiska", set: field(func(c *Config) *string { return &c.S3.Bucket }, bucket),
		Manual: "The bucket copies are in; it must exist and be the service's alone."},
	{Key: "s3.region", Default: "us-east-1", set: field(func(c *Config) *string { return &c.S3.Region }, word),
		Manual: "The S3 server's region."},
	{Key: "s3.access_key_file", Default: "", set: field(func(c *Config) *string { return &c.S3.AccessKeyFile }, path),
		Manual: "File whose one line is the S3 access key's id; read again when it changes."},
	{Key: "s3.secret_key_file", Default: "", set: field(func(c *Config) *string { return &c.S3.SecretKeyFile }, path),
		Manual: "File whose one line is the S3 secret key; read again when it changes."},
	{Key: "s3.allowed_hosts", Default: "", set: field(func(c *Config) *string { return &c.S3.AllowedHosts }, hostNames),
		Manual: "Hosts that s3.endpoint may name, with a space between: records must stay where the law wants them, whoever edits the other settings. Empty: any."},
	{Key: "s3.tls", Default: "on", set: field(func(c *Config) *bool { return &c.S3.TLS }, onOff),
		Manual: "Whether the S3 server is spoken to over TLS."},

	{Key: "smtp.server", Default: "", quiet: true, set: field(func(c *Config) *string { return &c.SMTP.Server }, mailServer),
		Manual: "The mail server's host:port; empty sends no mail. Mail tells people that their password was replaced and carries no other data."},
	{Key: "smtp.security", Default: "starttls", set: field(func(c *Config) *string { return &c.SMTP.Security }, oneOf("starttls", "tls", "off")),
		Manual: "How the mail server is spoken to: starttls (mostly port 587), tls from the first byte (mostly 465), or off, which only a server on this machine may have."},
	{Key: "smtp.from", Default: "", set: field(func(c *Config) *string { return &c.SMTP.From }, mailAddress),
		Manual: "The address mail is sent from."},
	{Key: "smtp.user", Default: "", set: field(func(c *Config) *string { return &c.SMTP.User }, path),
		Manual: "The user at the mail server; empty for a server that asks for none."},
	{Key: "smtp.password_file", Default: "", set: field(func(c *Config) *string { return &c.SMTP.PasswordFile }, path),
		Manual: "File whose one line is that user's password."},
	{Key: "fhir.ca_file", Default: "", set: field(func(c *Config) *string { return &c.FHIR.CAFile }, path),
		Manual: "PEM file of the roots that the FHIR server's certificate is trusted by; empty: the machine's."},
	{Key: "fhir.certificate_file", Default: "", set: field(func(c *Config) *string { return &c.FHIR.CertificateFile }, path),
		Manual: "PEM file of our TLS client certificate, for a FHIR server that asks for one."},
	{Key: "fhir.key_file", Default: "", set: field(func(c *Config) *string { return &c.FHIR.KeyFile }, path),
		Manual: "PEM file of that certificate's private key, for the service and its group alone."},
	{Key: "fhir.token_file", Default: "", set: field(func(c *Config) *string { return &c.FHIR.TokenFile }, path),
		Manual: "File whose one line is a bearer token for the FHIR server; read anew for each request, so that it can be replaced at any time."},
	{Key: "fhir.client_id", Default: "", set: field(func(c *Config) *string { return &c.FHIR.ClientID }, printed),
		Manual: "Our client id, for a FHIR server that speaks SMART Backend Services; instead of a token file."},
	{Key: "fhir.client_key_file", Default: "", set: field(func(c *Config) *string { return &c.FHIR.ClientKeyFile }, path),
		Manual: "PEM file of the private key (RSA or P-384) that we prove to be that client with, for the service and its group alone."},
	{Key: "fhir.client_key_id", Default: "", set: field(func(c *Config) *string { return &c.FHIR.ClientKeyID }, printed),
		Manual: "The id (kid) under which the server has the public key."},
	{Key: "fhir.scope", Default: "system/*.rs", set: field(func(c *Config) *string { return &c.FHIR.Scope }, printed),
		Manual: "The scope asked for: reading and searching is all that is needed. Servers of SMART 1 want system/*.read."},
	{Key: "fhir.token_url", Default: "", quiet: true, set: field(func(c *Config) *string { return &c.FHIR.TokenURL }, maybeAddress),
		Manual: "Where tokens are given; empty: the address that the server names in .well-known/smart-configuration."},

	{Key: "signing.certificate_file", Default: "", set: field(func(c *Config) *string { return &c.Signing.CertificateFile }, path),
		Manual: "PEM file of the seal's certificate, then the CA that issued it, and so on. Empty, without a PKCS#12 file: the key in the data directory's keys/seal."},
	{Key: "signing.key_file", Default: "", set: field(func(c *Config) *string { return &c.Signing.KeyFile }, path),
		Manual: "PEM file of the certificate's private key, unencrypted, for the service and its group alone."},
	{Key: "signing.pkcs12_file", Default: "", set: field(func(c *Config) *string { return &c.Signing.PKCS12File }, path),
		Manual: "PKCS#12 file (.p12, .pfx) of private key, certificate and CAs, instead of the two PEM files."},
	{Key: "signing.pkcs11_module", Default: "", set: field(func(c *Config) *string { return &c.Signing.PKCS11Module }, library),
		Manual: "Full name of the PKCS#11 library of the token or HSM that holds the key, instead of a key file; in a program built with -tags pkcs11."},
	{Key: "signing.pkcs11_token", Default: "", set: field(func(c *Config) *string { return &c.Signing.PKCS11Token }, printed),
		Manual: "The token's label."},
	{Key: "signing.pkcs11_key", Default: "", set: field(func(c *Config) *string { return &c.Signing.PKCS11Key }, printed),
		Manual: "The key pair's label on the token, or id= and its hexadecimal id."},
	{Key: "signing.passphrase_file", Default: "", set: field(func(c *Config) *string { return &c.Signing.PassphraseFile }, path),
		Manual: "File whose one line is the passphrase of the PKCS#12 file or the PIN of the token, for the service and its group alone."},
	{Key: "signing.gost_command", Default: "", quiet: true, set: field(func(c *Config) *string { return &c.Signing.GOSTCommand }, command),
		Manual: "Command that signs bytes where the certificate's key is GOST R 34.10-2012; docs/seals.md says how it is started. Empty: OpenSSL with the engine gost."},
	{Key: "signing.gost_digest_command", Default: "", quiet: true, set: field(func(c *Config) *string { return &c.Signing.GOSTDigestCommand }, command),
		Manual: "Command that digests (GOST R 34.11-2012) what is signed and verified with GOST. Empty: OpenSSL with the engine gost."},
	{Key: "signing.gost_verify_command", Default: "", quiet: true, set: field(func(c *Config) *string { return &c.Signing.GOSTVerifyCommand }, command),
		Manual: "Command that verifies GOST signatures, before a copy exists and in vypiska verify. Empty: OpenSSL with the engine gost."},
	{Key: "signing.level", Default: "B-B", set: field(func(c *Config) *string { return &c.Signing.Level }, oneOf("B-B", "B-T", "B-LT", "B-LTA")),
		Manual: "Level of seals (ETSI EN 319 142-1): B-B asks nobody, B-T adds a trusted time, B-LT what validates it for years, B-LTA a time stamp over all of that."},
	{Key: "signing.tsa", Default: "", quiet: true, set: field(func(c *Config) *string { return &c.Signing.TSA }, webAddresses),
		Manual: "Addresses of time-stamping authorities (RFC 3161), the preferred one first, with a space between; a level above B-B needs one."},
	{Key: "signing.tsa_roots_file", Default: "", set: field(func(c *Config) *string { return &c.Signing.TSARootsFile }, path),
		Manual: "File with the roots (PEM) that time stamps are trusted by; empty: keys/seal/roots.pem, by which seals are."},
	{Key: "signing.on_tsa_failure", Default: "retry-later", set: field(func(c *Config) *string { return &c.Signing.OnTSAFailure }, oneOf("fail", "retry-later")),
		Manual: "What becomes of an order when no authority gives what the level needs: fail, or retry-later where that can help. No copy is sealed at a lower level."},
	{Key: "signing.deadline", Default: "15s", set: field(func(c *Config) *time.Duration { return &c.Signing.Deadline }, answer),
		Manual: "How long one answer of an authority may take; then the next one is asked."},

	{Key: "clinic.name", Default: "", set: field(func(c *Config) *string { return &c.Clinic.Name }, printed),
		Manual: "The clinic's name on the letterhead; what of the letterhead is empty comes from the record's issuer."},
	{Key: "clinic.address", Default: "", set: field(func(c *Config) *string { return &c.Clinic.Address }, printed),
		Manual: "The clinic's address on the letterhead."},
	{Key: "clinic.phone", Default: "", set: field(func(c *Config) *string { return &c.Clinic.Phone }, printed),
		Manual: "The clinic's telephone number on the letterhead."},
	{Key: "clinic.ogrn", Default: "", set: field(func(c *Config) *string { return &c.Clinic.OGRN }, ogrn),
		Manual: "The clinic's state registration number (OGRN or OGRNIP); its check digit is checked."},
	{Key: "clinic.licence", Default: "", set: field(func(c *Config) *string { return &c.Clinic.Licence }, printed),
		Manual: "The clinic's licence for medical activity, as it is to be printed."},

	{Key: "templates.dir", Default: "", set: field(func(c *Config) *string { return &c.Templates.Dir }, path),
		Manual: "Directory with the clinic's own printed forms, each in the place of ours of the same name (`vypiska template list`). Empty: ours alone."},
	{Key: "pdf.profile", Default: "2b", set: field(func(c *Config) *string { return &c.PDF.Profile }, oneOf("1b", "2b", "2u")),
		Manual: "The PDF/A profile of every copy: 2b; 1b where somebody asks for PDF/A-1; 2u where somebody asks for searchable text by the letter of the standard."},

	{Key: "work.jobs", Default: "2", set: field(func(c *Config) *int { return &c.Work.Jobs }, number(1, 64)),
		Manual: "How many copies are made at the same time; as many as there are processors is a good number."},
	{Key: "log.level", Default: "info", set: field(func(c *Config) *string { return &c.Log.Level }, oneOf("debug", "info", "warn", "error")),
		Manual: "The least important events that are logged: debug, info, warn or error. No level logs a person's data."},
}

// field makes a row's set of the field's place and the reader of its values.
func field[T any](place func(*Config) *T, read func(string) (T, error)) func(*Config, string) error {
	return func(c *Config, value string) (err error) {
		*place(c), err = read(value)
		return err
	}
}
