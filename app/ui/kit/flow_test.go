package kit

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

func TestFlowHeightFromExpectedWidth(t *testing.T) {
	c := NewFlow(4)
	c.Layout.(*Flow).Expect(100)
	for range 3 {
		r := canvas.NewRectangle(color.Black)
		r.SetMinSize(fyne.NewSize(40, 10))
		c.Add(r)
	}
	if got := c.MinSize().Height; got != 24 {
		t.Errorf("height %v before the first layout, want two lines and a gap, 24", got)
	}
}
