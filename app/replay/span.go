package replay

import (
	"fmt"
	"strings"
	"time"

	"loginscope/lang"
)

// span formats a length of time in at most two units, "1 min 30 s".
func span(d time.Duration) lang.Text {
	d = d.Abs().Round(time.Second)
	units := []struct {
		length time.Duration
		en, zh string
	}{{24 * time.Hour, "d", "天"}, {time.Hour, "h", "小时"}, {time.Minute, "min", "分钟"}, {time.Second, "s", "秒"}}
	var en, zh []string
	for _, u := range units {
		n := d / u.length
		d -= n * u.length
		if n > 0 && len(en) < 2 {
			en, zh = append(en, fmt.Sprintf("%d %s", n, u.en)), append(zh, fmt.Sprintf("%d %s", n, u.zh))
		} else if len(en) > 0 {
			break
		}
	}
	if len(en) == 0 {
		return lang.Text{EN: "0 s", ZH: "0 秒"}
	}
	return lang.Text{EN: strings.Join(en, " "), ZH: strings.Join(zh, " ")}
}
