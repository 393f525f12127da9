package decode

import (
	"bytes"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// toUTF8 converts a body by the charset that its Content-Type names, by its
// byte order mark, or, if it is not valid UTF-8, as GB18030, which contains
// GBK and GB2312: carriers answer in it without saying so.
func toUTF8(contentType string, raw []byte) ([]byte, string) {
	if bom, enc := byteOrderMark(raw); enc != nil {
		return convert(enc, raw), bom
	}
	name := charsetOf(contentType)
	if name == "" || name == "utf-8" {
		if utf8.Valid(trimPartialRune(raw)) {
			return raw, "utf-8"
		}
		name = "gb18030"
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		enc, name = simplifiedchinese.GB18030, "gb18030"
		if utf8.Valid(trimPartialRune(raw)) {
			return raw, "utf-8"
		}
	}
	if out := convert(enc, raw); out != nil {
		return out, name
	}
	return bytes.ToValidUTF8(raw, []byte("\uFFFD")), "utf-8"
}

// charsetOf reads the charset parameter, lower case, "" if none.
func charsetOf(contentType string) string {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		_, after, ok := strings.Cut(strings.ToLower(contentType), "charset=")
		if !ok {
			return ""
		}
		after, _, _ = strings.Cut(after, ";")
		return strings.Trim(after, ` "'`)
	}
	return strings.ToLower(params["charset"])
}

func byteOrderMark(raw []byte) (string, encoding.Encoding) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xEF\xBB\xBF")):
		return "utf-8", unicode.UTF8BOM
	case bytes.HasPrefix(raw, []byte("\xFF\xFE")):
		return "utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(raw, []byte("\xFE\xFF")):
		return "utf-16be", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	}
	return "", nil
}

func convert(enc encoding.Encoding, raw []byte) []byte {
	out, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		return nil
	}
	return out
}

// trimPartialRune cuts a rune that the end of a kept body split in two.
func trimPartialRune(raw []byte) []byte {
	for i := 1; i <= utf8.UTFMax && i <= len(raw); i++ {
		b := raw[len(raw)-i]
		if utf8.RuneStart(b) {
			if !utf8.FullRune(raw[len(raw)-i:]) {
				return raw[:len(raw)-i]
			}
			return raw
		}
	}
	return raw
}
