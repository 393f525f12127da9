import java.io.FileInputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Logs in to the lab's tenant with OkHttp: Login PROXY-HOST PROXY-PORT CA-FILE. */
public class Login {
    public static void main(String[] args) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (FileInputStream in = new FileInputStream(args[2])) {
            Certificate ca = CertificateFactory.getInstance("X.509").generateCertificate(in);
            store.setCertificateEntry("ca", ca);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, factory.getTrustManagers(), null);
        OkHttpClient client = new OkHttpClient.Builder()
            .proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(args[0], Integer.parseInt(args[1]))))
            .sslSocketFactory(tls.getSocketFactory(), (X509TrustManager) factory.getTrustManagers()[0])
            .build();
        String token = call(client, new Request.Builder().url("https://lab.test/token?carrier=cm").build())
            .replaceAll(".*\"token\":\"([^\"]*)\".*", "$1");
        Request login = new Request.Builder()
            .url("https://tenant.lab.test/api/v2/sdk/login/aliyun-mobile-auth")
            .header("X-operating-sys-version", "14")
            .header("X-device-fingerprint", "okhttp-test")
            .header("X-agent", "okhttp")
            .header("X-client-id", "lab-client-id")
            .post(RequestBody.create(MediaType.parse("application/json"), "{\"access_token\":\"" + token + "\"}"))
            .build();
        System.out.println(call(client, login));
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private static String call(OkHttpClient client, Request request) throws Exception {
        try (Response response = client.newCall(request).execute()) {
            return response.body().string();
        }
    }
}
