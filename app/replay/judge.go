package replay

import (
	"encoding/json"
	"net/http"
)

// answer holds the members of every documented answer that decide.
type answer struct {
	Status       string `json:"status"`
	SessionToken string `json:"session_token"`
	ErrorCode    string `json:"error_code"`
	Code         string `json:"Code"`
}

// judge reads an answer: the gateway says Code, also under HTTP 200; the
// tenant says status and session_token, or error_code.
func judge(c Call, status int, body []byte) TokenState {
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return TokenMaybe
	}
	if c.Kind() == KindAlibaba {
		switch a.Code {
		case "OK":
			return TokenConsumed
		case "":
			return TokenMaybe
		}
		return TokenRefused
	}
	switch {
	case status == http.StatusOK && (a.SessionToken != "" || a.Status != ""):
		return TokenConsumed
	case a.ErrorCode == "":
		return TokenMaybe
	}
	return TokenRefused
}

// answerCode is the gateway's Code, "" if there was no such answer.
func (r Result) answerCode() string {
	var a answer
	if r.Exchange.Response == nil || r.Exchange.Failure != nil || json.Unmarshal(r.Exchange.Response.Body.Head, &a) != nil {
		return ""
	}
	return a.Code
}
