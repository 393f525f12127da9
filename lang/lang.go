// Package lang owns what a person reads in two languages: Text, and the lexicon,
// which is the one table of names for the closed lists of words that code, files
// and command line share. It imports nothing of Loginscope.
//
// The words themselves ("seen", "carrier-ticket") are a contract and belong to
// the packages that define their types; here stand their names alone. Names of
// issuers and carriers stand in the tables of package codes.
package lang

// Text is one sentence in both languages of the product.
type Text struct {
	EN string `json:"en"`
	ZH string `json:"zh"`
}

// In returns the text in the language "zh" or, for anything else, English.
func (t Text) In(lang string) string {
	if lang == "zh" && t.ZH != "" {
		return t.ZH
	}
	return t.EN
}

// Empty reports whether there is no wording in either language.
func (t Text) Empty() bool { return t == Text{} }

// Both returns the Text of two sentences that say the same.
func Both(en, zh string) Text { return Text{en, zh} }
