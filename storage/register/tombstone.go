package register

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"
	"golang.org/x/mod/sumdb/note"
)

// A Tombstone says of an act that no restored backup may undo it. It is signed
// and lies outside the database; ids and hashes are all that is in it.
type Tombstone struct {
	Time   time.Time `json:"time"`
	Act    Event     `json:"act"` // Deletion, Destruction, Revoke, Unlink, Block, Unblock, Consent (its withdrawal), Hold, Unhold
	Actor  string    `json:"actor"`
	Number string    `json:"number,omitempty"` // of a copy
	Object string    `json:"object,omitempty"` // its key in the store
	Link   string    `json:"link,omitempty"`

	Block   string `json:"block,omitempty"` // a block's id; with it all of what it says
	Patient string `json:"patient,omitempty"`
	Channel string `json:"channel,omitempty"`
	Scope   string `json:"scope,omitempty"`

	Consent  string    `json:"consent,omitempty"` // a consent's id; with it all of what it says
	Insurer  string    `json:"insurer,omitempty"`
	Contract string    `json:"contract,omitempty"`
	Form     string    `json:"form,omitempty"`
	Given    string    `json:"given,omitempty"` // the way it was given; Channel is that of its withdrawal
	Signed   time.Time `json:"signed,omitzero"`

	Hold  string `json:"hold,omitempty"` // a hold's id
	Basis string `json:"basis,omitempty"`
}

// tombstoneHead begins each tombstone, so that its signature is no checkpoint's.
const tombstoneHead = "vypiska-tombstone-1"

// ErrTombstone says that the file of tombstones was altered.
var ErrTombstone = errors.New("the file of tombstones was altered or is another register's: what was destroyed, revoked or blocked can not be told for certain; restore the file from a copy")

// Tombstone signs t as four lines: head, JSON, an empty one, the signature.
func (l *Log) Tombstone(t Tombstone) (string, error) {
	t.Time = t.Time.UTC().Truncate(time.Microsecond)
	text, err := json.Marshal(t)
	if err != nil {
		return "", fmt.Errorf("tombstone: %w", err)
	}
	signed, err := note.Sign(&note.Note{Text: tombstoneHead + "\n" + string(text) + "\n"}, l.signer)
	if err != nil {
		return "", fmt.Errorf("tombstone: sign: %w", err)
	}
	return string(signed), nil
}

func (v Verifier) tombstone(signed []byte) (t Tombstone, err error) {
	if v.keys == nil {
		return t, ErrTombstone
	}
	n, err := note.Open(signed, v.keys)
	if err != nil {
		return t, fmt.Errorf("%w: %s", ErrTombstone, noteFault(err))
	}
	body, ok := strings.CutPrefix(n.Text, tombstoneHead+"\n")
	if !ok || json.Unmarshal([]byte(body), &t) != nil {
		return t, ErrTombstone
	}
	return t, nil
}

// A TombstoneFile keeps tombstones in a file that belongs outside the data
// directory: it must not be set back together with the database. Several
// processes may append to one file.
type TombstoneFile struct{ Path string }

// Append adds a tombstone. When it returns nil the tombstone survives a crash;
// the act comes after it, except where forgetting an act is the safe side.
func (f TombstoneFile) Append(l *Log, t Tombstone) error {
	text, err := l.Tombstone(t)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(f.Path), 0o700); err != nil {
		return fmt.Errorf("tombstone: %w", err)
	}
	unlock, err := lockedfile.MutexAt(f.Path + ".lock").Lock()
	if err != nil {
		return fmt.Errorf("tombstone: lock: %w", err)
	}
	defer unlock()
	if err := f.append(text); err != nil {
		return fmt.Errorf("tombstone: %w", err)
	}
	return nil
}

func (f TombstoneFile) append(text string) error {
	file, err := os.OpenFile(f.Path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	at, err := end4(file)
	if err == nil {
		err = file.Truncate(at) // what a crash left of a tombstone whose act never was
	}
	if err == nil {
		_, err = file.WriteAt([]byte(text), at)
	}
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close(), syncDir(filepath.Dir(f.Path)))
}

// end4 is where the last whole tombstone ends.
func end4(file *os.File) (int64, error) {
	s, err := file.Stat()
	if err != nil {
		return 0, err
	}
	const tail = 16 << 10 // more than any tombstone
	from := max(0, s.Size()-tail)
	last := make([]byte, s.Size()-from)
	if _, err := file.ReadAt(last, from); err != nil && len(last) > 0 {
		return 0, err
	}
	// A whole one ends with its signature's line.
	i := bytes.LastIndex(last, []byte("\n— "))
	if i < 0 {
		return from, nil
	}
	if n := bytes.IndexByte(last[i+1:], '\n'); n >= 0 {
		return from + int64(i+1+n+1), nil
	}
	if i = bytes.LastIndex(last[:i], []byte("\n— ")); i < 0 {
		return from, nil
	}
	return from + int64(i+1+bytes.IndexByte(last[i+1:], '\n')+1), nil
}

// Name tells one file from another: by its first tombstone, "" where there is none.
func (f TombstoneFile) Name() (string, error) {
	file, err := os.Open(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("tombstones: %w", err)
	}
	defer file.Close()
	first, err := next4(bufio.NewReader(file))
	if err != nil || len(first) == 0 {
		return "", err
	}
	sum := sha256.Sum256(first)
	return hex.EncodeToString(sum[:]), nil
}

// Buried is a tombstone and where in its file it ends.
type Buried struct {
	Tombstone
	End int64
}

// Since reads the tombstones behind a place, one after the other; all where none
// begins there, because the file is another. One that is not signed by a known key:
// ErrTombstone. A last one that is cut was being written at a crash, before its
// act: it is left out.
func (f TombstoneFile) Since(v Verifier, place int64) iter.Seq2[Buried, error] {
	return func(yield func(Buried, error) bool) {
		file, err := os.Open(f.Path)
		if errors.Is(err, fs.ErrNotExist) {
			return
		}
		if err == nil {
			defer file.Close()
			place, err = seek(file, place)
		}
		begins := place == 0
		for r := bufio.NewReader(file); err == nil; begins = true {
			var text []byte
			if text, err = next4(r); err != nil || len(text) == 0 {
				break
			}
			var t Tombstone
			if t, err = v.tombstone(text); err != nil && !begins {
				place, err = seek(file, 0)
				r.Reset(file)
				continue
			}
			place += int64(len(text))
			if err == nil && !yield(Buried{t, place}, nil) {
				return
			}
		}
		if err != nil {
			yield(Buried{}, fmt.Errorf("tombstones, byte %d: %w", place, err))
		}
	}
}

// seek goes to the place, or to the beginning of a file that is shorter.
func seek(file *os.File, place int64) (int64, error) {
	s, err := file.Stat()
	if err == nil && s.Size() < place {
		place = 0
	}
	if err == nil {
		_, err = file.Seek(place, io.SeekStart)
	}
	return place, err
}

// next4 reads the four lines of a tombstone, nothing where they are not whole.
func next4(r *bufio.Reader) (text []byte, err error) {
	for range 4 {
		line, err := r.ReadBytes('\n')
		if err == io.EOF {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		text = append(text, line...)
	}
	return text, nil
}
