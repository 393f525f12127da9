package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"sync"

	"loginscope/inspector"
	"loginscope/lang"
)

//go:embed report.html
var pageSource string

// page is parsed once, by the first report; a fault in it is a fault of the build, which every test
// of this package would show.
var page = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("report").Funcs(template.FuncMap{
		"codeLine": codeLine,
		"dict":     func(f flowView, w map[string]string) card { return card{f, w} },
	}).Parse(pageSource))
})

// card is what the verdict's part of the template sees.
type card struct {
	Flow flowView
	W    map[string]string
}

// htmlPage is what the template sees.
type htmlPage struct {
	view
	Lang     string
	Pictures []picture // one for each flow
	W        map[string]string
}

// HTML writes the report as one file that needs nothing else: no script, no
// font, no picture from elsewhere. It follows the reader's light or dark
// setting and prints in black on white.
func HTML(w io.Writer, r inspector.Report, o Options) error {
	p := htmlPage{view: newView(r, o), Lang: "en", W: o.htmlWords()}
	if o.Lang == "zh" {
		p.Lang = "zh-CN"
	}
	for i := range p.Flows {
		p.Pictures = append(p.Pictures, o.picture(&p.Flows[i], itoa(i+1)))
	}
	if err := page().Execute(w, p); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

func itoa(n int) string { return strconv.Itoa(n) }

func (o Options) htmlWords() map[string]string {
	out := map[string]string{}
	for key, w := range map[string]lang.Text{
		"verdict": wVerdict, "broken": wBrokenAt, "chain": wChain, "cause": wCause, "fix": wFix, "actor": wActor,
		"retry": wRetry, "meanwhile": wMeanwhile, "certainty": wCertainty, "coverage": wCoverage, "findings": wFindings,
		"why": wWhy, "reference": wReference, "where": wWhere, "unknown": wUnknown, "remarks": wRemarks,
		"fields": wFields, "steps": wSteps, "sequence": wSequence,
		"number": wNumber, "time": wOffset, "way": wDirection, "step": wStep, "result": wResult,
		"known": wKnown, "causes": wCauses, "else": wElse, "ruledout": wRuledOut,
	} {
		out[key] = o.in(w)
	}
	return out
}
