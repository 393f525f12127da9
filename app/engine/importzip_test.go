package engine_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"strings"
	"testing"

	"loginscope/app/engine"
	"loginscope/inspector/intake"
	"loginscope/problem"
)

func zipped(t *testing.T, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gzipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestImportArchives(t *testing.T) {
	const picture = "\x89PNG\r\n\x1a\n\x00\x00"
	for _, tt := range []struct {
		name, file, content string
		lines               int   // of the report's summary
		err                 error // of the first part that was not read; nil for none
	}{
		{"zip of a log", "logs.zip", zipped(t, "a/phone.log", logcat), 2, nil},
		{"gzip", "phone.log.gz", gzipped(t, logcat), 2, nil},
		{"gzip in a zip", "logs.zip", zipped(t, "phone.log.gz", gzipped(t, logcat)), 2, nil},
		{"bug report", "bugreport-x.zip", zipped(t, "main_entry.txt", "bugreport-x.txt", "FS/proc/x.txt", logcat,
			"FS/data/misc/logd/logcat", logcat, "bugreport-x.txt", logcat, "visible_windows.zip", "PK\x03\x04"), 4,
			nil},
		{"zip in a zip", "logs.zip", zipped(t, "phone.log", logcat, "more.zip", zipped(t, "x.log", logcat)), 2,
			intake.ErrPacked},
		{"zip in a gzip", "x.gz", gzipped(t, zipped(t, "x.log", logcat)), 0, intake.ErrPacked},
		{"app in a zip", "ticket.zip", zipped(t, "phone.log", logcat, "app.apk", zipped(t, "AndroidManifest.xml", "x")),
			2, engine.ErrApp},
		{"picture in a zip", "ticket.zip", zipped(t, "phone.log", logcat, "screen.png", picture), 2, intake.ErrImage},
		{"no log in a zip", "x.zip", zipped(t, "a.bin", "\x00\x01\x02\x03"), 0, intake.ErrNoLogs},
		{"app", "app.apk", zipped(t, "AndroidManifest.xml", "x"), 0, engine.ErrApp},
		{"Word", "ticket.docx", zipped(t, "[Content_Types].xml", "<x/>", "word/document.xml", "<x/>"), 0,
			intake.ErrOffice},
		{"OpenDocument", "ticket.odt", zipped(t, "mimetype", "x", "content.xml", "<x/>"), 0, intake.ErrOffice},
		{"old Word", "ticket.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", 0, intake.ErrOffice},
		{"PDF", "ticket.pdf", "%PDF-1.7\n", 0, intake.ErrPDF},
		{"PNG", "screen.png", picture, 0, intake.ErrImage},
		{"JPEG", "screen.jpg", "\xff\xd8\xff\xe0\x00", 0, intake.ErrImage},
		{"HEIC", "screen.heic", "\x00\x00\x00\x18ftypheic\x00", 0, intake.ErrImage},
		{"video", "screen.mp4", "\x00\x00\x00\x18ftypisom\x00", 0, intake.ErrVideo},
		{"7z", "logs.7z", "7z\xbc\xaf\x27\x1c\x00", 0, intake.ErrPacked},
		{"cut zip", "logs.zip", zipped(t, "phone.log", logcat)[:60], 0, zip.ErrFormat},
		{"bomb", "x.gz", gzipped(t, strings.Repeat("a", 24<<20)), 0, intake.ErrUnpacked},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := newEngine(t)
			fold, done, err := e.Fold(t.Context(), []string{write(t, tt.file, tt.content)}, nil)
			if !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			if n := fold.Report().Summary.LogLines; tt.name != "bomb" && n != tt.lines {
				t.Errorf("%d lines, want %d of %+v", n, tt.lines, done)
			}
			if err == nil {
				return
			}
			p, other := problem.Of(err), problem.Of(errors.New("x"))
			if p.What == other.What || p.Do.ZH == "" || p.Do.EN == p.Do.ZH || p.What.EN == p.What.ZH {
				t.Errorf("not worded: %+v", p)
			}
		})
	}
}
