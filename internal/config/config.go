// Package config holds every setting of the service. They are read once, at the
// door: each may be given as a flag, in the environment, in a YAML file, or not
// at all, and the first of these that gives one decides. What is not a setting,
// or not a value that would do, is an error: the service does not start.
//
// One table, in settings.go, has each setting's name, default and manual
// sentence. Secrets are never settings: a setting names the file one is in.
package config

import "time"

// Config is what the settings say. Each field is a setting of the table; its
// manual entry is there.
type Config struct {
	Listen        string // host:port
	MetricsListen string // host:port
	Drain         time.Duration
	Data          string // directory
	Records       string // directory or FHIR base URL; may be empty
	PublicURL     string // without a slash at its end
	Zone          string // a name time.LoadLocation knows
	// MasterKeyFile lies outside Data, as does OutsideDir.
	MasterKeyFile string
	Master        Master
	OutsideDir    string

	Database  Database
	TLS       TLS
	Links     Links
	Copies    Copies
	Register  Register
	CLI       CLI
	Accounts  Accounts
	Sessions  Sessions
	Limits    Limits
	Blocks    Blocks
	Doctors   Doctors
	Deid      Deid
	Packages  Packages
	S3        S3
	SMTP      SMTP
	FHIR      FHIR
	Signing   Signing
	Clinic    Clinic
	Templates Templates
	PDF       PDF
	Work      Work
	Log       Log
}

// Database is where the tables are; an empty URL is SQLite in Data.
type Database struct {
	URL, PasswordFile string
	Connections       int
}

// TLS is the service's own certificate, or word that somebody else has one.
type TLS struct {
	CertFile, KeyFile string
	Proxy             bool
}

// Links bounds time-limited links. A life or number nobody asked for is Life
// and Downloads; the maxima hold for everybody.
type Links struct {
	Life, MaxLife           time.Duration
	Downloads, MaxDownloads int
	Remind                  time.Duration // before the end of a link; 0: nobody is told
}

// Master names the token that the master key is on; empty: it is in MasterKeyFile.
type Master struct {
	PKCS11Module, PKCS11Token, PKCS11Key string
	PINFile                              string
}

// Copies says how long finished copies are kept: not shorter than any link; and
// how long backups with their remains are.
type Copies struct {
	Keep           time.Duration
	KeepAnonymized time.Duration
	KeepPackages   time.Duration
	Backups        time.Duration
}

// Register says when the register's checkpoints are taken, who hears of them,
// and how long entries keep their text.
type Register struct {
	Keep              time.Duration
	CheckpointEntries int
	CheckpointEvery   time.Duration
	Webhook           string // may be empty
	WebhookSecretFile string
}

// CLI is about copies made by the operator at the machine.
type CLI struct{ Export bool }

// Accounts is about `vypiska account`.
type Accounts struct{ CLITokens bool }

// Sessions bounds the sessions of the cabinets: without a click, and at most.
type Sessions struct{ Idle, Life time.Duration }

// Limits are requests of one address in a minute; 0: any number.
type Limits struct{ Login, Verify, Links, API int }

// Blocks is about patients' prohibitions.
type Blocks struct{ UnblockByPhone bool }

// Doctors is about what doctors may have.
type Doctors struct{ Signed bool }

// Deid is about de-identification. An empty KeyFile is the data directory's own.
type Deid struct {
	Profile        string
	KeyFile        string
	K, KPopulation int
}

// Packages is about insurers' packages.
type Packages struct{ Blocks, PrivateWebhooks bool }

// S3 is the store of copies; an empty Endpoint is the embedded one.
type S3 struct {
	Endpoint, Bucket, Region     string
	AccessKeyFile, SecretKeyFile string
	AllowedHosts                 string // with a space between; empty: any
	TLS                          bool
}

// SMTP is the mail server; an empty Server sends no mail.
type SMTP struct{ Server, Security, From, User, PasswordFile string }

// FHIR is how the server that records are read from knows us, and we it: by a
// TLS certificate, by a token, or by SMART Backend Services.
type FHIR struct {
	CAFile, CertificateFile, KeyFile     string
	TokenFile                            string
	ClientID, ClientKeyFile, ClientKeyID string
	Scope, TokenURL                      string
}

// Signing names where the seal's key is: a PEM key file, a PKCS#12 file, a token
// or an outside program for GOST; all empty, the data directory has its own. It
// also says what level seals reach and who is asked for it.
type Signing struct {
	CertificateFile, KeyFile             string
	PKCS12File                           string
	PKCS11Module, PKCS11Token, PKCS11Key string
	PassphraseFile                       string // of the PKCS#12 file, or the token's PIN
	GOSTCommand, GOSTVerifyCommand       string
	GOSTDigestCommand                    string

	Level        string // B-B, B-T, B-LT or B-LTA
	TSA          string // addresses with a space between, in the order they are asked
	TSARootsFile string // empty: the seal's own roots
	OnTSAFailure string // fail or retry-later
	Deadline     time.Duration
}

// Clinic is the letterhead; what is empty comes from the record's own issuer.
type Clinic struct{ Name, Address, Phone, OGRN, Licence string }

// Templates is about the printed forms; an empty Dir means ours alone.
type Templates struct{ Dir string }

// PDF is about the files copies are.
type PDF struct{ Profile string }

// Work bounds what is done at once.
type Work struct{ Jobs int }

// Log is about the service's log.
type Log struct{ Level string }
