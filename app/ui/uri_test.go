package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
)

func uri(s string) fyne.URI {
	u, err := storage.ParseURI(s)
	if err != nil {
		panic(err)
	}
	return u
}
