package decode

import (
	"regexp"
	"strings"
)

// This file distinguishes a table of codes, copied from a document, from a list of what
// happened. Both are lines that begin with a code.

// MinTable is the number of rows from which lines are taken for a table.
const MinTable = 3

var (
	tableRow = regexp.MustCompile(`^\s*\|?\s*[*` + "`" +
		`]{0,2}(-?\d{3,6}|IDAAS\.[A-Z]+\.[A-Z]+\.\d{4}|is[vp]\.[A-Z_]+)[*` + "`" +
		`]{0,2}\s*(?:[|\t,，、:：=—-]|\s)\s*[^\d\s|].*$`)
	tableRule   = regexp.MustCompile(`^[\s|:+=-]*[-=]{2,}[\s|:+=-]*$`)
	tableHeader = regexp.MustCompile(
		`(?i)(?:返回码|错误码|状态码|代码|\bcodes?\b|\berror).*(?:描述|含义|说明|原因|建议|解释|处理|\b(?:description|meaning|cause|reason|solution|suggestion|explanation)\b)`)
)

// TableLine reports whether a line can be part of a table of codes: a row, a
// ruled line or the names of the columns.
func TableLine(line string) bool {
	return tableRow.MatchString(line) || strings.ContainsAny(line, "|+-") && tableRule.MatchString(line) ||
		tableHeader.MatchString(line) && len(line) < 200
}

// IsTable reports whether lines are a table of codes and not a list of
// failures: at least MinTable rows, each of another code, and besides one of
// ruled columns, column names, the code of a success, or many rows.
func IsTable(lines []string) bool {
	rows, ruled, header, success := 0, 0, false, false
	seen := map[string]bool{}
	for _, line := range lines {
		m := tableRow.FindStringSubmatch(line)
		if m == nil {
			header = header || tableHeader.MatchString(line)
			continue
		}
		if seen[m[1]] {
			return false // a table names each code once
		}
		seen[m[1]] = true
		rows++
		if strings.ContainsAny(line, "|\t") {
			ruled++
		}
		success = success || m[1] == "600000" || m[1] == "600001" || m[1] == "600024" || m[1] == "103000"
	}
	return rows >= MinTable && (ruled == rows || header || success || rows >= 8)
}

// TableRows counts the rows among lines.
func TableRows(lines []string) int {
	n := 0
	for _, line := range lines {
		if tableRow.MatchString(line) {
			n++
		}
	}
	return n
}
