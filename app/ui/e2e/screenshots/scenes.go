package main

import (
	"context"
	"os"
	"path/filepath"

	"loginscope/app/ui/e2e"
	"loginscope/app/ui/state"
)

// scene is one picture: how to get there from the first screen.
type scene struct {
	name string
	play func(ctx context.Context, s *e2e.Screen) error
	wide bool // also at 1920x1080
	// files makes what the program is started with, in a folder of its own.
	files func(ctx context.Context, dir string) ([]string, error)
}

var scenes = []scene{
	{"welcome", func(context.Context, *e2e.Screen) error { return nil }, false, nil},
	{"signed-in", func(ctx context.Context, s *e2e.Screen) error { return sample(ctx, s, "cm-success", "signed-in") },
		true, nil},
	{"broken", func(ctx context.Context, s *e2e.Screen) error { return sample(ctx, s, "nested-1105", "failed") }, true,
		nil},
	{"detail", detail, false, nil},
	{"compare", two("compare", "compare"), false, nil},
	{"play", two("play", "play", "Right", "Right", "Right", "Right", "End", "Left", "Left"), false, nil},
	{"codes", func(ctx context.Context, s *e2e.Screen) error {
		if err := visit(s, "codes", "codes-search"); err != nil {
			return err
		}
		return s.Type("1039")
	}, false, nil},
	{"findings", func(ctx context.Context, s *e2e.Screen) error {
		if err := sample(ctx, s, "nested-1105", "failed"); err != nil {
			return err
		}
		return s.Click("place-findings")
	}, false, nil},
	{"attach", attach, false, nil},
	{"appcheck", func(ctx context.Context, s *e2e.Screen) error {
		_, err := s.Wait(ctx, func(st state.State) bool { return st.Page == "appcheck" && len(st.Text) > 8 })
		return err
	}, false, project},
	{"replay", replay, false, nil},
	{"messages", messages, false, func(ctx context.Context, dir string) ([]string, error) {
		path, err := e2e.Talk(ctx, dir)
		return []string{path}, err
	}},
	{"settings", func(_ context.Context, s *e2e.Screen) error {
		for control, text := range map[string]string{
			"capture-passthrough": "*.bank.example.com",
			"capture-skipverify":  "staging.example.com",
			"capture-upstream":    "http://192.0.2.1:3128",
		} {
			if err := visit(s, "settings", control); err != nil {
				return err
			}
			if err := s.Type(text); err != nil {
				return err
			}
		}
		return s.Click("capture-keep")
	}, false, nil},
	{"lab", func(_ context.Context, s *e2e.Screen) error { return visit(s, "lab", "lab-search") }, false, nil},
}

// two plays a login that works and one that breaks, and presses a button of
// the broken one, then keys.
func two(button string, page string, keys ...string) func(context.Context, *e2e.Screen) error {
	return func(ctx context.Context, s *e2e.Screen) error {
		if err := sample(ctx, s, "cu-success", "signed-in"); err != nil {
			return err
		}
		if err := sample(ctx, s, "nested-1105", "failed"); err != nil {
			return err
		}
		if err := s.Click(button); err != nil {
			return err
		}
		if _, err := s.Wait(ctx, func(st state.State) bool { return st.Page == page }); err != nil || len(keys) == 0 {
			return err
		}
		return s.Key(keys...)
	}
}

// detail opens the answer of one exchange as a tree.
func detail(ctx context.Context, s *e2e.Screen) error {
	if err := sample(ctx, s, "cm-success", "signed-in"); err != nil {
		return err
	}
	for _, c := range []string{"place-exchanges", "filter"} {
		if err := s.Click(c); err != nil {
			return err
		}
	}
	if err := s.Type("step:exchange"); err != nil {
		return err
	}
	if _, err := s.Wait(ctx,
		func(st state.State) bool { return st.Page == "exchanges" && st.Total == 1 }); err != nil {
		return err
	}
	if err := s.ClickRow(0); err != nil {
		return err
	}
	for _, c := range []string{"detail-response", "form-tree"} {
		if err := s.Click(c); err != nil {
			return err
		}
	}
	return nil
}

// messages opens the second message of a WebSocket.
func messages(ctx context.Context, s *e2e.Screen) error {
	if _, err := s.Wait(ctx, func(st state.State) bool { return st.Total > 1 }); err != nil {
		return err
	}
	if err := s.Click("place-exchanges"); err != nil {
		return err
	}
	if err := s.ClickRow(0); err != nil {
		return err
	}
	if err := s.Click("detail-messages"); err != nil {
		return err
	}
	st, err := s.Wait(ctx, func(st state.State) bool { return len(st.Detail) > 6 })
	if err != nil {
		return err
	}
	list := st.Controls["messages"]
	return s.ClickAt(int(list.X+list.W/2), int(list.Y)+34)
}

// sample plays a scenario of the lab and waits for its verdict.
func sample(ctx context.Context, s *e2e.Screen, name, outcome string) error {
	if err := s.Sample(ctx, name); err != nil {
		return err
	}
	_, err := s.Wait(ctx, func(st state.State) bool {
		return st.Busy == "" && st.Verdict != nil && st.Verdict.Outcome == outcome
	})
	return err
}

// visit goes to a page and puts the focus into its search field.
func visit(s *e2e.Screen, page, search string) error {
	if err := s.Click("place-" + page); err != nil {
		return err
	}
	return s.Click(search)
}

// attach has the proxy listen on every network, so that a phone reaches it.
func attach(ctx context.Context, s *e2e.Screen) error {
	for _, c := range []string{"attach", "attach-everywhere"} {
		if err := s.Click(c); err != nil {
			return err
		}
	}
	_, err := s.Wait(ctx, func(st state.State) bool { _, ok := st.Controls["attach-qr"]; return ok && st.Busy == "" })
	return err
}

// replay sends a token of the lab to the lab's tenant.
func replay(ctx context.Context, s *e2e.Screen) error {
	for _, c := range []string{"place-replay", "replay-lab", "target-1", "replay-labtoken", "replay-idtoken",
		"replay-prepare", "replay-send", "replay-confirm"} {
		if err := s.Click(c); err != nil {
			return err
		}
	}
	_, err := s.Wait(ctx, func(st state.State) bool {
		_, ok := st.Controls["replay-send"]
		return !st.Dialog && !ok && len(st.Text) > 8
	})
	return err
}

// project is an Android project that lacks what the login needs.
func project(_ context.Context, dir string) ([]string, error) {
	main := filepath.Join(dir, "shop", "app", "src", "main")
	if err := os.MkdirAll(main, 0o755); err != nil {
		return nil, err
	}
	files := map[string]string{
		filepath.Join(main, "AndroidManifest.xml"): `<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.shop">
  <uses-sdk android:minSdkVersion="21" android:targetSdkVersion="34"/>
  <uses-permission android:name="android.permission.INTERNET"/>
  <application android:label="Shop"><activity android:name=".Main" android:exported="true"/></application>
</manifest>
`,
		filepath.Join(dir, "shop", "app",
			"build.gradle"): "plugins { id 'com.android.application' }\nandroid { namespace 'com.example.shop' }\n",
	}
	for path, text := range files {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return nil, err
		}
	}
	return []string{filepath.Join(dir, "shop")}, nil
}
