import java.io.FileInputStream;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URL;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.CertificatePinner;
import okhttp3.CipherSuite;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.TlsVersion;
import okhttp3.internal.tls.OkHostnameVerifier;

/**
 * OkHttp and plain Java as clients of a proxy.
 *
 * Arguments: PROXY_HOST:PORT CA_FILE|- okhttp|java MODE TARGET...
 *   get     fetch each URL, with a pause after each
 *   pin     fetch the first URL, then the second with a pin that does not match
 *   name    connect to an address without a server name and look for the name app.example.test, as apps
 *           do that ask a server of their own for addresses (HTTPDNS)
 *   cipher  fetch with RSA cipher suites of TLS 1.2 alone
 *   hasty   fetch with 300 ms of patience
 *   raw     connect to HOST:PORT and send a line that is not TLS (java)
 * Prints a line for each target: "ok STATUS" or "error CLASS".
 */
public class Probe {
    static String[] a;
    static InetSocketAddress at;
    static X509TrustManager trust;

    public static void main(String[] args) throws Exception {
        a = args;
        int colon = a[0].lastIndexOf(':');
        at = new InetSocketAddress(a[0].substring(0, colon), Integer.parseInt(a[0].substring(colon + 1)));
        trust = trusting(a[1]);
        for (int i = 4; i < a.length; i++) {
            boolean last = i == a.length - 1;
            if (i > 4) {
                Thread.sleep(200); // the proxy hears of a refusal later than we know of it
            }
            try {
                System.out.println("ok " + (a[2].equals("okhttp") ? okhttp(a[i], last) : java(a[i], last)));
            } catch (Exception e) {
                System.out.println("error " + e.getClass().getSimpleName());
            }
        }
        System.exit(0);
    }

    static int okhttp(String url, boolean last) throws Exception {
        OkHttpClient.Builder b = new OkHttpClient.Builder().proxy(new Proxy(Proxy.Type.HTTP, at)).retryOnConnectionFailure(false);
        b.sslSocketFactory(context(trust).getSocketFactory(), trust);
        if (a[3].equals("pin") && last) {
            b.certificatePinner(new CertificatePinner.Builder()
                .add(okhttp3.HttpUrl.parse(url).host(), "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").build());
        }
        if (a[3].equals("name") && last) {
            b.hostnameVerifier((host, session) -> OkHostnameVerifier.INSTANCE.verify("app.example.test", session));
        }
        if (a[3].equals("cipher")) {
            b.connectionSpecs(Collections.singletonList(new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
                .tlsVersions(TlsVersion.TLS_1_2).cipherSuites(CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256).build()));
        }
        if (a[3].equals("hasty")) {
            b.readTimeout(300, TimeUnit.MILLISECONDS);
        }
        try (Response r = b.build().newCall(new Request.Builder().url(url).build()).execute()) {
            return r.code();
        }
    }

    static int java(String target, boolean last) throws Exception {
        if (a[3].equals("raw")) {
            try (Socket s = tunnel(target)) {
                s.getOutputStream().write("\020\016\0\004MQTT\004\002\0<\0\002id\n".getBytes("US-ASCII"));
                s.getOutputStream().flush();
                return s.getInputStream().read();
            }
        }
        if (a[3].equals("name")) {
            return nameless(target);
        }
        X509TrustManager tm = a[3].equals("pin") && last ? pinning(trust) : trust;
        SSLSocketFactory f = context(tm).getSocketFactory();
        HttpsURLConnection c = (HttpsURLConnection) new URL(target).openConnection(new Proxy(Proxy.Type.HTTP, at));
        c.setSSLSocketFactory(a[3].equals("cipher") ? new RSAOnly(f) : f);
        if (a[3].equals("hasty")) {
            c.setReadTimeout(300);
        }
        return c.getResponseCode();
    }

    /** Connects to an address, sends no server name, and checks the name itself. */
    static int nameless(String target) throws Exception {
        Socket plain = tunnel(target);
        SSLSocket s = (SSLSocket) context(trust).getSocketFactory().createSocket(plain, "app.example.test", 443, true);
        SSLParameters p = s.getSSLParameters();
        p.setServerNames(Collections.emptyList());
        p.setEndpointIdentificationAlgorithm("HTTPS");
        s.setSSLParameters(p);
        s.startHandshake();
        s.close();
        return 0;
    }

    static Socket tunnel(String target) throws Exception {
        Socket s = new Socket(at.getAddress(), at.getPort());
        s.setSoTimeout(8000);
        s.getOutputStream().write(("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n").getBytes("US-ASCII"));
        InputStream in = s.getInputStream();
        for (int end = 0; end < 4; ) {
            int c = in.read();
            end = c == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : 0;
        }
        return s;
    }

    static SSLContext context(TrustManager tm) throws Exception {
        SSLContext ctx = SSLContext.getInstance("TLS");
        ctx.init(null, new TrustManager[] {tm}, null);
        return ctx;
    }

    static X509TrustManager trusting(String file) throws Exception {
        KeyStore ks = null; // the system's
        if (!file.equals("-")) {
            ks = KeyStore.getInstance(KeyStore.getDefaultType());
            ks.load(null, null);
            try (FileInputStream in = new FileInputStream(file)) {
                ks.setCertificateEntry("root", CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
        }
        TrustManagerFactory f = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        f.init(ks);
        return (X509TrustManager) f.getTrustManagers()[0];
    }

    /** Trusts what inner trusts and then insists on a key that is not there. */
    static X509TrustManager pinning(X509TrustManager inner) {
        return new X509TrustManager() {
            public void checkClientTrusted(X509Certificate[] chain, String how) { }
            public void checkServerTrusted(X509Certificate[] chain, String how) throws CertificateException {
                inner.checkServerTrusted(chain, how);
                throw new CertificateException("pin does not match");
            }
            public X509Certificate[] getAcceptedIssuers() { return inner.getAcceptedIssuers(); }
        };
    }

    /** Offers one RSA suite of TLS 1.2. */
    static class RSAOnly extends SSLSocketFactory {
        final SSLSocketFactory inner;
        RSAOnly(SSLSocketFactory inner) { this.inner = inner; }
        Socket limit(Socket s) {
            ((SSLSocket) s).setEnabledProtocols(new String[] {"TLSv1.2"});
            ((SSLSocket) s).setEnabledCipherSuites(getDefaultCipherSuites());
            return s;
        }
        public String[] getDefaultCipherSuites() { return new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"}; }
        public String[] getSupportedCipherSuites() { return getDefaultCipherSuites(); }
        public Socket createSocket(Socket s, String h, int p, boolean c) throws java.io.IOException { return limit(inner.createSocket(s, h, p, c)); }
        public Socket createSocket(String h, int p) throws java.io.IOException { return limit(inner.createSocket(h, p)); }
        public Socket createSocket(String h, int p, java.net.InetAddress l, int q) throws java.io.IOException { return limit(inner.createSocket(h, p, l, q)); }
        public Socket createSocket(java.net.InetAddress h, int p) throws java.io.IOException { return limit(inner.createSocket(h, p)); }
        public Socket createSocket(java.net.InetAddress h, int p, java.net.InetAddress l, int q) throws java.io.IOException { return limit(inner.createSocket(h, p, l, q)); }
    }
}
