// Command screenshots takes the pictures of the documentation from the real
// window: each scene in both languages, both themes and two sizes.
package main

import (
	"context"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"loginscope/app/ui"
	"loginscope/app/ui/e2e"
)

// scene is one picture: how to get there from the first screen.
type scene struct {
	name string
	play func(ctx context.Context, s *e2e.Screen) error
	wide bool // also at 1920x1080
}

var scenes = []scene{
	{"welcome", func(context.Context, *e2e.Screen) error { return nil }, false},
	{"signed-in", func(ctx context.Context, s *e2e.Screen) error { return sample(ctx, s, "cm-success", "signed-in") }, true},
	{"broken", func(ctx context.Context, s *e2e.Screen) error { return sample(ctx, s, "nested-1105", "failed") }, true},
	{"detail", detail, false},
	{"compare", two("compare", ui.Compare), false},
	{"play", two("play", ui.Play, "Right", "Right", "Right", "Right", "End", "Left", "Left"), false},
	{"codes", func(ctx context.Context, s *e2e.Screen) error {
		if err := visit(s, "codes", "codes-search"); err != nil {
			return err
		}
		return s.Type("1039")
	}, false},
}

// two plays a login that works and one that breaks, and presses a button of
// the broken one, then keys.
func two(button string, place ui.Place, keys ...string) func(context.Context, *e2e.Screen) error {
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
		if _, err := s.Wait(ctx, func(st ui.State) bool { return st.Place == place }); err != nil || len(keys) == 0 {
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
	if _, err := s.Wait(ctx, func(st ui.State) bool { return st.Place == ui.Exchanges && st.Total == 1 }); err != nil {
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

// sample plays a scenario of the lab and waits for its verdict.
func sample(ctx context.Context, s *e2e.Screen, name, outcome string) error {
	if err := s.Sample(ctx, name); err != nil {
		return err
	}
	_, err := s.Wait(ctx, func(st ui.State) bool {
		return st.Busy == "" && st.Verdict != nil && st.Verdict.Outcome == outcome
	})
	return err
}

// visit goes to a place and puts the focus into its search field.
func visit(s *e2e.Screen, place, search string) error {
	if err := s.Click("place-" + place); err != nil {
		return err
	}
	return s.Click(search)
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: screenshots FOLDER [SCENE ...]")
		os.Exit(2)
	}
	for _, lang := range []string{"en_US.UTF-8", "zh_CN.UTF-8"} {
		for _, size := range [][2]int{{1280, 800}, {1920, 1080}} {
			for _, sc := range scenes {
				if size[0] > 1280 && !sc.wide || len(os.Args) > 2 && !slices.Contains(os.Args[2:], sc.name) {
					continue
				}
				if err := take(os.Args[1], lang, size, sc); err != nil {
					fmt.Fprintln(os.Stderr, "screenshots:", err)
					os.Exit(1)
				}
			}
		}
	}
}

// take plays one scene and takes it in both themes.
func take(dir, lang string, size [2]int, sc scene) error {
	home, err := os.MkdirTemp("", "loginscope-shot")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)
	if err := remember(home, size); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	s, err := e2e.Start(ctx, e2e.Options{Program: os.Getenv("LOGINSCOPE_BIN"), Width: size[0], Height: size[1], Lang: lang, Home: home})
	if err != nil {
		return err
	}
	defer s.Close()
	if err := sc.play(ctx, s); err != nil {
		return fmt.Errorf("%s: %w", sc.name, err)
	}
	for range 2 {
		time.Sleep(900 * time.Millisecond) // animations come to rest
		st, err := s.State()
		if err != nil {
			return err
		}
		name := strings.Join([]string{sc.name, st.Theme, lang[:2]}, "-")
		if size[0] != 1280 {
			name += fmt.Sprintf("-%d", size[0])
		}
		if err := shoot(s, filepath.Join(dir, name+".png")); err != nil {
			return err
		}
		if err := s.Click("theme"); err != nil {
			return err
		}
	}
	return nil
}

// remember has the window open as large as the screen, as if it had been closed
// at that size before: under Xvfb nobody else would resize it.
func remember(home string, size [2]int) error {
	dir := filepath.Join(home, "config", "loginscope")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	text := fmt.Sprintf(`{"window.width": %d, "window.height": %d}`, size[0], size[1])
	return os.WriteFile(filepath.Join(dir, "settings.json"), []byte(text), 0o600)
}

// shoot takes a picture and writes it again with the best compression.
func shoot(s *e2e.Screen, path string) error {
	if err := s.Shot(path); err != nil {
		return err
	}
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	img, err := png.Decode(in)
	in.Close()
	if err != nil {
		return err
	}
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	defer out.Close()
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	if err := enc.Encode(out, fewer(img)); err != nil {
		return err
	}
	fmt.Println(path)
	return out.Close()
}
