package portal

import (
	"regexp"
	"strconv"
	"strings"
)

// Maker is a phone maker whose menus differ.
type Maker string

// The makers; Stock stands for Pixel, emulators and everything else.
const (
	Stock   Maker = "stock"
	Xiaomi  Maker = "xiaomi"
	Huawei  Maker = "huawei"
	Honor   Maker = "honor"
	Oppo    Maker = "oppo"
	Vivo    Maker = "vivo"
	OnePlus Maker = "oneplus"
	Samsung Maker = "samsung"
)

// Makers is the order in which they are offered.
var Makers = []Maker{Xiaomi, Huawei, Honor, Oppo, Vivo, OnePlus, Samsung, Stock}

// Phone is what a browser reports about its phone. Current Chrome hides the model
// and calls every version 10, so both can be chosen by hand on the page.
type Phone struct {
	Maker   Maker
	Android int // 0 if not known
	IOS     bool
	// Sure is false when the browser hides the version.
	Sure bool
}

var (
	androidVersion = regexp.MustCompile(`Android (\d+)`)
	frozen         = regexp.MustCompile(`Android 10; K\)`)
)

// hints are parts of a user agent, lower case, that give a maker away: its
// browser's name or the beginning of its model numbers.
var hints = []struct {
	maker Maker
	parts []string
}{
	{Honor, []string{"honor", "magicbrowser"}},
	{Xiaomi, []string{"xiaomi", "miuibrowser", "redmi", "; mi ", "; poco"}},
	{Huawei, []string{"huawei", "harmonyos", "hmscore", "openharmony"}},
	{OnePlus, []string{"oneplus"}},
	{Oppo, []string{"oppo", "heytapbrowser", "realme", "; cph"}},
	{Vivo, []string{"vivobrowser", "; vivo", "iqoo"}},
	{Samsung, []string{"samsungbrowser", "; sm-", "samsung"}},
}

// ParseUserAgent reads a browser's user agent.
func ParseUserAgent(ua string) Phone {
	p := Phone{Maker: Stock, IOS: strings.Contains(ua, "iPhone") || strings.Contains(ua, "iPad")}
	if m := androidVersion.FindStringSubmatch(ua); m != nil {
		p.Android, _ = strconv.Atoi(m[1])
	}
	p.Sure = p.Android > 0 && !frozen.MatchString(ua)
	low := strings.ToLower(ua)
	for _, h := range hints {
		for _, part := range h.parts {
			if strings.Contains(low, part) {
				p.Maker = h.maker
				return p
			}
		}
	}
	return p
}

func (m Maker) known() bool {
	for _, o := range Makers {
		if o == m {
			return true
		}
	}
	return false
}
