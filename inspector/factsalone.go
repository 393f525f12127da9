package inspector

import (
	"slices"

	"loginscope/inspector/cause"
)

// maxFromFacts limits the causes that are named where no code is known.
const maxFromFacts = 3

// FromFacts ranks what may be behind a failure of which no code is known, by what is
// said of phone, app and network alone: at most three causes, the likeliest first,
// and none that is established.
func (k *Case) FromFacts() []cause.Ranked {
	signals := slices.Clone(k.Context.Facts)
	var sentences []string
	for _, s := range k.Signals {
		switch s.Kind {
		case SignalFact:
			signals = append(signals, s.signal()...)
		case SignalDescribed:
			sentences = append(sentences, s.Value)
		}
	}
	ranked := cause.Rank(cause.Case{Signals: signals, Messages: sentences, More: cause.ByFacts(signals, sentences)})
	open := slices.DeleteFunc(cause.List{Causes: ranked.Causes}.Remaining(),
		func(r cause.Ranked) bool { return !r.Evident() })
	for i := range open {
		if open[i].Standing == cause.Established {
			open[i].Standing = cause.Likely // nobody has seen what failed
		}
	}
	return open[:min(len(open), maxFromFacts)]
}
