package protoxml

import (
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"

	"loginscope/inspector/androidapp/arsc"
	"loginscope/inspector/androidapp/restype"
)

const (
	// MaxTable bounds a resources.pb.
	MaxTable   = 64 << 20
	maxEntries = 500_000
)

// Table holds the simple values of a bundle's resource table under their names,
// such as "xml/network_security_config".
type Table map[string][]arsc.Entry

// ParseTable reads resources.pb: ResourceTable.package=2.
func ParseTable(src []byte) (Table, error) {
	if len(src) > MaxTable {
		return nil, fmt.Errorf("parse bundle resources: %d bytes, at most %d", len(src), MaxTable)
	}
	t := Table{}
	err := fields(src, func(num protowire.Number, b []byte, _ uint64) error {
		if num != 2 {
			return nil
		}
		return t.pkg(b)
	})
	if err != nil {
		return nil, fmt.Errorf("parse bundle resources: %w", err)
	}
	return t, nil
}

// pkg reads Package: type=3.
func (t Table) pkg(msg []byte) error {
	return fields(msg, func(num protowire.Number, b []byte, _ uint64) error {
		if num != 3 {
			return nil
		}
		return t.kind(b)
	})
}

// kind reads Type: name=2, entry=3.
func (t Table) kind(msg []byte) error {
	name := ""
	return fields(msg, func(num protowire.Number, b []byte, _ uint64) error {
		switch num {
		case 2:
			name = string(b)
		case 3:
			return t.entry(name, b)
		}
		return nil
	})
}

// entry reads Entry: name=2, config_value=6.
func (t Table) entry(kind string, msg []byte) error {
	var name string
	var values []arsc.Entry
	err := fields(msg, func(num protowire.Number, b []byte, _ uint64) error {
		switch num {
		case 2:
			name = string(b)
		case 6:
			e, ok, err := configValue(b)
			if ok {
				values = append(values, e)
			}
			return err
		}
		return nil
	})
	if len(values) == 0 {
		return err
	}
	if len(t) >= maxEntries {
		return fmt.Errorf("%w: more than %d resources", restype.ErrMalformed, maxEntries)
	}
	for i := range values {
		values[i].Type, values[i].Name = kind, name
	}
	t[kind+"/"+name] = values
	return err
}

// configValue reads ConfigValue: config=1, value=2; Value: item=4.
func configValue(msg []byte) (e arsc.Entry, ok bool, err error) {
	err = fields(msg, func(num protowire.Number, b []byte, _ uint64) error {
		switch num {
		case 1:
			return config(b, &e.Config)
		case 2:
			return fields(b, func(num protowire.Number, b []byte, _ uint64) (err error) {
				if num == 4 {
					e.Value, err = item(b)
					ok = true
				}
				return err
			})
		}
		return nil
	})
	return e, ok, err
}

// config reads Configuration: locale=3, density=15, sdk_version=24; any other
// field is a further qualifier.
func config(msg []byte, c *arsc.Config) error {
	return fields(msg, func(num protowire.Number, b []byte, v uint64) error {
		switch num {
		case 3:
			c.Locale = string(b)
		case 15:
			c.Density = int(uint32(v))
		case 24:
			c.SDK = int(uint32(v))
		default:
			c.Other = true
		}
		return nil
	})
}
