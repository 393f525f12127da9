package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// page writes the sample as HTML.
func pageOf(t *testing.T, lang string) string {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(&b, sample(), Options{Lang: lang, Tool: "Loginscope 0"}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestSameInputSameBytes: every writer for people gives the same bytes each time.
func TestSameInputSameBytes(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		for range 5 {
			var b, c bytes.Buffer
			o := Options{Lang: lang}
			if err := errors.Join(Markdown(&b, sample(), o), Markdown(&c, sample(), o)); err != nil {
				t.Fatal(err)
			}
			page, again := pageOf(t, lang), pageOf(t, lang)
			if b.String() != c.String() || page != again {
				t.Fatal("the report differs from run to run")
			}
		}
	}
}

// TestThePageIsSelfContainedAndAccessible reads the page as a browser does: language, order
// of headings, headers of tables, names of pictures, nothing from elsewhere, no script.
func TestThePageIsSelfContainedAndAccessible(t *testing.T) {
	for lang, tag := range map[string]string{"en": "en", "zh": "zh-CN"} {
		root, err := html.Parse(strings.NewReader(pageOf(t, lang)))
		if err != nil {
			t.Fatal(err)
		}
		level, svgs, tables := 0, 0, 0
		ids := map[string]bool{}
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if id := attr(n, "id"); id != "" && ids[id] {
				t.Errorf("two elements are called %s", id)
			}
			ids[attr(n, "id")] = true
			switch n.Data {
			case "html":
				if attr(n, "lang") != tag {
					t.Errorf("lang=%q", attr(n, "lang"))
				}
			case "script", "iframe", "object", "embed", "link", "base", "form":
				t.Errorf("the page has <%s>", n.Data)
			case "h1", "h2", "h3", "h4":
				now := int(n.Data[1] - '0')
				if now > level+1 {
					t.Errorf("<%s> follows a heading of level %d", n.Data, level)
				}
				level = now
			case "table":
				tables++
				if count(n, "caption") != 1 || count(n, "th") < 6 {
					t.Error("a table without caption or headers")
				}
			case "th":
				if attr(n, "scope") == "" {
					t.Error("a header without scope")
				}
			case "svg":
				svgs++
				if attr(n, "role") != "img" || count(n, "title") != 1 || count(n, "desc") != 1 {
					t.Error("a picture without a name")
				}
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || (a.Key == "src" || a.Key == "href") && a.Val != "" {
					t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
				}
			}
		}
		if svgs != 1 || tables != 1 {
			t.Errorf("%d pictures, %d tables", svgs, tables)
		}
	}
}

// TestThePictureSaysWhatItShows: title, date, app, verdict and legend, as well-formed XML.
func TestThePictureSaysWhatItShows(t *testing.T) {
	page := pageOf(t, "en")
	from, to := strings.Index(page, "<svg"), strings.Index(page, "</svg>")
	if from < 0 || to < 0 {
		t.Fatal("no picture")
	}
	svg := page[from : to+len("</svg>")]
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{
		"Sequence: Sign-in attempt 1 · failed", "2026-02-23", "com.example.app",
		"China Unicom does not accept the app&#39;s key",
		"✓ ok", "✗ failed", "not seen", "User", "IDaaS", "3 ✗ token request 600025 1105",
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("the picture lacks %q", want)
		}
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func count(n *html.Node, element string) int {
	c := 0
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == element {
			c++
		}
	}
	return c
}

var variable = regexp.MustCompile(`--([a-z]+):#([0-9a-f]{3,6})`)

// TestContrast: each colour of text has a contrast of 4.5 to 1 with both grounds, in light,
// dark and print (WCAG 2.2, 1.4.3).
func TestContrast(t *testing.T) {
	sets := 0
	for _, line := range strings.Split(pageSource, "\n") {
		colours := map[string]float64{}
		for _, m := range variable.FindAllStringSubmatch(line, -1) {
			colours[m[1]] = luminance(t, m[2])
		}
		if len(colours) < 8 {
			continue
		}
		sets++
		for _, ink := range []string{"ink", "soft", "ok", "bad", "warn", "note"} {
			for _, ground := range []string{"bg", "card"} {
				a, b := colours[ink], colours[ground]
				if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
					t.Errorf("set %d: %s on %s has %.2f", sets, ink, ground, ratio)
				}
			}
		}
	}
	if sets != 3 {
		t.Errorf("%d sets of colours", sets)
	}
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	var sum float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
