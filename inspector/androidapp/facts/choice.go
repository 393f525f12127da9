package facts

// Chosen limits a check of a project.
type Chosen struct {
	// Module is an application module, Variant a build by Gradle's name; "" for all.
	Module, Variant string
}

// Choice is an application module that a check can be limited to.
type Choice struct {
	Module string // such as ":app"
	// Variants are its builds by Gradle's names, at most gradle.MaxVariants.
	Variants []string
	// More is true where the module has further variants.
	More bool
}
