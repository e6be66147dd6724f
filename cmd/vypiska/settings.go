package main

import (
	"os"
	"reflect"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"vypiska/internal/app"
	"vypiska/internal/config"
)

// settingFlags is every setting as a flag, for commands that need them all. It
// is made from config's table by newSettingFlags, so that the two cannot differ.
type settingFlags struct {
	kong.Plugins
	File string `name:"config" placeholder:"FILE" env:"VYPISKA_CONFIG" help:"Settings file (YAML); vypiska config --defaults prints one to start from."`
}

func newSettingFlags() settingFlags {
	var fields []reflect.StructField
	for _, s := range config.Settings() {
		fields = append(fields, reflect.StructField{
			Name: strings.ReplaceAll(strings.ToUpper(s.Flag()), "-", "_"),
			Type: reflect.TypeFor[*string](), // nil: not given
			Tag:  reflect.StructTag(flagTag(s)),
		})
	}
	flags := reflect.New(reflect.StructOf(fields))
	return settingFlags{Plugins: kong.Plugins{flags.Interface()}}
}

func flagTag(s config.Setting) string {
	def := s.Default
	if def == "" {
		def = "empty"
	}
	return "name:" + strconv.Quote(s.Flag()) + ` placeholder:"VALUE" help:` + strconv.Quote(s.Manual+" Default: "+def+" ($"+s.Env()+").")
}

// load reads all settings.
func (f settingFlags) load() (config.Config, []config.Value, error) {
	given := map[string]string{}
	for _, flags := range f.Plugins {
		v := reflect.ValueOf(flags).Elem()
		for i, s := range config.Settings() {
			if p := v.Field(i).Interface().(*string); p != nil {
				given[s.Key] = *p
			}
		}
	}
	return config.Load(config.Input{Flags: given, Environ: os.Environ(), File: f.File})
}

// dataFlags are for commands that need the data directory and what the settings
// say about the command.
type dataFlags struct {
	File string `name:"config" placeholder:"FILE" env:"VYPISKA_CONFIG" help:"Settings file (YAML)."`
	Data string `placeholder:"DIR" help:"Data directory, by default that of the settings: data ($$VYPISKA_DATA)."`
}

// load reads all settings, of which Data is then the directory to use.
func (f dataFlags) load() (config.Config, error) {
	given := map[string]string{}
	if f.Data != "" {
		given["data"] = f.Data
	}
	c, _, err := config.Load(config.Input{Flags: given, Environ: os.Environ(), File: f.File})
	return c, err
}

// open opens the house of the settings, which must be there, for reading its
// register.
func (f dataFlags) open(w *world) (*app.House, error) {
	c, err := f.load()
	if err != nil {
		return nil, err
	}
	return app.OpenExisting(w.ctx, addressOf(c))
}
