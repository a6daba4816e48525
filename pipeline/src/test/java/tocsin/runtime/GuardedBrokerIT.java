package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tocsin.runtime.Callers.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.embedded.GuardedBroker;
import tocsin.intake.Role;
import tocsin.v1.Grade;
import tocsin.wire.Acl;
import tocsin.wire.RecordJson;

/// A whole Tocsin at a broker with TLS, passwords and an authorizer, whose user may do what is listed and nothing else.
@ExtendWith(SharedPair.class)
class GuardedBrokerIT {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String PRINCIPAL = "User:" + GuardedBroker.USER;

    @TempDir
    private static Path folder;
    private static GuardedBroker broker;
    private static Admin admin;
    private static Place place;
    private static List<Acl> listed;
    private static Tocsin tocsin;

    @BeforeAll
    static void start(Place own) throws Exception {
        place = own;
        broker = new GuardedBroker(folder);
        admin = broker.admin();
        listed = new AclList(place.topics()).tocsin();
        TocsinSettings like = place.settings(folder.resolve("data"), List.of(key("fire", Role.REPORTER, "qingdao-fire"),
                key("officer", Role.DUTY_OFFICER, null)), Duration.ofMillis(50));
        tocsin = new Tocsin(new TocsinSettings(broker.userSettings(), like.registry(), "", like.prefix(),
                like.partitions(), 1, like.dataDir(), like.http(), like.pack(), like.channels(), like.apiKeys(), null,
                Map.of(), like.commitInterval(), like.embedded()), FixedPacks.qingdao(), Clock.systemUTC(),
                System.out::println);
    }

    @AfterAll
    static void stop() {
        tocsin.close();
        admin.close();
        broker.close();
    }

    private static void allow(List<Acl> acls) {
        BrokerAnswers.await(admin.createAcls(AclList.bindings(acls, PRINCIPAL)).all());
    }

    private static void forbid(List<Acl> acls) {
        BrokerAnswers.await(admin.deleteAcls(AclList.bindings(acls, PRINCIPAL).stream().map(AclBinding::toFilter)
                .toList()).all());
    }

    private static AclCheck check(Admin user) {
        return new AclCheck(user, broker.userSettings(), listed, 10_000);
    }

    private static JsonNode ask(String as, String method, String path, String body)
            throws IOException, InterruptedException {
        return RecordJson.MAPPER.readTree(Callers.ask(tocsin, as, method, path, body).body());
    }

    /// One for each application and each kind of thing: what health then says.
    private static Map<Acl, String> oneOfEach() {
        Map<Acl, String> chosen = new HashMap<>();
        for (String who : listed.stream().map(Acl::who).collect(Collectors.toCollection(TreeSet::new))) {
            listed.stream().filter(acl -> acl.who().equals(who) && acl.operation() != AclOperation.CREATE
                    && acl.resource().patternType() == PatternType.LITERAL
                    && listed.stream().filter(other -> other.binding(PRINCIPAL).equals(acl.binding(PRINCIPAL)))
                            .count() == 1)
                    .findFirst().ifPresent(acl -> chosen.put(acl, AclList.operation(acl) + " " + acl.place()));
        }
        // It is found when it fails, so this application fails of nothing else.
        chosen.keySet().removeIf(acl -> acl.who().equals("http-intake"));
        Acl writes = listed.stream().filter(acl -> acl.who().equals("http-intake")
                && acl.resource().patternType() == PatternType.PREFIXED && acl.operation() == AclOperation.WRITE)
                .findFirst().orElseThrow();
        chosen.put(writes, "Write " + writes.place());
        return chosen;
    }

    @Test
    void everyApplicationWorksWithWhatIsListedAndWithoutOneFailsByName() throws Exception {
        try (Admin user = Admin.create(new HashMap<String, Object>(broker.userSettingsOfScram()))) {
            // Given: nothing is allowed
            List<Acl> missing = check(user).missing();
            Set<String> unasked = listed.stream().filter(acl -> !missing.contains(acl))
                    .map(acl -> acl.operation() + " " + acl.place()).collect(Collectors.toSet());
            assertEquals(Set.of(), unasked);

            // When everything listed is allowed
            allow(listed);
            TocsinProcess.await("the rights in force", SOON, () -> check(user).missing().isEmpty());
            Set<String> before = GuardedBroker.denied();
            tocsin.start();
            assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), () -> tocsin.health().readyJson().toString());
            worksFor("guarded-1");

            // Then nothing else was asked for, and every client has shown a password
            Set<String> more = new TreeSet<>(GuardedBroker.denied());
            more.removeAll(before);
            assertEquals(Set.of(), more);
            assertEquals(0.0, broker.refusedConnections());

            // When one of each application is taken away
            Map<Acl, String> taken = oneOfEach();
            forbid(List.copyOf(taken.keySet()));

            assertEquals(202, report("guarded-waits"));

            // Then health is red, and names application, operation, place and user
            for (Map.Entry<Acl, String> one : taken.entrySet()) {
                TocsinProcess.await(one.getKey() + " in " + tocsin.health().alertingJson(), SOON, () -> said()
                        .contains(one.getKey().who() + ": " + PRINCIPAL + " may not " + one.getValue() + ", which "
                                + one.getKey().who() + " needs; allow it with: kafka-acls.sh"));
            }
            assertEquals(503, Callers.ask(tocsin, "officer", "GET", "/health/alerting", "").statusCode());

            // And when it is given back everything goes on by itself
            allow(List.copyOf(taken.keySet()));
            TocsinProcess.await("health again", SOON, () -> said().isEmpty() && tocsin.health().allWorks());
            worksFor("guarded-2");
            awaitAsked();
        }
    }

    private static void awaitAsked() throws Exception {
        try {
            TocsinProcess.await("everything listed asked for", SOON, () -> neverAsked().isEmpty());
        } catch (AssertionError e) {
            throw new AssertionError("listed and never asked for: " + neverAsked(), e);
        }
    }

    private static int report(String id) throws Exception {
        ObjectNode report = RecordJson.write(Reports.fire(id, Instant.now()).setIncidentRef("case-" + id)
                .setCasualties(Reports.tollOf(Grade.III)).build());
        return Callers.ask(tocsin, "fire", "POST", "/api/v1/reports", report.toString()).statusCode();
    }

    private static void worksFor(String id) throws Exception {
        assertEquals(202, report(id));
        TocsinProcess.await("a page about " + id, SOON, () -> {
            String incident = ask("officer", "GET", "/api/v1/reports/" + id + "/verdict", "").path("incidentId")
                    .asText();
            return !incident.isEmpty() && Files.exists(folder.resolve("data/outbox/sms.ndjson"))
                    && Files.readString(folder.resolve("data/outbox/sms.ndjson")).contains(incident);
        });
        String incident = ask("officer", "GET", "/api/v1/reports/" + id + "/verdict", "").path("incidentId").asText();
        ask("officer", "POST", "/api/v1/incidents/" + incident + "/commands",
                "{\"action\":\"ACKNOWLEDGE\",\"note\":\"ok\"}");
        TocsinProcess.await("acknowledged", SOON, () -> ask("officer", "GET", "/api/v1/incidents/" + incident, "")
                .path("state").asText().equals("ACKNOWLEDGED"));
    }

    private static List<String> said() {
        List<String> said = new ArrayList<>();
        tocsin.health().silences().stream().filter(silence -> silence.cause().contains("may not"))
                .forEach(silence -> said.add(silence.application() + ": " + silence.cause().replaceAll(
                        "kafka-acls.sh.*", "kafka-acls.sh")));
        return said;
    }

    /// What is listed and no client has asked for in all of the above; nothing was written to some topics, though.
    private static List<String> neverAsked() {
        Set<String> allowed = GuardedBroker.allowed();
        return listed.stream().filter(acl -> acl.operation() != AclOperation.WRITE)
                .filter(acl -> allowed.stream().noneMatch(asked -> {
                    String[] words = asked.split(" ", 3);
                    boolean same = words[1].equals(acl.resource().resourceType().name())
                            && (acl.resource().patternType() == PatternType.PREFIXED
                                    ? words[2].startsWith(acl.resource().name())
                                    : acl.resource().name().equals("*") || words[2].equals(acl.resource().name()));
                    return same && words[0].equals(acl.operation().name());
                })).map(acl -> acl.who() + ": " + acl.operation() + " " + acl.place()).toList();
    }
}
