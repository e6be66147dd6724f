package config

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
)

// Input is where settings are read from.
type Input struct {
	// Flags are those that were given, by the setting's Key.
	Flags map[string]string
	// Environ is the environment, as os.Environ gives it.
	Environ []string
	// File is the YAML file's name, "" for none.
	File string
}

// FileEnv names the settings file in the environment. It is the one name with
// the prefix that is no setting.
const FileEnv = EnvPrefix + "CONFIG"

// Value is a setting's value and where it came from.
type Value struct {
	Setting
	Value string
	// From is "default", the flag with its dashes, the variable, or file and line.
	From string
}

// Load reads the settings: a flag before the environment before the file before
// the default. The values are in the table's order. Every error names the
// setting as it was given and says what would do.
func Load(in Input) (Config, []Value, error) {
	file, err := readFile(in.File)
	if err != nil {
		return Config{}, nil, err
	}
	env, err := environment(in.Environ)
	if err != nil {
		return Config{}, nil, err
	}
	if err := knownFlags(in.Flags); err != nil {
		return Config{}, nil, err
	}
	var c Config
	values := make([]Value, len(table))
	for i, s := range table {
		values[i] = s.resolve(in.Flags, env, file)
		if err := s.set(&c, values[i].Value); err != nil {
			return Config{}, nil, values[i].wrong(err)
		}
	}
	if err := c.complete(found(values)); err != nil {
		return Config{}, nil, err
	}
	return c, values, nil
}

// resolve takes the value from the first place that gives one.
func (s Setting) resolve(flags, env map[string]string, file map[string]given) Value {
	if v, ok := flags[s.Key]; ok {
		return Value{s, v, "--" + s.Flag()}
	}
	if v, ok := env[s.Env()]; ok {
		return Value{s, v, s.Env()}
	}
	if g, ok := file[s.Key]; ok {
		return Value{s, g.value, g.place}
	}
	return Value{s, s.Default, "default"}
}

// wrong says which setting, as it was given, has a value that will not do.
func (v Value) wrong(why error) error {
	name := v.From
	if !strings.HasPrefix(name, "--") && name != v.Env() {
		name += ": " + v.Key
	}
	if v.quiet {
		return fmt.Errorf("%s: %w", name, why)
	}
	return fmt.Errorf("%s=%q: %w", name, v.Value, why)
}

// found finds values by their keys.
type found []Value

func (f found) of(key string) Value {
	for _, v := range f {
		if v.Key == key {
			return v
		}
	}
	panic("config: no setting " + key) // this package's own mistake, found by its tests
}

// given is what the file says of a setting, and where.
type given struct{ value, place string }

// cluster matches what Kubernetes adds to the environment of everything beside
// a service named vypiska; none of it is meant for us.
var cluster = regexp.MustCompile(`^VYPISKA_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$`)

// environment picks the settings and refuses what looks like one and is none: a
// misspelt prohibition must not go unnoticed.
func environment(environ []string) (map[string]string, error) {
	known := map[string]bool{FileEnv: true}
	for _, s := range table {
		known[s.Env()] = true
	}
	env := map[string]string{}
	for _, line := range environ {
		name, value, _ := strings.Cut(line, "=")
		switch {
		case !strings.HasPrefix(name, EnvPrefix) || cluster.MatchString(name):
		case !known[name]:
			return nil, fmt.Errorf("%s in the environment: no such setting; unset it or use one of %s", name, near(name, sorted(known)))
		default:
			env[name] = value
		}
	}
	return env, nil
}

func knownFlags(flags map[string]string) error {
	known := map[string]bool{}
	for _, s := range table {
		known[s.Key] = true
	}
	for key := range flags {
		if !known[key] {
			return fmt.Errorf("flag for %s: no such setting; use one of %s", key, near(key, sorted(known)))
		}
	}
	return nil
}

// near lists the names of the same section as the unknown one, or all.
func near(name string, known []string) string {
	sep := "."
	if strings.HasPrefix(name, EnvPrefix) {
		sep = "_"
	}
	section := func(s string) string {
		s = strings.TrimPrefix(s, EnvPrefix)
		head, _, _ := strings.Cut(s, sep)
		return head
	}
	var same []string
	for _, k := range known {
		if section(k) == section(name) {
			same = append(same, k)
		}
	}
	if len(same) == 0 {
		same = known
	}
	return strings.Join(same, ", ")
}

func sorted(set map[string]bool) []string {
	var names []string
	for n := range set {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}
