package replay

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	openapi "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	dypns "github.com/alibabacloud-go/dypnsapi-20170525/v2/client"
	util "github.com/alibabacloud-go/tea-utils/v2/service"
	"github.com/alibabacloud-go/tea/tea"

	"loginscope/app/replay/secret"
	"loginscope/lang"
	"loginscope/problem"
)

// ErrDebug is returned when the library would print keys to the terminal.
var ErrDebug = problem.New("the variable DEBUG contains \"tea\", which makes the Alibaba library print keys; unset it",
	lang.Text{},
	lang.Both("The variable DEBUG contains \"tea\", which makes the Alibaba library print keys.",
		"环境变量 DEBUG 含有“tea”，会使阿里云库打印密钥。"),
	lang.Both("Unset it.", "请取消该设置。"))

// callAlibaba makes one call of the server API through the official library.
func callAlibaba(ctx context.Context, w wire, t Target, k secret.Keys, r Request) (sent, error) {
	if slices.Contains(strings.Split(os.Getenv("DEBUG"), ","), "tea") {
		return sent{}, ErrDebug
	}
	ctx, cancel := context.WithTimeout(ctx, r.timeout())
	defer cancel()
	rel, err := startRelay(ctx, w, t)
	if err != nil {
		return sent{}, err
	}
	defer rel.close()
	client, err := newClient(rel, t, k)
	if err != nil {
		return sent{}, errors.New("prepare the Alibaba client: the keys or the endpoint were not accepted")
	}
	libErr := invoke(client, runtime(rel, r), r)
	s, ok := rel.sent()
	if !ok {
		return sent{}, libraryError(libErr)
	}
	return s, nil
}

func newClient(rel *relay, t Target, k secret.Keys) (*dypns.Client, error) {
	cfg := &openapi.Config{
		AccessKeyId: tea.String(k.AccessKeyID), AccessKeySecret: tea.String(k.AccessKeySecret),
		Protocol: tea.String("HTTP"), Endpoint: tea.String(rel.address()), UserAgent: tea.String(rel.agent()),
		NoProxy: tea.String(rel.address()),
	}
	if k.STSToken != "" {
		cfg.SecurityToken = tea.String(k.STSToken)
	}
	if t.Region != "" {
		cfg.RegionId = tea.String(t.Region)
	}
	return dypns.NewClient(cfg)
}

func runtime(rel *relay, r Request) *util.RuntimeOptions {
	ms := int(r.timeout().Milliseconds())
	return &util.RuntimeOptions{
		Autoretry: tea.Bool(false), MaxAttempts: tea.Int(1),
		ReadTimeout: tea.Int(ms + 2000), ConnectTimeout: tea.Int(2000), // the relay's own limit comes first
		NoProxy: tea.String(rel.address()),
	}
}

func invoke(c *dypns.Client, rt *util.RuntimeOptions, r Request) error {
	var err error
	switch r.Call {
	case CallGetMobile:
		_, err = c.GetMobileWithOptions(&dypns.GetMobileRequest{AccessToken: tea.String(r.Token)}, rt)
	case CallVerifyMobile:
		_, err = c.VerifyMobileWithOptions(
			&dypns.VerifyMobileRequest{AccessCode: tea.String(r.Token), PhoneNumber: tea.String(r.Phone)}, rt)
	case CallGetPhone:
		_, err = c.GetPhoneWithTokenWithOptions(&dypns.GetPhoneWithTokenRequest{SpToken: tea.String(r.Token)}, rt)
	case CallDescribeScheme:
		_, err = c.DescribeVerifySchemeWithOptions(&dypns.DescribeVerifySchemeRequest{SchemeCode: tea.String(r.Scheme)},
			rt)
	default:
		err = Refuse(ErrRequest, "call %q is not one of the server API", "接口 %q 不属于服务端 API", r.Call)
	}
	return err
}

// libraryError describes an error of the library when nothing was sent. Its own
// text is dropped: it may hold the whole URL, keys included.
func libraryError(err error) error {
	if errors.Is(err, ErrRequest) {
		return err
	}
	var se *tea.SDKError
	if errors.As(err, &se) {
		return fmt.Errorf("the Alibaba client refused the request before it was sent: %s", tea.StringValue(se.Code))
	}
	return errors.New("the Alibaba client failed before anything was sent")
}
