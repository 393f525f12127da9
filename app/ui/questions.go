package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"loginscope/app/feed"
	"loginscope/app/ui/kit"
)

// askQuestions asks the oldest question of the program, once nothing else is asked. Escape
// and "Cancel" do nothing but to end it.
func (w *Window) askQuestions() {
	if w.dialog != nil {
		return
	}
	for _, n := range w.shown.Model.Status.Notices {
		if n.Question != nil && n.ID > w.answered {
			w.askQuestion(n.ID, n.Question)
			return
		}
	}
}

// askQuestion shows a question; it is answered when its dialog is gone.
func (w *Window) askQuestion(id int, q *feed.Question) {
	env := w.env
	text := env.NewParagraph(env.In(q.Text), kit.Body, env.Palette.Text)
	d := dialog.NewCustomWithoutButtons(env.In(q.Title), text, w.win)
	buttons := []fyne.CanvasObject{env.NewButton("question-cancel", env.T("question.no"), kit.Main, d.Hide)}
	for _, a := range q.Answers {
		buttons = append(buttons, env.NewButton("question-"+a.Name, env.In(a.Text), kit.Normal, func() {
			d.Hide()
			a.Do()
		}))
	}
	d.SetButtons(buttons)
	w.openUntil(d, questionSize, func() {
		w.answered = id
		w.cfg.Commands.Dismiss(id)
	})
}

// questionSize has room for three buttons.
var questionSize = fyne.NewSize(640, 230)
