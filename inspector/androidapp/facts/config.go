package facts

import (
	"loginscope/inspector/androidapp/nsc"
	"loginscope/lang"
)

// NSC is the network security configuration of a build.
type NSC struct {
	// Referenced is true when the manifest names a configuration.
	Referenced bool   `json:"referenced"`
	Reference  string `json:"reference,omitempty"` // "@xml/network_security_config"
	// Config is nil when there is none or it could not be read (Error).
	Config *Config `json:"config,omitempty"`
	Error  string  `json:"error,omitempty"`
	// Said is the error in both languages, empty where it is in one only.
	Said lang.Text `json:"said,omitzero"`
	// NotGiven is true where the manifest was given by itself, without the file that
	// it names.
	NotGiven bool `json:"not_given,omitempty"`
	// Others are files of the same resource for other configurations.
	Others []Config `json:"others,omitempty"`
	// OnlyFor is the qualifier of the file where some phones have none: "night",
	// "v28"; "" where every phone that reads one finds it.
	OnlyFor string `json:"only_for,omitempty"`
	// Misplaced is a file of that name in a folder that is none of resources, where
	// no other was found.
	Misplaced string `json:"misplaced,omitempty"`
	// Compiled is what the build left of the file that the manifest names, where the
	// project has no other and that cannot be read.
	Compiled string `json:"compiled,omitempty"`
	// MissingCertificates are resources such as "@raw/my_ca" that the configuration
	// names as trust anchors and that the project does not have.
	MissingCertificates []MissingFile `json:"missing_certificates,omitempty"`
}

// Config is one parsed configuration file.
type Config struct {
	File   string      `json:"file"`
	Config *nsc.Config `json:"config"`
	// Source is the text, nil if the file is compiled.
	Source []byte `json:"-"`
	// Decompiled is a compiled file written as text, without its comments; nil
	// if there is a Source.
	Decompiled []byte `json:"-"`
	Qualifier  string `json:"qualifier,omitempty"` // resource configuration, "" for the default
}

// Fail keeps why the configuration could not be read.
func (n *NSC) Fail(why lang.Text) { n.Error, n.Said = why.EN, why }
