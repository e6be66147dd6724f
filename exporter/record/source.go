package record

import (
	"context"
	"errors"
	"fmt"
)

// ErrNoPatient says that the source has no such patient.
var ErrNoPatient = errors.New("no such patient in the source")

// ErrAway says that the source cannot be asked now: it does not answer, or lets
// nobody of ours in. It says nothing of any record; asking again later may help.
var ErrAway = errors.New("the clinic's information system does not answer")

// A Source is the MIS, or a directory that stands for it. It is read at export
// time and nothing of it is kept.
type Source interface {
	// Record returns the whole readable record of one patient. It must fail,
	// rather than give part of a record, when anything that may belong to the
	// patient cannot be read. No such patient: ErrNoPatient. A source that cannot
	// be asked now: ErrAway.
	Record(ctx context.Context, id PatientID) (Record, error)
	// Patients lists the ids of all patients, in a stable order.
	Patients(ctx context.Context) ([]PatientID, error)
}

// A Fault is one thing in a source that could not be read or had to be left
// out. Its words never carry the content of a record: only where, and what.
type Fault struct {
	File  string // base name of the file, or the path of the request
	Place string // "entry 12, Observation/ru-p05-ob22, valueQuantity.value"; may be empty
	What  string // what is wrong and what to do, in lower case
}

func (f *Fault) Error() string {
	if f.Place == "" {
		return fmt.Sprintf("%s: %s", f.File, f.What)
	}
	return fmt.Sprintf("%s: %s: %s", f.File, f.Place, f.What)
}
