package androidapp

import (
	"bytes"
	"path"

	"loginscope/inspector/androidapp/accept"
	"loginscope/inspector/androidapp/facts"
)

// maxRemarks limits the decisions of a whole project.
const maxRemarks = 5000

// remarks takes the decisions of a text file that results do not count: those of
// a suppression file, of comments, and of tools:ignore.
func (o *opener) remarks(p string, src []byte) {
	if len(o.app.Ignores) >= maxRemarks {
		return
	}
	if path.Base(p) == accept.FileName {
		list, errs := accept.File(p, src)
		o.app.Ignores = append(o.app.Ignores, list...)
		o.badRemarks(accept.KindFile, p, errs)
		return
	}
	list, errs := accept.Comments(p, src)
	o.app.Ignores = append(o.app.Ignores, list...)
	o.badRemarks(accept.KindComment, p, errs)
	if path.Ext(p) != ".xml" || !bytes.Contains(src, []byte(":ignore")) {
		return
	}
	if root, err := readXML(bytes.TrimPrefix(src, []byte("\ufeff"))); err == nil {
		o.app.Ignores = append(o.app.Ignores, accept.Tools(p, root, src)...)
	}
}

// badRemarks keeps the decisions that cannot be used, of which the report says so.
func (o *opener) badRemarks(kind, p string, errs []*accept.LineError) {
	for _, e := range errs {
		o.app.Ignores = append(o.app.Ignores, facts.Ignore{Kind: kind, Location: p, Line: e.Line, Fault: e.Why})
	}
}
