package app

// pageRows is how many rows one page of a list has.
const pageRows = 50

// Page is one page of a list. Next asks for the page that follows, "" where there
// is none: it is a key of a row, so that a list that grows at its beginning shows
// no row twice, and nothing of a person.
type Page[T any] struct {
	List []T
	Next string
}

// pageOf makes a page of at most one row more than it has.
func pageOf[T any](rows []T, key func(T) string) Page[T] {
	if len(rows) <= pageRows {
		return Page[T]{List: rows}
	}
	rows = rows[:pageRows]
	return Page[T]{rows, key(rows[pageRows-1])}
}
