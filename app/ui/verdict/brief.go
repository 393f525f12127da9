package verdict

import (
	"strings"

	"loginscope/app/ui/kit"
	"loginscope/inspector"
)

// Brief is an attempt in three words: when it began, whose it is (phone and
// carrier), and how it went.
func Brief(env *kit.Env, f *inspector.Flow) (when, who, word string) {
	when = f.Start.Local().Format("15:04:05")
	if f.Start.IsZero() {
		when = env.T("attempt.number", f.ID)
	}
	if f.RetryOf != 0 {
		when += " ↻"
	}
	var parts []string
	for _, s := range []string{f.Model, f.Device} {
		if s == inspector.ReplayDevice {
			s = env.T("attempt.replay")
		}
		if s != "" {
			parts = append(parts, s)
			break
		}
	}
	if f.Carrier != "" {
		parts = append(parts, env.In(f.Carrier.Nick()))
	}
	return when, strings.Join(parts, " · "), Label(env, &f.Verdict)
}
