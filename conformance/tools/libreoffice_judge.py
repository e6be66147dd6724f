"""libreoffice_judge.py TABLE.csv TABLE.fods: is each cell of what Calc opened the text in the file?

Prints "same", or the first cell that is another. A cell must be text; a short
whole number may be a number, and a day (YYYY-MM-DD) a day, with the same look.
"""
import csv
import re
import sys
import xml.etree.ElementTree as tree

OFFICE, TABLE, TEXT = ('{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}' % n for n in ('office', 'table', 'text'))
MOST = 4096  # an empty tail repeats as often as there are rows


def cells(row):
    out = []
    for c in row:
        if c.tag in (TABLE + 'table-cell', TABLE + 'covered-table-cell'):
            out += [c] * min(int(c.get(TABLE + 'number-columns-repeated', 1)), MOST)
    return out


def shown(c):
    """What the cell shows, with the spaces that ODF writes as elements."""
    def text(e):
        gap = ' ' * int(e.get(TEXT + 'c', 1)) if e.tag == TEXT + 's' else ''
        return gap + (e.text or '') + ''.join(text(k) + (k.tail or '') for k in e)
    return '\n'.join(text(p) for p in c.findall(TEXT + 'p'))


def wrong(c, want):
    kind = c.get(OFFICE + 'value-type', 'string')
    if c.get(TABLE + 'formula') is not None:
        return 'a formula'
    if kind == 'date' and re.fullmatch(r'\d{4}-\d\d-\d\d', want):
        return c.get(OFFICE + 'date-value') != want and 'another day'
    if kind == 'float' and re.fullmatch(r'[1-9]\d{0,10}', want) is None or kind not in ('string', 'float'):
        return 'no text but a ' + kind
    return shown(c) != want and 'another text'


def main(table, opened):
    with open(table, encoding='utf-8-sig', newline='') as f:
        want = list(csv.reader(f, delimiter=';'))
    rows = []
    for r in tree.parse(opened).getroot().iter(TABLE + 'table-row'):
        rows += [cells(r)] * min(int(r.get(TABLE + 'number-rows-repeated', 1)), MOST)
    for i, line in enumerate(want):
        got = rows[i] if i < len(rows) else []
        for j, text in enumerate(line):
            if j >= len(got):
                if text:
                    return f'row {i + 1}, column {j + 1}: nothing'
                continue
            found = wrong(got[j], text)
            if found:
                return f'row {i + 1}, column {j + 1}: {found}'
        if any(shown(c) for c in got[len(line):]):
            return f'row {i + 1}: more columns'
    if any(shown(c) for r in rows[len(want):] for c in r):
        return 'more rows'
    return 'same'


print(main(*sys.argv[1:]))
