package codes

import (
	"slices"
	"strings"

	"loginscope/lang"
)

// Shown is a public code under which the Alibaba Android SDK shows a failure of
// a carrier to the app.
type Shown struct {
	Code string `json:"code"`
	// Phase is what the SDK was doing, "" for whatever.
	Phase Phase `json:"phase,omitempty"`
	// Since is the first SDK line that does so, Before the first that does not;
	// "" for no limit.
	Since  string `json:"since,omitempty"`
	Before string `json:"before,omitempty"`
	// TextOnly marks a line where only the text of the public code is taken over.
	TextOnly bool `json:"text_only,omitempty"`
}

// carrierSpaces are those whose codes the SDK turns into public ones, in the
// order in which they are listed: each carrier's usual one and the one inside.
var carrierSpaces = func() []Space {
	var out []Space
	for _, c := range carriers {
		if len(c.Spaces) > 0 {
			out = append(out, c.Spaces[0].Space)
		}
		if c.Inner != "" {
			out = append(out, c.Inner)
		}
	}
	return out
}()

// ShownAs lists what the app sees of a carrier's failure, nil for any other
// code. China Unicom's server code inside one of its SDK codes is shown as that.
func (c Code) ShownAs() []Shown {
	if c.Kind != Failure || !slices.Contains(carrierSpaces, c.Space) {
		return nil
	}
	o, ok := OuterOf(c.Space, c.Code)
	byPhase := func(before string) []Shown {
		return []Shown{{Code: DefaultOuter(Masking), Phase: Masking, Before: before}, {
			Code:   DefaultOuter(Token),
			Phase:  Token,
			Before: before,
		}}
	}
	switch {
	case !ok:
		return byPhase("")
	case o.TextOnly:
		return append(byPhase(""), Shown{Code: o.Alibaba, Since: o.Since, TextOnly: true})
	case o.Since != "":
		return append([]Shown{{Code: o.Alibaba, Since: o.Since}}, byPhase(o.Since)...)
	}
	return []Shown{{Code: o.Alibaba}}
}

// StandsFor lists the carriers' codes that the SDK shows as this public one,
// nil for any other code.
func (c Code) StandsFor() []Outer {
	if c.Space != AliAndroid {
		return nil
	}
	return slices.DeleteFunc(Outers(), func(o Outer) bool { return o.Alibaba != c.Code || o.TextOnly })
}

// Mapping describes ShownAs or StandsFor, empty for a code that has neither.
func (c Code) Mapping() lang.Text {
	if shown := c.ShownAs(); shown != nil {
		return c.shownText(shown)
	}
	if list := c.StandsFor(); len(list) > 0 {
		return standsText(list)
	}
	switch {
	case c.Space != AliAndroid:
	case c.Code == DefaultOuter(Masking):
		return lang.Both(
			"Stands for any carrier failure during the pre-fetch that has no public code of its own. The carrier's "+
				"code is in carrierFailedResultData.",
			"预取号阶段的运营商失败若没有专用码，都归为此码；运营商码见 carrierFailedResultData。")
	case c.Code == DefaultOuter(Token):
		return lang.Both(
			"Stands for any carrier failure while the token is fetched that has no public code of its own. The "+
				"carrier's code is in carrierFailedResultData.",
			"取 token 阶段的运营商失败若没有专用码，都归为此码；运营商码见 carrierFailedResultData。")
	}
	return lang.Text{}
}

func (c Code) shownText(shown []Shown) lang.Text {
	masking, token := DefaultOuter(Masking), DefaultOuter(Token)
	first, last := shown[0], shown[len(shown)-1]
	var t lang.Text
	switch {
	case len(shown) == 1:
		t = lang.Both("The app sees "+first.Code+".", "应用看到的是 "+first.Code+"。")
	case first.Since != "":
		t = lang.Both(
			"Since SDK "+first.Since+" the app sees "+first.Code+"; before that "+masking+" during the pre-fetch and "+
				token+" while the token is fetched.",
			"SDK "+first.Since+" 起应用看到 "+first.Code+"；更早的版本预取号时为 "+masking+"，取 token 时为 "+token+"。")
	default:
		t = lang.Both(
			"It has no public code of its own: the app sees "+masking+" during the pre-fetch and "+token+
				" while the token is fetched.",
			"没有专用的公开码：预取号时应用看到 "+masking+"，取 token 时看到 "+token+"。")
		if last.TextOnly {
			t.EN += " Since SDK " + last.Since + " it comes with the text of " + last.Code + "."
			t.ZH += "SDK " + last.Since + " 起文案与 " + last.Code + " 相同。"
		}
	}
	if c.Space == CUServer {
		t.EN += " Inside a China Unicom SDK code, as 1105 inside 410002, that one decides (inferred)."
		t.ZH += "若包在联通 SDK 码中（如 410002 内的 1105），则由外层码决定（推断）。"
	}
	return t
}

func standsText(list []Outer) lang.Text {
	var en, zh []string
	for _, s := range carrierSpaces {
		var names []string
		for _, o := range list {
			if o.Space != s {
				continue
			}
			name := o.Code
			if o.Since != "" {
				name += " (≥ " + o.Since + ")"
			}
			names = append(names, name)
		}
		if len(names) > 0 {
			en = append(en, s.Name().EN+" "+strings.Join(names, ", "))
			zh = append(zh, s.Name().ZH+" "+strings.Join(names, "、"))
		}
	}
	return lang.Both(
		"May stand for: "+strings.Join(en, "; ")+". The carrier's code is in carrierFailedResultData.",
		"可能对应："+strings.Join(zh, "；")+"。运营商码见 carrierFailedResultData。")
}
