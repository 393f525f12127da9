package res

import (
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
)

// maxProtoEntries limits the resources of a resources.pb.
const maxProtoEntries = 500_000

// ProtoTable holds the simple values of a bundle's resource table under their names,
// such as "xml/network_security_config".
type ProtoTable map[string][]Entry

// ParseProtoTable reads resources.pb: ResourceTable.package=2.
func ParseProtoTable(src []byte) (ProtoTable, error) {
	if len(src) > MaxTable {
		return nil, fmt.Errorf("parse bundle resources: %d bytes, at most %d", len(src), MaxTable)
	}
	t := ProtoTable{}
	err := protoFields(src, func(num protowire.Number, b []byte, _ uint64) error {
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
func (t ProtoTable) pkg(msg []byte) error {
	return protoFields(msg, func(num protowire.Number, b []byte, _ uint64) error {
		if num != 3 {
			return nil
		}
		return t.kind(b)
	})
}

// kind reads Type: name=2, entry=3.
func (t ProtoTable) kind(msg []byte) error {
	name := ""
	return protoFields(msg, func(num protowire.Number, b []byte, _ uint64) error {
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
func (t ProtoTable) entry(kind string, msg []byte) error {
	var name string
	var values []Entry
	err := protoFields(msg, func(num protowire.Number, b []byte, _ uint64) error {
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
	if len(t) >= maxProtoEntries {
		return fmt.Errorf("%w: more than %d resources", ErrMalformed, maxProtoEntries)
	}
	for i := range values {
		values[i].Type, values[i].Name = kind, name
	}
	t[kind+"/"+name] = values
	return err
}

// configValue reads ConfigValue: config=1, value=2; Value: item=4.
func configValue(msg []byte) (e Entry, ok bool, err error) {
	err = protoFields(msg, func(num protowire.Number, b []byte, _ uint64) error {
		switch num {
		case 1:
			return protoConfig(b, &e.Config)
		case 2:
			return protoFields(b, func(num protowire.Number, b []byte, _ uint64) (err error) {
				if num == 4 {
					e.Value, err = protoItem(b)
					ok = true
				}
				return err
			})
		}
		return nil
	})
	return e, ok, err
}

// protoConfig reads Configuration: locale=3, density=15, sdk_version=24; any other
// field is a further qualifier.
func protoConfig(msg []byte, c *Config) error {
	return protoFields(msg, func(num protowire.Number, b []byte, v uint64) error {
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
