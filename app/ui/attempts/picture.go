package attempts

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/sequence"
	"loginscope/inspector"
)

// pictures are the forms in which a diagram is exported, by the endings of their names.
var pictures = []struct {
	ext   string
	write func(io.Writer, *kit.Env, *inspector.Flow) error
}{
	{".svg", sequence.WriteSVG},
	{".png", sequence.WritePNG},
}

// exportPicture asks for the form of the picture. It is masked also while values are
// shown, unless a person wants them in it.
func (p *Page) exportPicture() {
	f := p.Shown().Flow()
	if f == nil {
		return
	}
	env, id, values := p.Env(), f.ID, false
	col := kit.NewColumn(env.S(8), env.NewParagraph(env.T("export.text"), kit.Body, env.Palette.Text))
	if p.Shown().Revealed {
		tick := widget.NewCheck(env.T("export.values"), func(on bool) { values = on })
		env.Controls.Add("export-values", tick)
		col.Add(tick)
	}
	d := dialog.NewCustomWithoutButtons(env.T("seq.export"), col, p.Window())
	buttons := []fyne.CanvasObject{env.NewButton("export-cancel", env.T("export.no"), kit.Normal, d.Hide)}
	for _, form := range pictures {
		buttons = append(buttons, env.NewButton("export"+form.ext, env.T("export"+form.ext), kit.Main, func() {
			d.Hide()
			p.savePicture(id, values, form.ext, form.write)
		}))
	}
	d.SetButtons(buttons)
	p.Dialog(d, fyne.NewSize(520, 170))
}

// savePicture draws the attempt as it is now, masked unless its values are wanted.
func (p *Page) savePicture(
	id int, values bool, ext string, write func(io.Writer, *kit.Env, *inspector.Flow) error,
) {
	f := p.pictured(id, values)
	var b bytes.Buffer
	err := errNoFlow
	if f != nil {
		err = write(&b, p.Env(), f)
	}
	if err != nil {
		p.Notify(true, p.Env().T("export.failed"), err.Error())
		return
	}
	p.Save(pictureName(f)+ext, b.Bytes())
}

// pictured is the attempt that is drawn, nil if the session has it no more.
func (p *Page) pictured(id int, values bool) *inspector.Flow {
	r := p.Shown().Model.Cover()
	if values && p.Shown().Revealed {
		r = p.Shown().Model.Report
	}
	i := slices.IndexFunc(r.Flows, func(f inspector.Flow) bool { return f.ID == id })
	if i < 0 {
		return nil
	}
	return &r.Flows[i]
}

func pictureName(f *inspector.Flow) string {
	if f.Start.IsZero() {
		return fmt.Sprintf("loginscope-%d", f.ID)
	}
	return "loginscope-" + f.Start.Local().Format("2006-01-02-150405")
}
