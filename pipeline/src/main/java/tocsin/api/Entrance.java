package tocsin.api;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tocsin.observe.Meters;
import tocsin.transit.SameOrigin;
import tocsin.transit.Sender;
import tocsin.transit.Transit;

/// What is done with every request before anybody else sees it: who sent it is made out, the answer gets its headers, and
/// what another site's page sends with our cookie is refused.
final class Entrance extends Handler.Wrapper implements HttpConfiguration.Customizer {
    /// Cookies of ours begin with it.
    static final String COOKIES = "tocsin-";
    private static final String SCHEME = "tocsin.scheme";

    private final Transit transit;
    private final AnswerHeaders headers;
    private final Meters meters;

    Entrance(Transit transit, AnswerHeaders headers, Meters meters) {
        this.transit = transit;
        this.headers = headers;
        this.meters = meters;
    }

    /// The request with its sender's address, which a trusted proxy told.
    @Override
    public Request customize(Request request, HttpFields.Mutable answer) {
        headers.putOn(answer);
        SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
        if (!(peer instanceof InetSocketAddress known) || !transit.proxies().test(known.getAddress())) {
            request.setAttribute(SCHEME, transit.tls().isPresent() ? "https" : "http");
            return request;
        }
        HttpFields fields = request.getHeaders();
        Sender sender = Sender.of(known.getAddress(), new Sender.Claims(fields.getValuesList("X-Forwarded-For"),
                fields.getValuesList("X-Forwarded-Proto"), fields.getValuesList("Forwarded")), transit.proxies());
        sender.scheme().ifPresent(scheme -> request.setAttribute(SCHEME, scheme));
        return new From(request, sender.address(), sender.scheme());
    }

    /// A request that came by a proxy.
    private static final class From extends Request.Wrapper {
        private final ConnectionMetaData connection;

        From(Request request, InetAddress address, Optional<String> scheme) {
            super(request);
            InetSocketAddress sender = new InetSocketAddress(address, 0);
            boolean secure = scheme.map("https"::equals).orElse(request.isSecure());
            this.connection = new ConnectionMetaData.Wrapper(request.getConnectionMetaData()) {
                @Override
                public SocketAddress getRemoteSocketAddress() {
                    return sender;
                }

                @Override
                public boolean isSecure() {
                    return secure;
                }
            };
        }

        @Override
        public ConnectionMetaData getConnectionMetaData() {
            return connection;
        }

        @Override
        public boolean isSecure() {
            return connection.isSecure();
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Optional<SameOrigin.Reason> reason = SameOrigin.objection(ask(request), transit.publicUrl());
        if (reason.isEmpty()) {
            return super.handle(request, response, callback);
        }
        meters.foreignOrigin();
        ApiException refused = new ApiException(403, "another origin", reason.get().sentence());
        if (BodyHandler.hasBody(request)) {
            LastAnswer.write(request, response, callback, refused, false);
        } else {
            Problems.write(response, callback, refused, false);
        }
        return true;
    }

    private static SameOrigin.Ask ask(Request request) {
        HttpFields fields = request.getHeaders();
        return new SameOrigin.Ask(request.getMethod(), Callers.bearer(fields.get(HttpHeader.AUTHORIZATION)).isPresent(),
                Request.getCookies(request).stream().anyMatch(cookie -> cookie.getName().startsWith(COOKIES)),
                BodyClass.of(request.getMethod(), Request.getPathInContext(request)) == BodyClass.LINKS,
                told(fields, "Sec-Fetch-Site"), told(fields, "Origin"),
                Optional.ofNullable(request.getHttpURI().getAuthority())
                        .or(() -> told(fields, "Host")).orElse(""),
                Optional.ofNullable((String) request.getAttribute(SCHEME)));
    }

    /// What a header says. Said twice it is said with a comma, which no origin has.
    private static Optional<String> told(HttpFields fields, String name) {
        List<String> values = fields.getValuesList(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(",", values));
    }
}
