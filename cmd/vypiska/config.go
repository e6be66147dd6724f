package main

import (
	"fmt"

	"vypiska/internal/config"
)

// configCmd is about the settings.
type configCmd struct {
	Show  configShowCmd  `cmd:"" default:"withargs" help:"Every setting with its value, where it came from, and what it is for."`
	Check configCheckCmd `cmd:"" help:"Try every door that the settings name: disk, database, keys, seal, S3, records, clock."`
}

// configShowCmd shows the settings.
type configShowCmd struct {
	Defaults bool `help:"Print a settings file with every default, to start from."`
	settingFlags
}

// Help tells the order of precedence.
func (configShowCmd) Help() string {
	return `Every setting with its value, where it came from, and what it is for. A flag goes before the environment, the
environment before the settings file (--config FILE), the file before the default. Settings of secrets name
files; what is in them is never shown. A mistake in any setting is reported as serve would report it.

Examples:
  vypiska config --defaults > vypiska.yaml
  VYPISKA_LINKS_LIFE=24h vypiska config --config vypiska.yaml`
}

// Run prints the settings, or the file of defaults.
func (c *configShowCmd) Run(w *world) error {
	if c.Defaults {
		_, err := fmt.Fprint(w.stdout, config.Defaults())
		return err
	}
	settings, values, err := c.load()
	if err != nil {
		return err
	}
	for _, v := range values {
		value := v.Value
		if v.Key == "master_key_file" {
			value = settings.MasterKeyFile // also where it follows from data
		}
		if value == "" {
			value = `""`
		}
		if _, err := fmt.Fprintf(w.stdout, "%s: %s  (%s)\n    %s\n", v.Key, value, v.From, v.Manual); err != nil {
			return fmt.Errorf("write to stdout: %w", err)
		}
	}
	return nil
}
