package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// strictJSON decodes exactly one object and refuses fields it does not know,
// so that a message of another version is an error and not a half-truth.
func strictJSON(b []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one value on a line")
	}
	return nil
}
