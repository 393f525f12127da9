// An OpenSSL client that insists on proof of Certificate Transparency.
//
// Arguments: PROXY_HOST PROXY_PORT HOST:PORT CA_FILE
// Prints "ok", or "error" and OpenSSL's reason.
//
// The few functions of libssl are declared here, so that its headers need not
// be installed.
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct ssl_ctx_st SSL_CTX;
typedef struct ssl_st SSL;
typedef struct ssl_method_st SSL_METHOD;
const SSL_METHOD *TLS_client_method(void);
SSL_CTX *SSL_CTX_new(const SSL_METHOD *);
int SSL_CTX_load_verify_locations(SSL_CTX *, const char *, const char *);
void SSL_CTX_set_verify(SSL_CTX *, int, void *);
int SSL_CTX_enable_ct(SSL_CTX *, int);
SSL *SSL_new(SSL_CTX *);
int SSL_set_fd(SSL *, int);
long SSL_ctrl(SSL *, int, long, void *);
int SSL_set1_host(SSL *, const char *);
int SSL_connect(SSL *);
unsigned long ERR_get_error(void);
const char *ERR_reason_error_string(unsigned long);

enum { VERIFY_PEER = 1, CT_STRICT = 1, SET_HOSTNAME = 55 };

static int tunnel(const char *host, const char *port, const char *target) {
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *at;
	if (getaddrinfo(host, port, &hints, &at) != 0) return -1;
	int fd = socket(at->ai_family, at->ai_socktype, 0);
	if (fd < 0 || connect(fd, at->ai_addr, at->ai_addrlen) != 0) return -1;
	char head[512];
	int n = snprintf(head, sizeof head, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n", target, target);
	if (write(fd, head, n) != n) return -1;
	for (int end = 0; end < 4;) { // the answer's head
		char c;
		if (read(fd, &c, 1) != 1) return -1;
		end = c == (end % 2 ? '\n' : '\r') ? end + 1 : 0;
	}
	return fd;
}

int main(int argc, char **argv) {
	if (argc != 5) return 2;
	int fd = tunnel(argv[1], argv[2], argv[3]);
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	if (fd < 0 || !ctx || SSL_CTX_load_verify_locations(ctx, argv[4], NULL) != 1) return 2;
	SSL_CTX_set_verify(ctx, VERIFY_PEER, NULL);
	if (SSL_CTX_enable_ct(ctx, CT_STRICT) != 1) return 2;
	char host[256] = "";
	strncpy(host, argv[3], sizeof host - 1);
	*strchr(host, ':') = 0;
	SSL *ssl = SSL_new(ctx);
	SSL_ctrl(ssl, SET_HOSTNAME, 0, host);
	SSL_set1_host(ssl, host);
	SSL_set_fd(ssl, fd);
	if (SSL_connect(ssl) == 1) {
		puts("ok");
		return 0;
	}
	const char *why = ERR_reason_error_string(ERR_get_error());
	printf("error %s\n", why ? why : "unknown");
	return 0;
}
