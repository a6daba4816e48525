package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tocsin.runtime.Callers.key;
import static tocsin.runtime.Callers.keyOfPerson;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.intake.Role;
import tocsin.persons.Totp;
import tocsin.rules.PackFiles;
import tocsin.wire.RecordJson;

/// Persons sign in at either of two instances and are known at the other.
@ExtendWith(SharedPair.class)
@Execution(ExecutionMode.CONCURRENT)
class PersonsIT {
    private static final String PASSPHRASE = "correct horse battery";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern SECRET = Pattern.compile("secret=([A-Z2-7]+)");
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path folder;
    private static Tocsin first;
    private static Tocsin second;
    /// Sessions of persons who were signed in at the beginning: the administrator's and the approver's.
    private static String wu;
    private static String zhao;

    @BeforeAll
    static void start(Place place) throws Exception {
        first = instance(place, "first");
        second = instance(place, "second");
        wu = signedIn(first, "mayor-wu", person("mayor-wu", "administrator"));
        zhao = signedIn(second, "leader-zhao", person("leader-zhao", "approver"));
        for (String duty : List.of("duty-wang", "duty-li")) {
            person(duty, "duty-officer");
            signedIn(first, duty, "");
        }
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
    }

    private static Tocsin instance(Place place, String name) throws Exception {
        Tocsin tocsin = new Tocsin(place.settings(folder.resolve(name),
                List.of(key("fire", Role.REPORTER, "qingdao-fire"), keyOfPerson("one", Role.APPROVER, "mayor-wu"),
                        keyOfPerson("other", Role.APPROVER, "mayor-wu"), key("machine", Role.APPROVER, null)),
                Duration.ofMillis(100), ChannelSettings.OUTBOX, "the same in every instance"), FixedPacks.qingdao(),
                Clock.systemUTC(), System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), "ready");
        return tocsin;
    }

    /// Adds a person as the first administrator is added, who follows the link to its page; gives the second factor's
    /// secret, or nothing.
    private static String person(String id, String role) throws Exception {
        HttpResponse<String> added = Callers.send(first, first.consoleKey(), "POST", "/api/v1/persons",
                "{\"person\":\"" + id + "\",\"role\":\"" + role + "\"}");
        assertEquals(201, added.statusCode(), added::body);
        String path = URI.create(json(added).path("link").asText()).getPath();
        HttpResponse<String> page = send(second, "GET", path, "", null, "");
        assertEquals(200, page.statusCode(), page::body);
        Matcher secret = SECRET.matcher(page.body());
        String found = secret.find() ? secret.group(1) : "";
        HttpResponse<String> set = send(second, "POST", path, "application/x-www-form-urlencoded", null,
                form("passphrase", PASSPHRASE, "again", PASSPHRASE, "code", code(found, Instant.now())));
        assertEquals(200, set.statusCode(), set::body);
        assertEquals(410, send(first, "GET", path, "", null, "").statusCode(), "the link is used up");
        return found;
    }

    private static String code(String secret, Instant now) {
        return secret.isEmpty() ? "" : Totp.code(Base32.decode(secret), now);
    }

    /// What a browser holds after signing in by the page.
    private static String signedIn(Tocsin tocsin, String id, String secret) throws Exception {
        HttpResponse<String> answer = send(tocsin, "POST", "/sign-in", "application/x-www-form-urlencoded", null,
                form("person", id, "passphrase", PASSPHRASE, "code", code(secret, Instant.now())));
        assertEquals(303, answer.statusCode(), answer::body);
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);
        return cookie.split(";", 2)[0];
    }

    private static HttpResponse<String> send(Tocsin tocsin, String method, String path, String type, String cookie,
            String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(tocsin.url() + path))
                .timeout(Duration.ofSeconds(30)).method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        if (cookie != null) {
            request.header("Cookie", cookie).header("Origin", tocsin.url().toString());
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> ask(Tocsin tocsin, String cookie, String method, String path, String body)
            throws IOException, InterruptedException {
        return send(tocsin, method, path, "application/json", cookie, body);
    }

    private static int status(Tocsin tocsin, String cookie) throws IOException, InterruptedException {
        return ask(tocsin, cookie, "GET", "/api/v1/me", "").statusCode();
    }

    private static String form(String... pairs) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            parts.add(pairs[i] + "=" + URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
        }
        return String.join("&", parts);
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return RecordJson.MAPPER.readTree(answer.body());
    }

    private static String proposal() {
        PackFiles files = FixedPacks.qingdao();
        String path = files.files().keySet().stream().filter(name -> name.endsWith("shandong/timeliness.yaml"))
                .findFirst().orElseThrow();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        files.with(path, files.files().get(path).replace("limit: PT30M", "limit: PT20M")).files()
                .forEach(body.putObject("files")::put);
        return body.toString();
    }

    @Test
    void anApprovalTakesTwoPersonsWhateverKeysTheyHold() throws Exception {
        // Given: a person signed in at one instance proposes
        HttpResponse<String> proposed = ask(first, wu, "POST", "/api/v1/rules/publications", proposal());
        assertEquals(201, proposed.statusCode(), proposed::body);
        assertEquals("mayor-wu", json(proposed).path("proposedBy").asText());
        String approve = "/api/v1/rules/publications/" + json(proposed).path("number").asText() + "/approve";

        // When: the same person's keys, a key of nobody, and the instance's own
        List<HttpResponse<String>> refused = List.of(Callers.ask(second, "one", "POST", approve, ""),
                Callers.ask(first, "other", "POST", approve, ""), ask(second, wu, "POST", approve, ""),
                Callers.ask(second, "machine", "POST", approve, ""),
                Callers.send(second, second.consoleKey(), "POST", approve, ""));

        // Then
        assertEquals(List.of("SAME_PERSON", "SAME_PERSON", "SAME_PERSON", "NO_PERSON", "NO_PERSON"),
                refused.stream().map(answer -> answer.body().replaceAll(".*refused: (\\w+).*", "$1")).toList());

        // When: another person, signed in at the other instance
        HttpResponse<String> approved = ask(second, zhao, "POST", approve, "");

        // Then
        assertEquals(200, approved.statusCode(), approved::body);
        assertEquals("leader-zhao", json(approved).path("decidedBy").asText());
    }

    @Test
    void ordersCarryThePerson() throws Exception {
        // Given
        String session = signedIn(first, "duty-wang", "");
        String report = RecordJson.write(Reports.fire("p-1", Instant.now()).setIncidentRef("persons").build())
                .toString();
        assertEquals(202, Callers.ask(first, "fire", "POST", "/api/v1/reports", report).statusCode());
        String verdict = "/api/v1/reports/p-1/verdict";
        TocsinProcess.await("a verdict", SOON, () -> ask(second, session, "GET", verdict, "").statusCode() == 200);
        String incident = json(ask(second, session, "GET", verdict, "")).path("incidentId").asText();

        // When
        HttpResponse<String> order = ask(second, session, "POST", "/api/v1/incidents/" + incident + "/commands",
                "{\"action\":\"ACKNOWLEDGE\",\"channel\":\"console\"}");

        // Then
        assertEquals(202, order.statusCode(), order::body);
        String outcome = json(order).path("outcome").asText();
        TocsinProcess.await("done", SOON,
                () -> json(ask(first, session, "GET", outcome, "")).path("state").asText().equals("DONE"));
        assertEquals("duty-wang", json(ask(first, session, "GET", outcome, "")).path("by").asText());
    }

    @Test
    void revocationAndSignOutCountOnEveryInstanceWithinSeconds() throws Exception {
        // Given: one listens at the second instance
        String listening = signedIn(first, "duty-li", "");
        String leaving = signedIn(first, "duty-wang", "");
        TocsinProcess.await("known there", SOON,
                () -> status(second, listening) == 200 && status(second, leaving) == 200);
        try (InputStream live = HTTP.send(HttpRequest.newBuilder(URI.create(second.url() + "/api/v1/stream"))
                .header("Cookie", listening).header("Accept", "text/event-stream").build(),
                HttpResponse.BodyHandlers.ofInputStream()).body()) {

            // When
            assertEquals(204, ask(first, wu, "POST", "/api/v1/persons/duty-li/sign-out", "{}").statusCode());
            assertEquals(303, send(first, "POST", "/sign-out", "", leaving, "").statusCode());

            // Then
            TocsinProcess.await("out at both", Duration.ofSeconds(5),
                    () -> status(second, listening) == 401 && status(second, leaving) == 401);
            assertEquals(401, status(first, listening));
            assertEquals(401, status(first, leaving));
            assertTrue(ended(live), "the stream of a session that ended is cut off");
        }
    }

    private static boolean ended(InputStream stream) {
        try {
            while (stream.read() >= 0) {
                // What had been sent before.
            }
        } catch (IOException e) {
            return true;
        }
        return true;
    }

    @Test
    void nothingOfWhatPersonsSignInWithIsShown() throws Exception {
        // When
        HttpResponse<String> all = ask(second, wu, "GET", "/api/v1/persons", "");

        // Then
        assertEquals(200, all.statusCode(), all::body);
        assertTrue(all.body().contains("\"person\":\"leader-zhao\",\"role\":\"approver\""), all.body());
        assertFalse(all.body().contains("argon2") || all.body().toLowerCase(java.util.Locale.ROOT).contains("sha256")
                || all.body().contains("totp"), all.body());
        assertEquals(403, ask(second, zhao, "GET", "/api/v1/persons", "").statusCode());
        assertEquals(403, Callers.ask(second, "machine", "POST", "/api/v1/persons", "{}").statusCode());
        assertEquals(401, send(second, "GET", "/api/v1/persons", "", null, "").statusCode());
    }

    @Test
    void tenThousandTriesKeepNobodyElseOutAndTakeLittleTime() throws Exception {
        // Given
        int tries = 10_000;
        int senders = 8;
        AtomicInteger left = new AtomicInteger(tries);
        AtomicInteger looked = new AtomicInteger();
        AtomicInteger slowed = new AtomicInteger();
        long began = System.nanoTime();
        List<Thread> guessing = new ArrayList<>();
        for (int n = 0; n < senders; n++) {
            guessing.add(Thread.ofVirtual().start(() -> {
                while (left.getAndDecrement() > 0) {
                    try {
                        int status = ask(first, null, "POST", "/session",
                                "{\"person\":\"duty-brown\",\"passphrase\":\"a guess " + left + "\"}").statusCode();
                        (status == 429 ? slowed : looked).incrementAndGet();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            }));
        }

        // When: others sign in meanwhile, from the same address
        TocsinProcess.await("tries", SOON, () -> slowed.get() > 100);
        long before = System.nanoTime();
        String session = signedIn(first, "duty-wang", "");
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        for (Thread thread : guessing) {
            thread.join();
        }
        Duration all = Duration.ofNanos(System.nanoTime() - began);

        // Then
        System.out.println("10,000 tries took " + all + ", a sign-in meanwhile " + took + ", looked at " + looked);
        assertEquals(200, status(first, session));
        assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, () -> "signed in after " + took);
        assertTrue(all.compareTo(Duration.ofMinutes(2)) < 0, () -> "the tries took " + all);
        assertEquals(tries, looked.get() + slowed.get());
        assertNotEquals(0, looked.get());
        assertTrue(looked.get() < 30, () -> "looked at " + looked);
        String metrics = send(first, "GET", "/metrics", "", null, "").body();
        assertTrue(metrics.contains("tocsin_signin_failures_total{answer=\"slowed\",way=\"person\"}"), "counted");
    }
}
