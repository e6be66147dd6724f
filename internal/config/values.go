package config

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The readers of values. Each returns an error that says what would do.

func address(s string) (string, error) {
	want := errors.New("want host:port, like 127.0.0.1:8080, or :8080 for every network")
	_, port, err := net.SplitHostPort(s)
	if err != nil || strings.ContainsFunc(s, unicode.IsSpace) {
		return "", want
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || strconv.FormatUint(n, 10) != port {
		return "", want
	}
	return s, nil
}

// path is a file's name, or empty.
func path(s string) (string, error) {
	if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		return "", errors.New("want a file's name without control characters")
	}
	return s, nil
}

// library is a file's full name, or empty: a bare name would be looked for in
// places that differ from machine to machine.
func library(s string) (string, error) {
	if _, err := path(s); err != nil || s != "" && !filepath.IsAbs(s) {
		return "", errors.New("want the library's full name, like /usr/lib/librtpkcs11ecp.so")
	}
	return s, nil
}

// command is a program and its arguments, or empty.
func command(s string) (string, error) {
	if len(s) > 2000 || !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		return "", errors.New("want one line of at most 2000 bytes: a program and its arguments, without a shell")
	}
	return s, nil
}

func directory(s string) (string, error) {
	if _, err := path(s); err != nil || s == "" {
		return "", errors.New("want a directory's name")
	}
	if abs, err := filepath.Abs(s); err != nil || filepath.Dir(abs) == abs {
		return "", errors.New("want a directory of its own, not the root of the file system")
	}
	return s, nil
}

// source is a directory or the address of a FHIR server.
func source(s string) (string, error) {
	if strings.Contains(s, "://") {
		return webAddress(s)
	}
	if _, err := path(s); err != nil {
		return "", errors.New("want a directory, or the address of a FHIR server, like https://mis.example/fhir")
	}
	return s, nil
}

func webAddress(s string) (string, error) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return "", errors.New("want an address that begins with https:// or http:// and names a host")
	}
	if u.User != nil {
		return "", errors.New("want an address without a user or password in it")
	}
	if u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return "", errors.New("want an address without ? and #")
	}
	return strings.TrimRight(s, "/"), nil
}

// home is where people reach the service, or empty: a host of its own, since the
// service's pages lead to addresses from the host's root on.
func home(s string) (string, error) {
	s, err := maybeAddress(s)
	if u, bad := url.Parse(s); err == nil && bad == nil && u.Path != "" {
		return "", errors.New("want an address without a path: the service has a host, or a port, of its own")
	}
	return s, err
}

// maybeAddress is an address or none.
func maybeAddress(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	return webAddress(s)
}

// database is a PostgreSQL database's URL without a password, or empty.
func database(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return "", errors.New("want it empty, which is SQLite in the data directory, or postgres://USER@HOST/DATABASE?sslmode=verify-full")
	}
	if _, given := u.User.Password(); given || u.Query().Has("password") {
		return "", errors.New("want no password in it: write that into a file and name it with database.password_file")
	}
	return s, nil
}

func zone(s string) (string, error) {
	// "" and "Local" are the machine's zone, which is not the clinic's choice.
	if _, err := time.LoadLocation(s); err != nil || s == "" || s == "Local" {
		return "", errors.New("want a time zone's name, like Europe/Moscow")
	}
	return s, nil
}

const (
	day = 24 * time.Hour
	// longestLife is the limit of package links, which no clinic goes beyond.
	longestLife = 366 * day
	// longestKeep is about 25 years, as long as medical records are kept.
	longestKeep = 25 * 366 * day
)

func life(s string) (time.Duration, error) { return span(s, time.Minute, longestLife) }

// lead is a time ahead, or off.
func lead(s string) (time.Duration, error) {
	if s == "off" {
		return 0, nil
	}
	d, err := span(s, time.Hour, longestLife)
	if err != nil {
		err = fmt.Errorf("%w, or off", err)
	}
	return d, err
}

func sitting(s string) (time.Duration, error) { return span(s, time.Minute, day) }
func keeping(s string) (time.Duration, error) { return span(s, day, longestKeep) }

// draining is how long a stop is announced, or off. The unit for systemd counts on the most.
func draining(s string) (time.Duration, error) {
	if s == "off" {
		return 0, nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < time.Second || d > MostDrain {
		return 0, fmt.Errorf("want seconds, like 6s, from 1s to %v, or off", MostDrain)
	}
	return d, nil
}

// MostDrain is the longest a stop may be announced.
const MostDrain = 20 * time.Second

// answer is how long one answer may take.
func answer(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d < time.Second || d > 2*time.Minute {
		return 0, errors.New("want seconds, like 15s, from 1s to 2m")
	}
	return d, nil
}

// webAddresses are addresses with a space between them. One may have a question
// in it, as some authorities' have, and no user.
func webAddresses(s string) (string, error) {
	all := strings.Fields(s)
	for i, one := range all {
		u, err := url.Parse(one)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "" {
			return "", fmt.Errorf("address %d: want one that begins with https:// or http://, names a host and no user", i+1)
		}
	}
	return strings.Join(all, " "), nil
}

func span(s string, least, most time.Duration) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d < least || d > most {
		return 0, fmt.Errorf("want hours and minutes, like 168h, from %s to %s", hours(least), hours(most))
	}
	return d, nil
}

// hours writes a duration as people do in settings: 168h, 1m, 1h30m.
func hours(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func number(least, most int) func(string) (int, error) {
	return func(s string) (int, error) {
		n, err := strconv.Atoi(s)
		if err != nil || n < least || n > most {
			return 0, fmt.Errorf("want a whole number from %d to %d", least, most)
		}
		return n, nil
	}
}

func onOff(s string) (bool, error) {
	switch s {
	case "on", "true":
		return true, nil
	case "off", "false":
		return false, nil
	}
	return false, errors.New("want on or off")
}

func oneOf(words ...string) func(string) (string, error) {
	return func(s string) (string, error) {
		if !slices.Contains(words, s) {
			return "", fmt.Errorf("want one of %s", strings.Join(words, ", "))
		}
		return s, nil
	}
}

func endpoint(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	if strings.ContainsAny(s, "/@ ?#") {
		return "", errors.New("want host or host:port alone, like s3.example:9000; s3.tls says whether it speaks TLS")
	}
	u, err := url.Parse("https://" + s)
	if err != nil || u.Hostname() == "" {
		return "", errors.New("want host or host:port, like s3.example:9000")
	}
	return s, nil
}

func mailServer(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	return address(s)
}

// mailAddress is a bare address: without a name beside it.
func mailAddress(s string) (string, error) {
	if a, err := mail.ParseAddress(s); s != "" && (err != nil || a.Address != s || a.Name != "") {
		return "", errors.New("want an address like noreply@clinic.example")
	}
	return s, nil
}

// hostNames are hosts without ports, with a space between them, or none.
func hostNames(s string) (string, error) {
	all := strings.Fields(strings.ToLower(s))
	for _, h := range all {
		if u, err := url.Parse("https://" + h); err != nil || u.Host != h || u.Port() != "" {
			return "", errors.New("want hosts alone with a space between, like s3.example minio.example")
		}
	}
	return strings.Join(all, " "), nil
}

// allows reports whether an endpoint's host is one of the hosts.
func allows(hosts, endpoint string) bool {
	u, err := url.Parse("https://" + endpoint)
	return err == nil && slices.Contains(strings.Fields(hosts), strings.ToLower(u.Hostname()))
}

var bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)

func bucket(s string) (string, error) {
	if !bucketName.MatchString(s) {
		return "", errors.New("want 3 to 63 small letters, digits, '.' and '-', beginning and ending with a letter or digit")
	}
	return s, nil
}

func word(s string) (string, error) {
	if s == "" || len(s) > 64 || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) || r == ' ' }) {
		return "", errors.New("want one word of at most 64 characters")
	}
	return s, nil
}

// printed is a line of the letterhead.
func printed(s string) (string, error) {
	if utf8.RuneCountInString(s) > 300 || !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		return "", errors.New("want one line of at most 300 characters")
	}
	return strings.TrimSpace(s), nil
}

// ogrn is 13 digits, or 15 of an entrepreneur. The last is the remainder of the
// number before it by 11 or 13, of which again the last digit counts (order of
// the Russian Finance Ministry 165n of 30.10.2017, paragraphs 5 and 6).
func ogrn(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	by := map[int]uint64{13: 11, 15: 13}[len(s)]
	n, err := strconv.ParseUint(s, 10, 64)
	if by == 0 || err != nil {
		return "", errors.New("want 13 digits (OGRN) or 15 (OGRNIP)")
	}
	if n/10%by%10 != n%10 {
		return "", errors.New("want the number as in the state register: its check digit does not fit, so one of the digits is wrong")
	}
	return s, nil
}
