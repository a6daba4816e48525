package tocsin.doubles.twilio;

import com.sun.net.httpserver.HttpServer;
import com.twilio.security.RequestValidator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A program that is called back, and asks Twilio's own library whether it was Twilio.
final class WebhookProbe implements AutoCloseable {
    /// @param signed whether the signature was that of the published address
    record Call(Map<String, String> form, boolean signed) {}

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final String published;

    WebhookProbe(String authToken, String published) throws IOException {
        this.published = published;
        RequestValidator validator = new RequestValidator(authToken);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 100);
        server.createContext("/", exchange -> {
            Map<String, String> form = new TreeMap<>();
            for (String pair : new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                    .split("&")) {
                String[] parts = pair.split("=", 2);
                form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
            String signature = exchange.getRequestHeaders().getFirst("X-Twilio-Signature");
            calls.add(new Call(form, signature != null && validator.validate(published, form, signature)));
            byte[] twiml = "<Response/>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            exchange.sendResponseHeaders(200, twiml.length);
            exchange.getResponseBody().write(twiml);
            exchange.close();
        });
        server.start();
    }

    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String published() {
        return published;
    }

    List<Call> calls() {
        return calls;
    }

    /// The statuses told, with the error where there was one.
    List<String> statuses() {
        return calls.stream().map(call -> (call.form().get("MessageStatus") + " "
                + call.form().getOrDefault("ErrorCode", "")).strip()).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
