package cli

import (
	"fmt"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/lang"
)

// This file explains by message: what stands beside a code, and text that
// names no code at all.

// onPlatform asks in the table of the SDK for a platform where it has the code;
// a carrier's code means the same on all of them.
func onPlatform(q codes.Query, platform string) codes.Query {
	there := q
	there.Space = codes.PlatformSpace(platform)
	if there.Space == "" || len(codes.Lookup(there).Candidates) == 0 {
		return q
	}
	return there
}

// inMessage explains the codes that the message of --message holds, such as
// the carrier's object inside 600012.
func inMessage(message string, issuer codes.Issuer) []found {
	if !strings.ContainsAny(message, "{:=") {
		return nil
	}
	list, _, err := readText(message, issuer)
	if err != nil {
		return nil // the message is explained as the wording that it is
	}
	for i := range list {
		list[i].line = 0 // it has no lines of its own
	}
	return list
}

// beside looks a code up; where the number alone does not decide, the line on
// which it stands may.
func beside(q codes.Query, line string) inspector.CodeAt {
	first := at(q)
	if first.Lookup.Known() || q.Message != "" {
		return first
	}
	q.Message = line
	second := at(q)
	if n := len(second.Lookup.Candidates); n == 0 || n >= len(first.Lookup.Candidates) {
		return first
	}
	return second
}

// byWording explains a text that names no code by the wordings in it: one
// entry a wording, all of them inferred.
func byWording(what string, issuer codes.Issuer) []found {
	var list []found
	n := 0
	for line := range strings.SplitSeq(what, "\n") {
		n++
		at := map[[2]int]int{} // where a wording stands -> its entry in list
		for _, w := range codes.ByWording(line) {
			if issuer != "" && w.Issuer != issuer {
				continue
			}
			key := [2]int{w.Start, w.End}
			i, ok := at[key]
			if !ok {
				i, at[key] = len(list), len(list)
				list = append(list, found{
					at: inspector.CodeAt{Message: line[w.Start:w.End]}, line: n, inferred: true, byWording: true,
				})
			}
			list[i].at.Lookup.Candidates = append(list[i].at.Lookup.Candidates, w.Match)
		}
	}
	for i := range list {
		list[i].settle()
	}
	return list
}

// settle names the code of an entry that has one row, and says why it is so.
func (f *found) settle() {
	rows := f.at.Lookup.Candidates
	f.at.Lookup.Reason = byWordingReason(len(rows), f.at.Message)
	if len(rows) == 1 {
		f.at.Issuer, f.at.Space, f.at.Code = rows[0].Issuer, rows[0].Space, rows[0].Code.Code
	}
}

func byWordingReason(rows int, wording string) lang.Text {
	if rows == 1 {
		return lang.Text{
			EN: fmt.Sprintf(
				"The text names no code; “%s” is a known wording of this one. Look for the number to be sure.",
				wording),
			ZH: fmt.Sprintf("文本中没有返回码；“%s”是该码的已知文案。请再找到码值加以确认。", wording),
		}
	}
	return lang.Text{
		EN: fmt.Sprintf("The text names no code; “%s” is a wording of %d codes. The number beside it decides.", wording,
			rows),
		ZH: fmt.Sprintf("文本中没有返回码；“%s”是 %d 个码共有的文案，须由随附的码值判定。", wording, rows),
	}
}
