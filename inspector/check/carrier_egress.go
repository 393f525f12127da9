package check

import (
	"sort"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// byDefault keeps the signals of hosts of which something left by the default
// network; the others used a configured egress.
func byDefault(c *inspector.Case, signals []inspector.Signal) []inspector.Signal {
	var out []inspector.Signal
	for _, s := range signals {
		if chosen := egressesOf(c, s.Value); len(chosen) == 0 {
			out = append(out, s)
		}
	}
	return out
}

// egressesOf lists the configured egresses of a host; none if any of it left by the
// default network, or nothing is known.
func egressesOf(c *inspector.Case, host string) []string {
	var out []string
	for _, h := range c.Hosts {
		if h.Host != host {
			continue
		}
		for egress := range h.Egresses {
			if egress == "" {
				return nil
			}
			out = append(out, egress)
		}
	}
	sort.Strings(out)
	return out
}

// carrierEgress finds carrier calls that used a configured egress.
var carrierEgress = inspector.Check{
	ID:    "carrier-egress",
	Title: lang.Text{EN: "Carrier calls used a chosen network", ZH: "运营商请求经指定的网络发出"},
	Doc: lang.Text{
		EN: "With --egress carriers=… the carriers' hosts are reached by a chosen address or interface. The number " +
			"look-up works only if that is the data link of the very SIM that signs in, such as the phone's own USB " +
			"tethering.",
		ZH: "使用 --egress carriers=… 时，运营商请求从指定地址或网卡发出。只有它是登录所用 SIM 卡自己的数据链路（如该手机的 USB 共享网络）时，取号才能成功。",
	},
	Source: "Alibaba, SDK FAQ", Date: "2026-11-22",
	Status: finding.Info,
	Run: func(c *inspector.Case) []finding.Finding {
		var signals []inspector.Signal
		var egresses []string
		for _, s := range c.Of(inspector.SignalCarrierOnWire) {
			if w := egressesOf(c, s.Value); len(w) > 0 {
				signals, egresses = append(signals, s), w
			}
		}
		return fromSignals(signals, advice{
			lang.Text{EN: "The carrier takes the source address for the SIM's.", ZH: "运营商以来源地址识别 SIM 卡。"},
			lang.Text{
				EN: "Make sure that this connection is the data link of the SIM that signs in, and not another " +
					"SIM's or the office's.",
				ZH: "请确认该出口是登录所用 SIM 卡的数据链路，而不是其他 SIM 卡或办公网络。",
			},
			codes.Developer, codes.Inferred,
		}, lang.Text{
			EN: values(signals) + " by " + strings.Join(egresses, ", ") + ".",
			ZH: values(signals) + " 经 " + strings.Join(egresses, ", ") + " 发出。",
		})
	},
}
