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
	Data          string // directory
	Records       string // directory or FHIR base URL; may be empty
	PublicURL     string // without a slash at its end
	DatabaseURL   string // empty: SQLite in Data
	Zone          string // a name time.LoadLocation knows
	// MasterKeyFile lies outside Data.
	MasterKeyFile string

	Links     Links
	Copies    Copies
	CLI       CLI
	Accounts  Accounts
	Doctors   Doctors
	Packages  Packages
	S3        S3
	Signing   Signing
	Clinic    Clinic
	Templates Templates
	PDF       PDF
	Work      Work
	Log       Log
}

// Links bounds time-limited links. A life or number nobody asked for is Life
// and Downloads; the maxima hold for everybody.
type Links struct {
	Life, MaxLife           time.Duration
	Downloads, MaxDownloads int
}

// Copies says how long finished copies are kept: not shorter than any link.
type Copies struct{ Keep time.Duration }

// CLI is about copies made by the operator at the machine.
type CLI struct{ Export bool }

// Accounts is about `vypiska account`.
type Accounts struct{ CLITokens bool }

// Doctors is about what doctors may have.
type Doctors struct{ Signed bool }

// Packages is about insurers' packages.
type Packages struct{ Blocks bool }

// S3 is the store of copies; an empty Endpoint is the embedded one.
type S3 struct {
	Endpoint, Bucket, Region     string
	AccessKeyFile, SecretKeyFile string
	TLS                          bool
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
