import java.io.FileInputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.CertificatePinner;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/**
 * An OkHttp client for tests.
 *
 * Arguments: PROXY_HOST:PORT CA_FILE MODE URL [ARGUMENT]
 *   get       GET with the root trusted
 *   h1        the same, HTTP/1.1 alone
 *   untrusted GET with an empty trust store's system default
 *   pin       GET with the root trusted and a pin that does not match
 *   expect    POST of ARGUMENT bytes with Expect: 100-continue
 *   post      POST of ARGUMENT as JSON; further arguments are header fields, "Name: value"
 *   ws        sends ARGUMENT over a WebSocket and prints the echo
 * Prints "PROTOCOL STATUS BODY", "echo TEXT", or "error CLASS".
 */
public class OkClient {
    public static void main(String[] a) throws Exception {
        int colon = a[0].lastIndexOf(':');
        InetSocketAddress at = new InetSocketAddress(a[0].substring(0, colon), Integer.parseInt(a[0].substring(colon + 1)));
        OkHttpClient.Builder b = new OkHttpClient.Builder()
            .proxy(new Proxy(Proxy.Type.HTTP, at))
            .connectTimeout(90, TimeUnit.SECONDS)
            .readTimeout(90, TimeUnit.SECONDS)
            .retryOnConnectionFailure(false);
        if (!a[2].equals("untrusted")) {
            trust(b, a[1]);
        }
        if (a[2].equals("pin")) {
            b.certificatePinner(new CertificatePinner.Builder()
                .add(okhttp3.HttpUrl.parse(a[3]).host(), "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").build());
        }
        if (!a[2].equals("get") && !a[2].equals("post")) {
            b.protocols(Collections.singletonList(Protocol.HTTP_1_1));
        }
        OkHttpClient client = b.build();
        try {
            if (a[2].equals("ws")) {
                echo(client, a[3], a[4]);
            } else {
                call(client, a);
            }
        } catch (Exception e) {
            System.out.println("error " + e.getClass().getSimpleName());
        }
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    static void call(OkHttpClient client, String[] a) throws Exception {
        Request.Builder r = new Request.Builder().url(a[3]);
        if (a[2].equals("post")) {
            r.post(RequestBody.create(MediaType.parse("application/json"), a[4].getBytes("UTF-8")));
            for (int i = 5; i < a.length; i++) {
                int at = a[i].indexOf(':');
                r.header(a[i].substring(0, at), a[i].substring(at + 1).trim());
            }
        }
        if (a[2].equals("expect")) {
            byte[] body = new byte[Integer.parseInt(a[4])];
            r.header("Expect", "100-continue").post(RequestBody.create(MediaType.parse("application/octet-stream"), body));
        }
        try (Response resp = client.newCall(r.build()).execute()) {
            System.out.println(resp.protocol() + " " + resp.code() + " " + resp.body().string());
        }
    }

    static void echo(OkHttpClient client, String url, String text) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        client.newWebSocket(new Request.Builder().url(url).build(), new WebSocketListener() {
            @Override public void onOpen(WebSocket ws, Response r) { ws.send(text); }
            @Override public void onMessage(WebSocket ws, String got) {
                System.out.println("echo " + got);
                ws.close(1000, "done");
            }
            @Override public void onClosed(WebSocket ws, int code, String reason) { done.countDown(); }
            @Override public void onFailure(WebSocket ws, Throwable t, Response r) {
                System.out.println("error " + t.getClass().getSimpleName());
                done.countDown();
            }
        });
        done.await(8, TimeUnit.SECONDS);
    }

    static void trust(OkHttpClient.Builder b, String file) throws Exception {
        KeyStore ks = KeyStore.getInstance(KeyStore.getDefaultType());
        ks.load(null, null);
        try (FileInputStream in = new FileInputStream(file)) {
            ks.setCertificateEntry("root", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory f = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        f.init(ks);
        SSLContext ctx = SSLContext.getInstance("TLS");
        ctx.init(null, f.getTrustManagers(), null);
        b.sslSocketFactory(ctx.getSocketFactory(), (X509TrustManager) f.getTrustManagers()[0]);
    }
}
