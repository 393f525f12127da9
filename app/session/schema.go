package session

// The file is SQLite in WAL mode while it is written and in rollback mode
// once it was closed, so that a finished session is one file that can be
// copied and opened anywhere. Rows are only ever added.

const (
	// applicationID marks the file in SQLite's header: "LogS".
	applicationID = 0x4C6F6753
	// schemaVersion stands in user_version. A reader takes every version up
	// to its own and refuses newer ones.
	//
	// Version 2 added the progress of open exchanges (kind 8), version 3 the
	// parts of unfinished messages and the reports of open tunnels.
	schemaVersion = 3
)

// schema creates an empty session. Times are nanoseconds since 1970, 0 if not
// known. event.data is protobuf wire format (describe.go); request, response
// and chunk.data are packed blobs (blob.go). listing repeats of an exchange
// what a list shows, so that a list reads no headers.
const schema = `
CREATE TABLE meta (
	n     INTEGER PRIMARY KEY,
	key   TEXT NOT NULL,
	value TEXT NOT NULL
) STRICT;
CREATE TABLE event (
	seq      INTEGER PRIMARY KEY,
	kind     INTEGER NOT NULL,
	exchange INTEGER NOT NULL,
	data     BLOB NOT NULL,
	request  BLOB,
	response BLOB,
	sum      INTEGER NOT NULL
) STRICT;
CREATE INDEX event_frame ON event(exchange) WHERE kind = 3;
CREATE INDEX event_mark ON event(seq) WHERE kind IN (4, 5, 6);
CREATE TABLE listing (
	seq      INTEGER PRIMARY KEY,
	id       INTEGER NOT NULL,
	origin   TEXT NOT NULL,
	device   TEXT NOT NULL,
	start    INTEGER NOT NULL,
	duration INTEGER NOT NULL,
	scheme   TEXT NOT NULL,
	host     TEXT NOT NULL,
	port     INTEGER NOT NULL,
	method   TEXT NOT NULL,
	path     TEXT NOT NULL,
	status   INTEGER NOT NULL,
	failure  TEXT NOT NULL,
	size     INTEGER NOT NULL,
	egress   TEXT NOT NULL,
	done     INTEGER NOT NULL,
	sum      INTEGER NOT NULL
) STRICT;
CREATE INDEX listing_id ON listing(id);
CREATE TABLE chunk (
	n        INTEGER PRIMARY KEY,
	exchange INTEGER NOT NULL,
	side     INTEGER NOT NULL,
	start    INTEGER NOT NULL,
	size     INTEGER NOT NULL,
	data     BLOB NOT NULL,
	sum      INTEGER NOT NULL
) STRICT;
CREATE INDEX chunk_body ON chunk(exchange, side, start);
`

// The statements that write.
const (
	insertMeta    = `INSERT INTO meta(key, value) VALUES(?, ?)`
	insertEvent   = `INSERT INTO event VALUES(?, ?, ?, ?, ?, ?, ?)`
	insertListing = `INSERT INTO listing VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	insertChunk   = `INSERT INTO chunk(exchange, side, start, size, data, sum) VALUES(?, ?, ?, ?, ?, ?)`
)

// The statements that read; every one of them is prepared when a file is
// opened, which shows whether it has the tables that its version promises.
const (
	selectMeta   = `SELECT key, value FROM meta ORDER BY n`
	selectLast   = `SELECT coalesce(max(seq), 0) FROM event`
	selectCount  = `SELECT count(DISTINCT id) FROM listing`
	selectLastID = `SELECT coalesce(max(id), 0) FROM listing`
	selectEvents = `SELECT seq, kind, exchange, data, request, response, sum FROM event
		WHERE seq > ? AND seq <= ? ORDER BY seq`
	selectNewest = `SELECT seq, kind, exchange, data, request, response, sum FROM event
		WHERE seq = (SELECT max(seq) FROM listing WHERE id = ? AND seq <= ?)`
	selectFrames = `SELECT seq, kind, exchange, data, request, response, sum FROM event
		WHERE kind = 3 AND exchange = ? AND seq > ? AND seq <= ? ORDER BY seq`
	selectMarks = `SELECT seq, kind, exchange, data, request, response, sum FROM event INDEXED BY event_mark
		WHERE kind IN (4, 5, 6) AND seq > ? AND seq <= ? ORDER BY seq`
	// A finished exchange cannot be superseded, so only open ones are looked up.
	selectRows = `SELECT * FROM listing AS l WHERE seq > ? AND seq <= ? AND (done OR NOT EXISTS
		(SELECT 1 FROM listing AS n WHERE n.id = l.id AND n.seq > l.seq AND n.seq <= ?)) ORDER BY seq`
	selectChunks = `SELECT start, size, data, sum FROM chunk
		WHERE exchange = ? AND side = ? AND start >= ? ORDER BY start, n`
)

var reads = []string{selectMeta, selectLast, selectLastID, selectEvents, selectNewest, selectFrames, selectMarks,
	selectRows, selectChunks}
