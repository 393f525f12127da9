package cli

import (
	"context"
	"embed"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"loginscope/lang"
)

//go:embed shells
var shells embed.FS

var completionEntry = entry{
	word: "completion", value: newOf[completionCmd],
	help: []helpText{
		{"completion", lang.Both("Print the completion script of a shell.", "输出 shell 的补全脚本。")},
		{"arg_shell", lang.Both("bash, zsh, fish or powershell.", "bash、zsh、fish 或 powershell。")},
	},
}

type completionCmd struct {
	Shell string `arg:"" enum:"bash,zsh,fish,powershell" help:"${arg_shell}"`
}

func (c *completionCmd) run(_ context.Context, t *terminal) error {
	ext := c.Shell
	if ext == "powershell" {
		ext = "ps1"
	}
	script, err := shells.ReadFile("shells/complete." + ext)
	if err != nil {
		return err
	}
	_, err = t.out.Write(script)
	return err
}

// completeWord is the word by which the completion scripts ask for suggestions: the words
// of the command line up to the cursor follow, the last of which may be empty. It is not
// for people and stands in no help.
const completeWord = "__complete"

// suggestion is what a word may be completed to, and its help.
type suggestion struct{ word, help string }

// complete prints the suggestions of the last word, one a line, with a tab before the help.
// It prints none where a file or a free text is expected.
func (t *terminal) complete(words []string) error {
	k, err := t.parser(&flags{}, "")
	if err != nil {
		return err
	}
	return printSuggestions(t.out, suggestions(k.Model.Node, words))
}

func printSuggestions(w io.Writer, list []suggestion) error {
	for _, c := range list {
		if _, err := fmt.Fprintf(w, "%s\t%s\n", c.word, c.help); err != nil {
			return err
		}
	}
	return nil
}

// suggestions completes the last of words, which follow the program's name.
func suggestions(root *kong.Node, words []string) []suggestion {
	if len(words) == 0 {
		return nil
	}
	before, last := words[:len(words)-1], words[len(words)-1]
	at := position{node: root}
	for _, w := range joined(before) {
		at.pass(w)
	}
	if last == "=" && at.last != nil { // as bash parts --flag=value
		last, at.value = "", at.last
	}
	list := at.all(last)
	return slices.DeleteFunc(list, func(c suggestion) bool { return !strings.HasPrefix(c.word, last) })
}

// joined puts together what bash parts at an equals sign.
func joined(words []string) []string {
	var out []string
	for _, w := range words {
		if n := len(out); w == "=" && n > 0 && strings.HasPrefix(out[n-1], "--") {
			out[n-1] += "="
			continue
		} else if n > 0 && strings.HasPrefix(out[n-1], "--") && strings.HasSuffix(out[n-1], "=") && w != "" {
			out[n-1] += w
			continue
		}
		out = append(out, w)
	}
	return out
}

// position is how far a command line has come.
type position struct {
	node  *kong.Node
	value *kong.Flag // whose value the next word is, nil for none
	last  *kong.Flag // the flag before, if it takes a value
	args  int        // positional arguments so far
	plain bool       // after "--", where nothing is a flag
}

// pass goes past one word.
func (p *position) pass(word string) {
	switch {
	case p.value != nil:
		p.value = nil
	case word == "--":
		p.plain = true
	case !p.plain && strings.HasPrefix(word, "-") && len(word) > 1:
		p.passFlag(word)
	default:
		for _, c := range p.node.Children {
			if c.Name == word && p.args == 0 {
				p.node = c
				return
			}
		}
		p.args++
	}
}

func (p *position) passFlag(word string) {
	name, _, given := strings.Cut(word, "=")
	for _, f := range flagsOf(p.node) {
		short := f.Short != 0 && "-"+string(f.Short) == name
		if "--"+f.Name != name && !short || f.IsBool() {
			continue
		}
		if !given {
			p.value, p.last = f, f
		} else if strings.HasSuffix(word, "=") {
			p.value = f
		}
		return
	}
}

// all is every suggestion at a position; last is the word that is being written.
func (p *position) all(last string) []suggestion {
	switch {
	case p.value != nil:
		return enumOf(p.value.Value)
	case !p.plain && strings.HasPrefix(last, "--") && strings.Contains(last, "="):
		return p.assigned(last)
	case !p.plain && strings.HasPrefix(last, "-"):
		return flagNames(p.node)
	}
	var list []suggestion
	if p.args == 0 {
		for _, c := range p.node.Children {
			list = append(list, suggestion{c.Name, oneLine(c.Help)})
		}
	}
	if p.args < len(p.node.Positional) {
		list = append(list, enumOf(p.node.Positional[p.args])...)
	}
	return list
}

// assigned completes --flag=value, as one word.
func (p *position) assigned(last string) []suggestion {
	name, _, _ := strings.Cut(last, "=")
	for _, f := range flagsOf(p.node) {
		if "--"+f.Name == name {
			list := enumOf(f.Value)
			for i := range list {
				list[i].word = name + "=" + list[i].word
			}
			return list
		}
	}
	return nil
}

func flagNames(n *kong.Node) []suggestion {
	var list []suggestion
	for _, f := range flagsOf(n) {
		list = append(list, suggestion{"--" + f.Name, oneLine(f.Help)})
	}
	return list
}

// flagsOf is the flags of a command, its own first, then those of what is above.
func flagsOf(n *kong.Node) []*kong.Flag {
	var list []*kong.Flag
	for ; n != nil; n = n.Parent {
		list = append(list, n.Flags...)
	}
	return slices.DeleteFunc(list, func(f *kong.Flag) bool { return f.Hidden })
}

func enumOf(v *kong.Value) []suggestion {
	var list []suggestion
	for w := range strings.SplitSeq(v.Enum, ",") {
		if w = strings.TrimSpace(w); w != "" {
			list = append(list, suggestion{w, ""})
		}
	}
	return list
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
