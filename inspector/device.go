package inspector

import "time"

// deviceSet says which phone a piece of evidence without one comes from.
type deviceSet struct {
	names []string
	spans map[string][2]time.Time
	// alias maps the name of a log's device to the address of the same phone.
	alias map[string]string
	// owner maps a key of an exchange to the exchange's device.
	owner map[string]string
}

// newDeviceSet learns the devices of all evidence. A device that only logs
// know and one that only exchanges know are the same phone if a token or an
// SDK request id occurs in both.
func newDeviceSet(list []Sighting) deviceSet {
	d := deviceSet{spans: map[string][2]time.Time{}, alias: map[string]string{}, owner: map[string]string{}}
	wired := map[string]bool{}
	for i := range list {
		s := &list[i]
		if s.Device == "" {
			continue
		}
		if s.Wire {
			wired[s.Device] = true
			for _, k := range s.Keys.strong() {
				d.owner[k] = s.Device
			}
		}
		span, ok := d.spans[s.Device]
		if !ok {
			d.names = append(d.names, s.Device)
			span = [2]time.Time{s.at, s.at}
		}
		if s.at.After(span[1]) {
			span[1] = s.at
		}
		d.spans[s.Device] = span
	}
	for i := range list {
		s := &list[i]
		if s.Wire || s.Device == "" || wired[s.Device] || d.alias[s.Device] != "" {
			continue
		}
		for _, k := range s.Keys.strong() {
			if o := d.owner[k]; o != "" {
				d.alias[s.Device] = o
			}
		}
	}
	return d
}

// of names the device of a sighting: its own, the only one there is, the one
// that sent the same token or request id, or the only one that was active
// around that time; "" if several are possible.
func (d *deviceSet) of(s *Sighting) string {
	if s.Device != "" {
		if a := d.alias[s.Device]; a != "" {
			return a
		}
		return s.Device
	}
	if len(d.names) == 1 {
		return d.names[0]
	}
	for _, k := range s.Keys.strong() {
		if o := d.owner[k]; o != "" {
			return o
		}
	}
	found := ""
	for _, n := range d.names {
		if d.alias[n] != "" {
			continue
		}
		span := d.spans[n]
		if s.at.Before(span[0].Add(-gapTrail)) || s.at.After(span[1].Add(gapTrail)) {
			continue
		}
		if found != "" {
			return ""
		}
		found = n
	}
	return found
}
