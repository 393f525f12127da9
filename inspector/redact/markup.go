package redact

import "strings"

// tags masks the text of XML elements that are named like a key: <mobile>..</mobile>.
func (m Masker) tags(s string) string {
	if !strings.Contains(s, "</") {
		return s
	}
	e := edit{s: s}
	for i := 0; i < len(s); i++ {
		if s[i] != '<' || i+1 >= len(s) || !keyByte(s[i+1]) {
			continue
		}
		k, from := elementKind(s, i+1)
		if k == nil {
			continue
		}
		from, to := elementText(s, from)
		if from >= to {
			continue
		}
		if by := m.maskNamed(k, s[from:to]); by != s[from:to] {
			e.put(from, to, by)
		}
		i = to - 1
	}
	return e.text()
}

// maxTag limits the bytes of a start tag.
const maxTag = 512

// elementKind reads a start tag whose name begins at s[i]; it returns the kind of the
// name without its prefix, and where the element's content begins.
func elementKind(s string, i int) (k *Kind, content int) {
	to := i
	for to < len(s) && to-i <= longestName && (keyByte(s[to]) || s[to] == ':') {
		to++
	}
	name := s[i:to]
	if _, local, ok := strings.Cut(name, ":"); ok {
		name = local
	}
	if k = kindOf(name); k == nil {
		return nil, 0
	}
	end := strings.IndexByte(s[to:min(len(s), to+maxTag)], '>')
	if end < 0 || end > 0 && s[to+end-1] == '/' {
		return nil, 0
	}
	return k, to + end + 1
}

// elementText returns the bounds of the text that begins at s[i], without CDATA's marks.
func elementText(s string, i int) (from, to int) {
	const open, shut = "<![CDATA[", "]]>"
	if strings.HasPrefix(s[i:], open) {
		from = i + len(open)
		if n := strings.Index(s[from:], shut); n >= 0 {
			return from, from + n
		}
		return from, len(s)
	}
	if n := strings.IndexByte(s[i:], '<'); n >= 0 {
		return i, i + n
	}
	return i, i
}

// parts masks the parts of a multipart form that are named like a key.
func (m Masker) parts(s string) string {
	const mark = "form-data"
	if !strings.Contains(s, mark) {
		return s
	}
	e := edit{s: s}
	for i := 0; ; {
		n := strings.Index(s[i:], mark)
		if n < 0 {
			return e.text()
		}
		i += n + len(mark)
		k, from, to := part(s, i)
		if k == nil || from >= to {
			continue
		}
		if by := m.maskNamed(k, s[from:to]); by != s[from:to] {
			e.put(from, to, by)
		}
		i = to
	}
}

// part reads a part of a form whose header block goes on at s[i].
func part(s string, i int) (k *Kind, from, to int) {
	head, skip := strings.Index(s[i:], "\r\n\r\n"), 4
	if n := strings.Index(s[i:], "\n\n"); n >= 0 && (head < 0 || n < head) {
		head, skip = n, 2
	}
	if head < 0 {
		return nil, 0, 0
	}
	_, name, ok := strings.Cut(s[i:i+head], `name="`)
	if !ok {
		return nil, 0, 0
	}
	name, _, _ = strings.Cut(name, `"`)
	if k = kindOf(name); k == nil {
		return nil, 0, 0
	}
	from = i + head + skip
	to = len(s)
	if n := strings.Index(s[from:], "\n--"); n >= 0 {
		to = from + n
	}
	return k, from, from + len(strings.TrimRight(s[from:to], "\r"))
}
