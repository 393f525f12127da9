// Package res reads the resources of an Android app, compiled and as source:
//
//   - the binary XML and the resource table (resources.arsc) of an APK, as
//     ResourceTypes.h of the platform defines them: ParseXML, ParseTable;
//   - the protocol-buffer XML and resource table (resources.pb) of an app bundle,
//     as Resources.proto of aapt2 defines them: ParseProtoXML, ParseProtoTable;
//   - the resource folders of a project, such as res/xml-v28 and res/values of its
//     source sets and libraries: Folders, and MergeCheck for what stops the build's
//     merge of them.
//
// Every document becomes a tree of xmltree. A table keeps its bytes and an index,
// and decodes entries when asked for, so that a table of tens of megabytes costs
// little. The package decides nothing about which configuration a phone picks,
// except in Folders, and opens no file.
//
// The readers accept what the platform accepts, not only what the build tools
// write: they skip unknown chunks, attribute records may be longer than the known
// 20 bytes, and a name that a packer blanked is found by its resource ID.
package res
