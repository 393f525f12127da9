package table

import (
	"strings"

	"loginscope/app/feed"
	"loginscope/app/ui/kit"
)

// Status counts what is in a Model, for the line below the table.
func Status(env *kit.Env, m *feed.Model, revealed bool) string {
	parts := []string{}
	if m.Status.Session != "" {
		parts = append(parts, env.Cut(m.Masker().Text(m.Status.Session), kit.Small, env.S(220)))
	}
	parts = append(parts,
		env.Count("status.exchanges", m.Exchanges),
		env.Count("status.phones", m.Devices),
		env.Count("status.attempts", len(m.Report.Flows)))
	if !m.FilterEmpty() {
		parts = append([]string{env.T("status.filtered", len(m.Rows), m.Total)}, parts...)
	}
	switch {
	case m.Status.ReadOnly:
		parts = append(parts, env.T("status.readonly"))
	case m.Status.Path != "":
		parts = append(parts, env.T("status.saved"))
	}
	if revealed {
		return strings.Join(append(parts, env.T("status.revealed")), " · ")
	}
	return strings.Join(append(parts, env.T("status.masked")), " · ")
}
