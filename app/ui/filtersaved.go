package ui

import (
	"slices"
	"strings"

	"loginscope/app/feed/filter"
)

// maxFilters bounds the kept filters; the oldest goes first.
const maxFilters = 20

// savedField marks a completion that is a kept filter and no part of one.
const savedField = "saved"

// savedFilters are the filters that a person keeps, newest first.
func (w *Window) savedFilters() []string {
	text := w.cfg.Settings.StringWithFallback(keyFilters, "")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// keepFilter keeps the filter in use, or forgets it if it is kept already.
func (w *Window) keepFilter() {
	text := strings.TrimSpace(w.view.Filter)
	if _, err := filter.Parse(text); err != nil || text == "" {
		return
	}
	all := w.savedFilters()
	if i := slices.Index(all, text); i >= 0 {
		all = slices.Delete(all, i, i+1)
	} else {
		all = append([]string{text}, all...)
	}
	w.cfg.Settings.SetString(keyFilters, strings.Join(all[:min(len(all), maxFilters)], "\n"))
}

// keepText is what keepFilter would do now, "" if it can do nothing.
func (w *Window) keepText(text string) string {
	text = strings.TrimSpace(text)
	if _, err := filter.Parse(text); err != nil || text == "" {
		return ""
	}
	if slices.Contains(w.savedFilters(), text) {
		return w.env.T("filter.drop")
	}
	return w.env.T("filter.save")
}

// savedCompletions offer the kept filters while nothing is typed.
func (w *Window) savedCompletions(typed string) []filter.Completion {
	if strings.TrimSpace(typed) != "" {
		return nil
	}
	var out []filter.Completion
	for _, s := range w.savedFilters() {
		out = append(out, filter.Completion{Text: s, End: len(typed), Field: savedField})
	}
	return out
}
