package issuer

import (
	"time"

	"loginscope/inspector"
	"loginscope/inspector/decode"
	"loginscope/lang"
)

// showReply adds the fields of an IDaaS answer to a step.
func showReply(s *inspector.Sighting, reply decode.IDaaSReply, now time.Time) {
	s.Field("status", reply.Status, inspector.Public, "response.status")
	s.Field("session_token", reply.SessionToken, inspector.Token, "response.session_token")
	s.NoteField("expire", reply.Exp, inspector.Public, "response.expire",
		lang.Text{EN: "life of the session token, most likely in seconds", ZH: "session_token 有效期，单位应为秒"})
	s.Field("state_token", reply.StateToken, inspector.Token, "response.state_token")
	s.Field("error_code", reply.ErrorCode, inspector.Public, "response.error_code")
	s.Field("error_msg", reply.ErrorMessage, inspector.Public, "response.error_msg")
	s.Field("error", reply.OAuthError, inspector.Public, "response.error")
	s.Field("id_token", reply.IDToken, inspector.Token, "response.id_token")
	showIDToken(s, reply.IDToken, now)
}

// showIDToken unfolds an id_token; its payload comes in a flat shape and in
// one that nests the profile as a JSON string under "api".
func showIDToken(s *inspector.Sighting, token string, now time.Time) {
	if token == "" {
		return
	}
	j, ok := decode.ParseJWT(token)
	if !ok {
		s.Note(lang.Text{EN: "The id_token is not a readable JWT.", ZH: "id_token 不是可读的 JWT。"})
		return
	}
	const path = "response.id_token"
	s.Field("id_token.alg", j.Algorithm, inspector.Public, path)
	s.Field("id_token.kid", j.KeyID, inspector.Public, path)
	s.Field("id_token.iss", j.Claims.Str("iss"), inspector.Public, path)
	for _, c := range []struct {
		name string
		sens inspector.Sensitivity
	}{
		{"mobile", inspector.Phone}, {"id", inspector.Identity}, {"userName", inspector.Identity},
		{"name", inspector.Identity}, {"email", inspector.Identity},
	} {
		s.Field("id_token."+c.name, j.Profile.Str(c.name), c.sens, path)
	}
	if !j.Expires.IsZero() {
		s.Field("id_token.exp", j.Expires.Format(time.RFC3339), inspector.Public, path)
		if !now.IsZero() && now.After(j.Expires) {
			s.Note(lang.Text{EN: "The id_token had already expired when it arrived.", ZH: "id_token 到达时已过期。"})
		}
	}
	if j.Nested {
		s.Note(lang.Text{
			EN: `The profile is nested as a JSON string in the claim "api".`,
			ZH: "用户信息以 JSON 字符串形式嵌在 api 声明中。",
		})
	}
}
