package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

// ErrOwnBackup says that the database is backed up by its own means.
var ErrOwnBackup = errors.New("a PostgreSQL database is backed up by its own means: pg_dump, or base backups with its log (docs/operating.md)")

// The keys of our advisory locks; the second half is the schema's, so that two
// services may live in one database.
const (
	lockWrite   = `SELECT pg_advisory_xact_lock(1967, hashtext(current_schema()))`
	lockMigrate = `SELECT pg_advisory_lock(1968, hashtext(current_schema()))`
)

const (
	connections       = 16 // unless Options say otherwise
	fewestConnections = 10
	writers           = 2 // one works, one has the lock next
	watchers          = 3 // signs of life of process and queue, and the one that listens
	oldestServer      = 140000
)

// postgres is a database of a PostgreSQL server.
type postgres struct {
	config *pgx.ConnConfig
	write  *pooled
	most   int // connections of the queue
	jobs   *pgxpool.Pool
	before func(context.Context, *pgx.ConnConfig) error
}

// openPostgres opens the pools. All that our writers do they do one after the
// other, as on SQLite: the register, whose head nearly every act changes, would
// make them anyway, and so what an act has read still holds when it writes. The
// lock ends with the transaction, also when its process dies.
func openPostgres(ctx context.Context, address string, o Options) (*DB, error) {
	config, err := readAddress(address)
	if err != nil {
		return nil, err
	}
	if o.Connections == 0 {
		o.Connections = connections
	}
	if o.Connections < fewestConnections {
		return nil, fmt.Errorf("%s: %d connections: want at least %d", nameOf(config), o.Connections, fewestConnections)
	}
	p := &postgres{config: config, most: max(3, o.Connections/3), before: password(o.PasswordFile)}
	p.write = p.pool(writers, &sql.TxOptions{})
	p.write.first = lockWrite
	read := p.pool(o.Connections-writers-watchers-p.most, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	d := &DB{engine: p, write: p.write, read: read}
	if err := p.fit(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", p.name(), p.explain(err)), d.Close())
	}
	return d, nil
}

// readAddress reads the URL. A server on another machine is spoken to over TLS and
// proves who it is. What a connection that is cut leaves behind is ended by the
// server within half a minute, and by us sooner.
func readAddress(address string) (*pgx.ConnConfig, error) {
	c, err := pgx.ParseConfig(address)
	if err != nil { // its text repeats the URL
		return nil, errors.New("the URL cannot be read: want postgres://USER@HOST:5432/DATABASE?sslmode=verify-full&sslrootcert=FILE")
	}
	if secret(address) {
		return nil, fmt.Errorf("%s: the URL has a password in it: write it into a file that database.password_file names", nameOf(c))
	}
	for _, f := range append([]*pgconn.FallbackConfig{{Host: c.Host, TLSConfig: c.TLSConfig}}, c.Fallbacks...) {
		verified := f.TLSConfig != nil && (!f.TLSConfig.InsecureSkipVerify || f.TLSConfig.VerifyPeerCertificate != nil)
		if !here(f.Host) && !verified {
			return nil, fmt.Errorf("%s: the server is on another machine: want sslmode=verify-full in the URL, with sslrootcert=FILE where the machine does not know its authority", nameOf(c))
		}
	}
	for name, value := range map[string]string{
		"application_name": "vypiska", "lock_timeout": busyMillis, "idle_in_transaction_session_timeout": busyMillis,
		"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3", "tcp_user_timeout": "25000",
	} {
		if _, given := c.RuntimeParams[name]; !given {
			c.RuntimeParams[name] = value
		}
	}
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = 5 * time.Second
	}
	c.DialFunc = dialer(c.ConnectTimeout).DialContext
	return c, nil
}

// silence is how long a server may leave what we sent unacknowledged, or an idle
// connection's probes unanswered, before the connection counts as cut. A server
// that is slow acknowledges: the kernel does it.
const silence = 10 * time.Second

// dialer makes connections that do not outlive a network that was cut: without it
// whoever waits for an answer would wait for a quarter of an hour.
func dialer(connect time.Duration) *net.Dialer {
	return &net.Dialer{
		Timeout:         connect,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: silence / 2, Interval: silence / 5, Count: 3},
		Control: func(network, _ string, conn syscall.RawConn) (err error) {
			if !strings.HasPrefix(network, "tcp") {
				return nil
			}
			return errors.Join(conn.Control(func(fd uintptr) { err = boundSilence(fd, silence) }), err)
		},
	}
}

// secret reports whether the URL has a password in it.
func secret(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return true
	}
	_, given := u.User.Password()
	return given || u.Query().Has("password")
}

// here reports whether the host is this machine: a socket's directory, or loopback.
func here(host string) bool {
	return strings.HasPrefix(host, "/") || host == "localhost" || net.ParseIP(host).IsLoopback()
}

// password reads the file at each new connection.
func password(file string) func(context.Context, *pgx.ConnConfig) error {
	return func(_ context.Context, c *pgx.ConnConfig) error {
		if file == "" {
			return nil
		}
		b, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("database.password_file: %w", err)
		}
		c.Password = strings.TrimRight(string(b), "\r\n")
		return nil
	}
}

func (p *postgres) pool(size int, o *sql.TxOptions) *pooled {
	d := stdlib.OpenDB(*p.config, stdlib.OptionBeforeConnect(p.before))
	d.SetMaxOpenConns(size)
	d.SetMaxIdleConns(size)
	d.SetConnMaxIdleTime(10 * time.Minute)
	return &pooled{db: d, explain: p.explain, options: o, text: storable}
}

// storable is the text as PostgreSQL can hold it: without NUL and in UTF-8. No text
// that we store has either, so that one which is only looked for finds nothing.
func storable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// fit refuses a server that could lose what it said it had kept, or that keeps
// something else.
func (p *postgres) fit(ctx context.Context) error {
	var version int
	var release, fsync, sync, encoding, standard string
	var schema sql.NullString
	err := p.write.db.QueryRowContext(ctx, `SELECT current_setting('server_version_num')::int, current_setting('server_version'), current_setting('fsync'),
		current_setting('synchronous_commit'), pg_encoding_to_char(encoding), current_setting('standard_conforming_strings'), current_schema()
		FROM pg_database WHERE datname = current_database()`).Scan(&version, &release, &fsync, &sync, &encoding, &standard, &schema)
	switch {
	case err != nil:
		return err
	case version < oldestServer:
		return fmt.Errorf("the server is PostgreSQL %s: want 14 or newer", release)
	case fsync != "on":
		return errors.New("the server has fsync off and loses what it promised when the power fails: set fsync = on")
	case sync == "off":
		return errors.New("synchronous_commit is off for us, and a crash would undo what was answered: set it to on for this user or database")
	case encoding != "UTF8":
		return fmt.Errorf("the database's encoding is %s: want one made with ENCODING 'UTF8'", encoding)
	case !schema.Valid:
		return errors.New("no schema of search_path is there: make it, or leave search_path out of the URL")
	}
	return nil
}

func nameOf(c *pgx.ConnConfig) string { return c.Host + "/" + c.Database }

func (p *postgres) name() string           { return nameOf(p.config) }
func (p *postgres) dialect() goose.Dialect { return goose.DialectPostgres }

// alone implements engine by a lock of the server's, which ends with its connection.
func (p *postgres) alone(ctx context.Context, f func() error) (err error) {
	conn, err := p.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	for _, text := range []string{`SET lock_timeout = 0`, lockMigrate} { // migrations take the time they take
		if _, err := conn.Exec(ctx, text); err != nil {
			return fmt.Errorf("lock for migration: %w", err)
		}
	}
	return f()
}

// foreign implements engine.
func (p *postgres) foreign(ctx context.Context) (bool, error) {
	var all, ours int
	err := p.write.db.QueryRowContext(ctx, `SELECT count(*), count(CASE WHEN c.relname = 'goose_db_version' THEN 1 END)
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')`).Scan(&all, &ours)
	return all > 0 && ours == 0, err
}

// serves implements engine: while two versions of the program run, the older one
// goes on, and may be started again, unless the newer schema says it may not.
func (p *postgres) serves(ctx context.Context, knows int64) (bool, error) {
	var floor int64
	err := p.write.db.QueryRowContext(ctx, `SELECT version FROM schema_floor WHERE one = 1`).Scan(&floor)
	return err == nil && floor <= knows, err
}

// queue implements engine. The queue looks for work and listens on connections of
// its own; River joins our transactions through Tx.Postgres.
func (p *postgres) queue(ctx context.Context) (Pool, error) {
	if p.jobs == nil {
		c, err := pgxpool.ParseConfig("")
		if err != nil {
			return Pool{}, err
		}
		c.ConnConfig, c.BeforeConnect = p.config.Copy(), p.before
		c.MaxConns, c.MinConns, c.MaxConnIdleTime = int32(p.most), 0, 10*time.Minute
		if p.jobs, err = pgxpool.NewWithConfig(ctx, c); err != nil {
			return Pool{}, err
		}
	}
	return Pool{Postgres: p.jobs}, nil
}

func (p *postgres) backup(context.Context, string) error { return ErrOwnBackup }

func (p *postgres) close() {
	if p.jobs != nil {
		p.jobs.Close()
	}
}

// files implements engine.
func (p *postgres) files() fs.FS { return spoken{migrations} }
