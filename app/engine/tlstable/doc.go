// Package tlstable holds one test: real clients refuse or fail in every way
// that the inspection distinguishes, and the inspection's verdict is compared with the truth.
// It owns no code of the product; it stands here because it needs both the
// proxy and the inspector, of which neither may know the other.
package tlstable
