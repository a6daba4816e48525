package tocsin.dispatch.sms.twilio;

import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// The SDK's HTTP client, made to send each request once.
///
/// As delivered the SDK repeats a request that was answered with 500, 502, 503 or 504 up to three times, and the client
/// beneath it repeats more: a create that was accepted and answered so would become several SMS.
final class OnceOnlyHttpClient extends NetworkHttpClient {
    private static final int TOO_MANY_REQUESTS = 429;

    /// The provider asks to wait; the request was not processed.
    static final class ThrottledException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Optional<Duration> after;

        ThrottledException(Optional<Duration> after) {
            super("Twilio asks to wait");
            this.after = after;
        }

        Optional<Duration> after() {
            return after;
        }
    }

    private OnceOnlyHttpClient(HttpClientBuilder builder) {
        super(builder);
    }

    static OnceOnlyHttpClient of(TwilioSettings settings) {
        Timeout limit = Timeout.of(settings.limit());
        RequestConfig limits = RequestConfig.custom().setConnectionRequestTimeout(limit).setResponseTimeout(limit)
                .setRedirectsEnabled(false).build();
        HttpClientBuilder builder = HttpClientBuilder.create().useSystemProperties().disableAutomaticRetries()
                .disableRedirectHandling().disableCookieManagement()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(settings.connections()).setMaxConnPerRoute(settings.connections())
                        .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(limit)
                                .setSocketTimeout(limit).setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .setTimeToLive(5, TimeUnit.MINUTES).build())
                        .build())
                // The SDK gives each request a configuration of its own that waits for minutes; this one comes after it.
                .addExecInterceptorFirst("limits", (request, scope, chain) -> {
                    scope.clientContext.setRequestConfig(limits);
                    return chain.proceed(request, scope);
                });
        URI baseUrl = settings.baseUrl();
        if (baseUrl != null) {
            boolean secure = "https".equals(baseUrl.getScheme());
            HttpHost target = new HttpHost(baseUrl.getScheme(), baseUrl.getHost(), port(baseUrl, secure));
            builder.setRoutePlanner((host, context) -> new HttpRoute(target, null, secure));
        }
        return new OnceOnlyHttpClient(builder);
    }

    private static int port(URI url, boolean secure) {
        return url.getPort() > 0 ? url.getPort() : secure ? 443 : 80;
    }

    @Override
    public Response reliableRequest(Request request) {
        Response response = makeRequest(request);
        if (response != null && response.getStatusCode() == TOO_MANY_REQUESTS) {
            throw new ThrottledException(retryAfter(response.getHeaders()));
        }
        return response;
    }

    @Override
    public Response reliableRequest(Request request, int[] retryCodes, int retries, long delayMillis) {
        return reliableRequest(request);
    }

    private static Optional<Duration> retryAfter(Header @Nullable [] headers) {
        for (Header header : headers == null ? new Header[0] : headers) {
            if (header.getName().equalsIgnoreCase("Retry-After") && header.getValue().matches("[0-9]{1,4}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(header.getValue())));
            }
        }
        return Optional.empty();
    }

    void close() throws java.io.IOException {
        client.close();
    }
}
