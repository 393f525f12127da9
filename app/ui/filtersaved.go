package ui

import (
	"slices"
	"strings"

	"loginscope/app/feed/filter"
	"loginscope/app/ui/look"
)

// maxFilters limits the kept filters; the oldest goes first.
const maxFilters = 20

// savedField marks a completion that is a kept filter and no part of one.
const savedField = "saved"

// keptFilters are the filters that a person keeps among the settings.
type keptFilters struct{ settings look.Settings }

// all lists them, newest first.
func (k keptFilters) all() []string {
	text := k.settings.StringWithFallback(keyFilters, "")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// toggle keeps a filter, or forgets it if it is kept already. One that is empty or
// wrong is not kept.
func (k keptFilters) toggle(text string) {
	text = strings.TrimSpace(text)
	if k.offer(text) == "" {
		return
	}
	all := k.all()
	if i := slices.Index(all, text); i >= 0 {
		all = slices.Delete(all, i, i+1)
	} else {
		all = append([]string{text}, all...)
	}
	k.settings.SetString(keyFilters, strings.Join(all[:min(len(all), maxFilters)], "\n"))
}

// offer is the key of what toggle would do now, "" if it can do nothing.
func (k keptFilters) offer(text string) string {
	text = strings.TrimSpace(text)
	if _, err := filter.Parse(text); err != nil || text == "" {
		return ""
	}
	if slices.Contains(k.all(), text) {
		return "filter.drop"
	}
	return "filter.save"
}

// completions offer the kept filters while nothing is typed.
func (k keptFilters) completions(typed string) []filter.Completion {
	if strings.TrimSpace(typed) != "" {
		return nil
	}
	var out []filter.Completion
	for _, s := range k.all() {
		out = append(out, filter.Completion{Text: s, End: len(typed), Field: savedField})
	}
	return out
}
