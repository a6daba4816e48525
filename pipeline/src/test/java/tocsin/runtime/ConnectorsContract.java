package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tocsin.desk.FixedPacks;
import tocsin.doubles.mqtt.MqttBroker;
import tocsin.wire.RecordJson;

/// What others publish comes through to the desk: earthquakes of a file, news of a feed, readings of a real MQTT broker.
@ExtendWith(SharedPair.class)
abstract class ConnectorsContract {
    @TempDir
    private Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> published = new ConcurrentHashMap<>();
    private final AtomicInteger unchanged = new AtomicInteger();
    private HttpServer server;
    private MqttBroker broker;
    private Tocsin tocsin;

    /// A broker that may write to this folder, not yet started.
    abstract MqttBroker broker(Path folder);

    @AfterEach
    void stop() throws Exception {
        if (tocsin != null) {
            tocsin.close();
        }
        server.stop(0);
        broker.kill();
    }

    /// A server of files that says when nothing has changed.
    private void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = published.getOrDefault(exchange.getRequestURI().getPath(), "")
                    .getBytes(StandardCharsets.UTF_8);
            String tag = "\"" + new String(bytes, StandardCharsets.UTF_8).hashCode() + "\"";
            boolean same = tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            if (same) {
                unchanged.incrementAndGet();
            }
            exchange.getResponseHeaders().add("ETag", tag);
            exchange.sendResponseHeaders(same ? 304 : 200, same ? -1 : bytes.length);
            if (!same) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        });
        server.start();
    }

    private String earthquake(String id, double magnitude, Instant at, Instant updated) {
        return """
                {"type":"Feature","id":"%s","properties":{"mag":%s,"place":"22km NNE of Hualian, Taiwan","time":%d,
                "updated":%d,"type":"earthquake"},"geometry":{"type":"Point","coordinates":[121.69,24.17,11]}}
                """.formatted(id, magnitude, at.toEpochMilli(), updated.toEpochMilli());
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return RecordJson.MAPPER.readTree(http.send(HttpRequest.newBuilder(URI.create(tocsin.url() + path))
                .header("Authorization", "Bearer " + tocsin.consoleKey()).build(),
                HttpResponse.BodyHandlers.ofString()).body());
    }

    private void start(String config) throws Exception {
        Path file = Files.writeString(folder.resolve("tocsin.yaml"), config);
        tocsin = new Tocsin(SettingsReader.read(file, Map.of()), FixedPacks.qingdao(), Clock.systemUTC(),
                System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), "not ready");
    }

    @Test
    void whatOthersPublishComesThroughOnceAndAStalledFeedIsNews(Place place) throws Exception {
        // Given
        Instant now = Instant.now();
        serve();
        broker = broker(folder);
        broker.start();
        published.put("/quakes.geojson", "{\"type\":\"FeatureCollection\",\"features\":["
                + earthquake("us1", 6.4, now.minusSeconds(600), now.minusSeconds(60)) + "]}");
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            items.append("<item><guid>n").append(i).append("</guid><title>崂山起火</title><pubDate>")
                    .append(DateTimeFormatter.RFC_1123_DATE_TIME.format(now.minusSeconds(i).atOffset(ZoneOffset.UTC)))
                    .append("</pubDate></item>");
        }
        items.append(
                "<item><guid>wrong</guid><title>起火</title><pubDate>Tue, 30 Nov 2026 12:30:00 GMT</pubDate></item>");
        published.put("/news.rss", "<rss version=\"2.0\"><channel>" + items + "</channel></rss>");
        String at = "http://127.0.0.1:" + server.getAddress().getPort();
        start("""
                kafka: {bootstrap.servers: "%s"}
                schema-registry: {url: "%s"}
                topics: {prefix: "%s", partitions: 3, replication: 1}
                data-dir: %s
                http: {port: 0}
                feeds:
                  - {id: usgs, url: "%s/quakes.geojson", every: PT1S, mapping: docs/examples/usgs-geojson.mapping.yaml}
                  - {id: news, url: "%s/news.rss", every: PT1S, stalled-after: PT5S, mapping: docs/examples/news.mapping.yaml}
                  - {id: gauges, url: "mqtt://127.0.0.1:%d", topic: "gauges/#", mapping: docs/examples/mqtt-gauge.mapping.yaml}
                """.formatted(place.bootstrap(), place.registry(), place.prefix(), folder.resolve("data"), at, at,
                broker.port()));

        // When: a gauge tells of 30 mm twice in ten minutes, once while nobody but the broker hears
        Mqtt5BlockingClient gauge = Mqtt5Client.builder().serverHost("127.0.0.1").serverPort(broker.port())
                .buildBlocking();
        gauge.connect();
        TocsinProcess.await("the feed of gauges to be heard", Duration.ofSeconds(30), () -> {
            gauge.publishWith().topic("gauges/rain-licang-01/rain").qos(MqttQos.AT_LEAST_ONCE)
                    .payload(
                            ("{\"mm\": 1, \"at\": \"" + now.minusSeconds(900) + "\"}").getBytes(StandardCharsets.UTF_8))
                    .send();
            return get("/api/v1/feeds").path(0).path("records").asInt() > 0;
        });
        for (int minutes : new int[]{8, 4}) {
            gauge.publishWith().topic("gauges/rain-licang-01/rain").qos(MqttQos.AT_LEAST_ONCE)
                    .payload(("{\"mm\": 30, \"at\": \"" + now.minus(Duration.ofMinutes(minutes)) + "\"}")
                            .getBytes(StandardCharsets.UTF_8))
                    .send();
        }
        gauge.publishWith().topic("gauges/rain-licang-01/rain").payload("no json".getBytes(StandardCharsets.UTF_8))
                .send();
        gauge.disconnect();

        // Then
        TocsinProcess.await("an earthquake, a fire that people tell of, and rain", Duration.ofSeconds(60), () -> {
            String incidents = get("/api/v1/incidents").toString();
            return incidents.contains("M6.4") && incidents.contains("media/")
                    && incidents.contains("sensor/rain-licang-01/rain_mm");
        });

        // When: the source revises the earthquake a little, and the news fall silent
        published.put("/quakes.geojson", "{\"type\":\"FeatureCollection\",\"features\":["
                + earthquake("us1", 6.3, now.minusSeconds(600), now) + "]}");

        // Then
        TocsinProcess.await("a feed that has stalled", Duration.ofSeconds(30),
                () -> get("/api/v1/findings").toString().contains("FEED_STALLED"));
        TocsinProcess.await("the earthquake and its revision", Duration.ofSeconds(30),
                () -> get("/api/v1/feeds").path(2).path("records").asInt() >= 2);
        JsonNode feeds = get("/api/v1/feeds");
        assertEquals(2, feeds.path(2).path("records").asInt(), "the revision once: " + feeds);
        assertEquals(6, feeds.path(1).path("records").asInt(), "every item once: " + feeds);
        assertTrue(feeds.path(1).path("stalled").asBoolean(), feeds.toString());
        JsonNode refused = feeds.path(1).path("refusedRows").path(0);
        assertEquals("wrong", refused.path("id").asText(), feeds.toString());
        assertTrue(refused.path("reasons").path(0).asText().contains("that day is a Monday"), feeds.toString());
        assertEquals("gauges/rain-licang-01/rain", feeds.path(0).path("refusedRows").path(0).path("id").asText());
        assertEquals(1, get("/api/v1/incidents").findValuesAsText("type").stream().filter("11C02"::equals).count());
        assertTrue(unchanged.get() > 0, "what has not changed is not fetched again");
        String metrics = http.send(HttpRequest.newBuilder(URI.create(tocsin.url() + "/metrics")).build(),
                HttpResponse.BodyHandlers.ofString()).body();
        assertTrue(metrics.contains("tocsin_feed_stalled{feed=\"news\"} 1.0"), metrics);
        TocsinProcess.await("the duty desk told of the feed", Duration.ofSeconds(30),
                () -> get("/api/v1/notifications").findValuesAsText("reason").contains("FEED_STALLED"));
        assertEquals("sensors", feeds.path(3).path("kind").asText(), feeds.toString());
        assertEquals(0, feeds.path(3).path("silent").asInt(), feeds.toString());
        assertTrue(feeds.findValuesAsText("kind").contains("agency"), feeds.toString());
    }
}
