package detail

import (
	"bytes"
	"image"
	_ "image/gif"  // formats that image.Decode knows
	_ "image/jpeg" // of the bodies
	_ "image/png"  // of a capture

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/kit"
)

// maxPixels limits a picture that is decoded for display: about 100 MB.
const maxPixels = 25_000_000

// pictureOf decodes a body that is a picture, nil for anything else.
func pictureOf(data []byte) image.Image {
	conf, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || conf.Width <= 0 || conf.Height <= 0 || conf.Width > maxPixels/conf.Height {
		return nil
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	return img
}

// pictureView shows a picture. What is on it cannot be masked, so it is shown
// only when values are revealed.
func (p *Pane) pictureView(c *content) fyne.CanvasObject {
	size := c.picture.Bounds().Size()
	note := p.env.T("body.picture", size.X, size.Y)
	p.text = append(p.text, note)
	if !p.cfg.Revealed() {
		hidden := p.env.T("body.picturemasked")
		p.text = append(p.text, hidden)
		return container.NewCenter(p.env.Faint(note+" · "+hidden, kit.Body))
	}
	img := canvas.NewImageFromImage(c.picture)
	img.FillMode = canvas.ImageFillContain
	return container.NewBorder(nil, p.env.Faint(note, kit.Small), nil, nil, img)
}
