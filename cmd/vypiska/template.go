package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"vypiska/internal/config"
	"vypiska/templates"
	"vypiska/templates/form"
	"vypiska/templates/preview"
)

// templateCmd is for who edits the printed forms.
type templateCmd struct {
	List    templateListCmd    `cmd:"" help:"Show every form: name, version, title, where it came from."`
	Check   templateCheckCmd   `cmd:"" help:"Read every form and draw it with sample data; name each fault with file and line."`
	Preview templatePreviewCmd `cmd:"" help:"Draw forms with sample data into PDF and PNG files."`
	Copy    templateCopyCmd    `cmd:"" help:"Copy our forms into a directory, to edit them there."`
}

// Help teaches by example.
func (templateCmd) Help() string {
	return `A printed form is one YAML file. To change one, copy ours, edit the copy, look at it, then name the directory in
the setting templates.dir:
  vypiska template copy extract --dir forms
  vypiska template check --dir forms
  vypiska template preview extract --dir forms --out preview
docs/forms.md tells what stands in a form.`
}

// formFlags say which forms are meant.
type formFlags struct {
	Dir     string `placeholder:"DIR" help:"Directory with the clinic's own forms, by default that of the settings: templates.dir ($$VYPISKA_TEMPLATES_DIR)."`
	File    string `name:"config" placeholder:"FILE" env:"VYPISKA_CONFIG" help:"Settings file (YAML)."`
	Profile string `placeholder:"PROFILE" help:"PDF/A profile: 1b, 2b or 2u; by default that of the settings: pdf.profile ($$VYPISKA_PDF_PROFILE)."`
}

func (f formFlags) open() (*templates.Forms, error) {
	given := map[string]string{}
	if f.Dir != "" {
		given["templates.dir"] = f.Dir
	}
	if f.Profile != "" {
		given["pdf.profile"] = f.Profile
	}
	c, _, err := config.Load(config.Input{Flags: given, Environ: os.Environ(), File: f.File})
	if err != nil {
		return nil, err
	}
	return templates.New(formsOf(c))
}

type templateListCmd struct {
	formFlags
	JSON bool `help:"One line of JSON a form, with its SHA-256."`
}

// Run lists the forms.
func (c *templateListCmd) Run(w *world) error {
	forms, err := c.open()
	if err != nil {
		return err
	}
	if c.JSON {
		out := json.NewEncoder(w.stdout)
		out.SetEscapeHTML(false)
		for _, i := range forms.List() {
			if err := out.Encode(i); err != nil {
				return fmt.Errorf("write to stdout: %w", err)
			}
		}
		return nil
	}
	table := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tVERSION\tFROM\tSHA-256\tTITLE")
	for _, i := range forms.List() {
		from := "vypiska"
		if i.Own {
			from = "templates.dir"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%.12s…\t%s\n", i.Name, i.Version, from, i.Hash, i.Title[form.Languages[0]])
	}
	return table.Flush()
}

type templateCheckCmd struct{ formFlags }

// Run reads and draws every form.
func (c *templateCheckCmd) Run(w *world) error {
	forms, err := c.open()
	if err != nil {
		return err
	}
	own := 0
	for _, i := range forms.List() {
		if i.Own {
			own++
		}
	}
	_, err = fmt.Fprintf(w.stdout, "%d forms are right, %d of them from templates.dir\n", len(forms.List()), own)
	return err
}

type templatePreviewCmd struct {
	Name string `arg:"" optional:"" help:"The form, as vypiska template list names it; all forms without one."`
	Lang string `enum:"ru,en,all" default:"all" help:"ru, en or all."`
	Out  string `required:"" placeholder:"DIR" help:"Directory to write NAME-LANG.pdf and NAME-LANG-PAGE.png into."`
	DPI  int    `name:"dpi" default:"100" help:"Resolution of the pictures, from 36 to 600 dots an inch."`
	Grey bool   `help:"Pictures as a printer without colour makes them."`
	formFlags
}

// Run draws forms into files.
func (c *templatePreviewCmd) Run(w *world) (err error) {
	forms, err := c.open()
	if err != nil {
		return err
	}
	if c.Name != "" && !slices.Contains(templates.Names(), c.Name) {
		return fmt.Errorf("%s: no such form; use one of %s", c.Name, strings.Join(templates.Names(), ", "))
	}
	if err := os.MkdirAll(c.Out, 0o700); err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	renderer, err := preview.Start()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, renderer.Close()) }()
	for _, name := range templates.Names() {
		for _, lang := range form.Languages {
			if c.Name != "" && name != c.Name || c.Lang != "all" && lang != c.Lang {
				continue
			}
			if err := c.draw(w, forms, renderer, name, lang); err != nil {
				return err
			}
		}
	}
	return nil
}

// draw writes one form in one language.
func (c *templatePreviewCmd) draw(w *world, forms *templates.Forms, r *preview.Renderer, name, lang string) error {
	p, err := forms.Preview(name, lang)
	if err != nil {
		return err
	}
	base := filepath.Join(c.Out, name+"-"+lang)
	pages, err := r.Pages(p.PDF, c.DPI, c.Grey)
	if err != nil {
		return err
	}
	files := map[string][]byte{base + ".pdf": p.PDF}
	for i, page := range pages {
		files[base+"-"+strconv.Itoa(i+1)+".png"] = page
	}
	for file, content := range files {
		if err := os.WriteFile(file, content, 0o600); err != nil {
			return fmt.Errorf("--out: %w", err)
		}
	}
	_, err = fmt.Fprintf(w.stdout, "%s.pdf: %d pages, and a picture of each\n", base, len(pages))
	return err
}

type templateCopyCmd struct {
	Names []string `arg:"" optional:"" help:"The files to copy, like extract or words; all without one."`
	Dir   string   `required:"" placeholder:"DIR" help:"Directory to copy into; a file that is there is never overwritten."`
}

// Run copies our forms.
func (c *templateCopyCmd) Run(w *world) error {
	files, err := templates.Files()
	if err != nil {
		return err
	}
	names := c.Names
	if len(names) == 0 {
		for name := range files {
			names = append(names, strings.TrimSuffix(name, ".yaml"))
		}
		slices.Sort(names)
	}
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return fmt.Errorf("--dir: %w", err)
	}
	for _, name := range names {
		name = strings.TrimSuffix(name, ".yaml") + ".yaml"
		text, ok := files[name]
		if !ok {
			return fmt.Errorf("%s: no such form; use one of %s, parts, words", name, strings.Join(templates.Names(), ", "))
		}
		if err := writeNew(filepath.Join(c.Dir, name), text); err != nil {
			return err
		}
		fmt.Fprintln(w.stdout, filepath.Join(c.Dir, name))
	}
	return nil
}

// writeNew writes a file that must not be there yet.
func writeNew(name string, text []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("copy a form: %w", err)
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}
