package tocsin.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A registry that speaks Confluent's protocol over HTTP, as far as the client uses it, and counts what it is asked.
final class FakeRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<String> schemas = new ArrayList<>();
    private final Map<String, String> levels = new HashMap<>();
    final List<String> requests = new ArrayList<>();
    String authorization = "";
    /// What is answered to these paths, whatever else is known.
    final Map<String, String> prepared = new HashMap<>();
    int preparedStatus = 200;

    FakeRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        String method = exchange.getRequestMethod();
        requests.add(method + " " + path);
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        authorization = header == null ? "" : header;
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String ready = prepared.get(path);
        if (ready != null) {
            send(exchange, preparedStatus, ready);
        } else if (method.equals("POST") && path.startsWith("/subjects/")) {
            String schema = JSON.readTree(body).path("schema").asText();
            if (!schemas.contains(schema)) {
                if (!path.endsWith("/versions")) {
                    send(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
                    return;
                }
                schemas.add(schema);
            }
            send(exchange, 200, "{\"id\":" + (schemas.indexOf(schema) + 1) + "}");
        } else if (path.startsWith("/schemas/ids/")) {
            int id = Integer.parseInt(path.substring("/schemas/ids/".length()));
            send(exchange, id > schemas.size() ? 404 : 200, id > schemas.size()
                    ? "{\"error_code\":40403,\"message\":\"Schema not found\"}"
                    : JSON.createObjectNode().put("schema", schemas.get(id - 1)).toString());
        } else if (path.startsWith("/config/") && method.equals("PUT")) {
            JsonNode level = JSON.readTree(body).path("compatibility");
            levels.put(path, level.asText());
            send(exchange, 200, body);
        } else if (path.startsWith("/config/")) {
            send(exchange, levels.containsKey(path) ? 200 : 404, levels.containsKey(path)
                    ? "{\"compatibilityLevel\":\"" + levels.get(path) + "\"}"
                    : "{\"error_code\":40408,\"message\":\"no level\"}");
        } else {
            send(exchange, 404, "{\"error_code\":404,\"message\":\"HTTP 404\"}");
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
