// Command screenshots takes the pictures of the documentation from the real
// window: each scene in both languages, both themes and two sizes.
package main

import (
	"context"
	"errors"
	"fmt"
	"image/png"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"loginscope/app/engine"
	"loginscope/app/ui/e2e"
	"loginscope/app/ui/state"
)

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
				if err := takeAlone(os.Args[1], lang, size, sc); err != nil {
					fmt.Fprintln(os.Stderr, "screenshots:", err)
					os.Exit(1)
				}
			}
		}
	}
}

// errTaken says that another program had the port on which the capture usually
// listens, which is no picture of ours.
var errTaken = errors.New("another program listens on " + engine.DefaultListen)

// takeAlone takes a scene, again where another program had the port meanwhile.
func takeAlone(dir, lang string, size [2]int, sc scene) error {
	end := time.Now().Add(5 * time.Minute)
	for {
		err := take(dir, lang, size, sc)
		if !errors.Is(err, errTaken) || time.Now().After(end) {
			return err
		}
		for time.Now().Before(end) {
			ln, err := net.Listen("tcp", engine.DefaultListen)
			if err == nil {
				ln.Close()
				break
			}
			time.Sleep(time.Second)
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
	var args []string
	if sc.files != nil {
		if args, err = sc.files(ctx, home); err != nil {
			return err
		}
	}
	s, err := e2e.Start(ctx,
		e2e.Options{Program: os.Getenv("LOGINSCOPE_BIN"), Width: size[0], Height: size[1], Lang: lang, Home: home,
			Args: args})
	if err != nil {
		return err
	}
	defer s.Close()
	st, err := s.Wait(ctx, func(st state.State) bool { return st.Capturing || st.Notice != "" || len(args) > 0 })
	if err != nil {
		return err
	}
	if _, taken := st.Controls["notice-listen"]; taken {
		return errTaken
	}
	if err := sc.play(ctx, s); err != nil {
		return fmt.Errorf("%s: %w", sc.name, err)
	}
	return inBothThemes(s, dir, sc.name, lang, size)
}

// inBothThemes takes the picture of what the window shows now, in each theme.
func inBothThemes(s *e2e.Screen, dir, scene, lang string, size [2]int) error {
	for range 2 {
		time.Sleep(900 * time.Millisecond) // animations come to rest
		st, err := s.State()
		if err != nil {
			return err
		}
		name := strings.Join([]string{scene, st.Theme, lang[:2]}, "-")
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
