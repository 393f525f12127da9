package engine

import (
	"context"

	"loginscope/app/session"
	"loginscope/lang"
	"loginscope/problem"
)

// ErrOpen: the session to delete is the open one.
var ErrOpen = problem.New("session is open",
	lang.Both("The session was not deleted.", "会话未删除。"),
	lang.Both("It is the open session.", "它是当前打开的会话。"),
	lang.Both("Open or begin another session first.", "请先打开或新建其他会话。"))

// DeleteSession moves a session file into the trash of its folder, from which
// RestoreSession puts it back while session.MaxTrash and session.MaxTrashBytes have room.
// The error wraps ErrOpen for the open session and session.ErrInUse for one that another
// process writes.
func (e *Engine) DeleteSession(ctx context.Context, path string) (session.Trashed, error) {
	end, err := e.begin()
	if err != nil {
		return session.Trashed{}, err
	}
	defer end()
	if e.isOpen(path) {
		return session.Trashed{}, ErrOpen
	}
	return session.Delete(ctx, path, e.cfg.Now())
}

// RestoreSession puts a deleted session back and returns its path.
func (e *Engine) RestoreSession(_ context.Context, id string) (string, error) {
	end, err := e.begin()
	if err != nil {
		return "", err
	}
	defer end()
	return session.Restore(id)
}

// Trash lists the deleted sessions of the folder of autosaved ones, the newest first.
func (e *Engine) Trash(ctx context.Context) ([]session.Trashed, error) {
	return session.Trash(ctx, e.cfg.sessionsDir())
}
