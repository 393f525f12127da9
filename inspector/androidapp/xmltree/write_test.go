package xmltree

import "testing"

func TestFormat(t *testing.T) {
	const in = `<?xml version="1.0"?>
<!-- lost --><network-security-config xmlns:tools="http://schemas.android.com/tools" tools:ignore="A &amp; &quot;B&quot;">
  <base-config/><domain-config cleartextTrafficPermitted="true"><domain includeSubdomains="true">
   a.example </domain></domain-config></network-security-config>`
	const want = `<?xml version="1.0" encoding="utf-8"?>
<network-security-config xmlns:tools="http://schemas.android.com/tools" tools:ignore="A &amp; &#34;B&#34;">
    <base-config/>
    <domain-config cleartextTrafficPermitted="true">
        <domain includeSubdomains="true">a.example</domain>
    </domain-config>
</network-security-config>
`
	root, err := Parse([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(Format(root)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	again, err := Parse([]byte(want))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(Format(again)); got != want {
		t.Errorf("formatting it again gives\n%s", got)
	}
}
