package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.doubles.FreePort;
import tocsin.v1.Category;
import tocsin.v1.Confidentiality;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.ReportKind;
import tocsin.v1.ReportSource;
import tocsin.v1.Status;
import tocsin.v1.Via;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.SchemaIds;
import tocsin.wire.RecordJson;
import tocsin.wire.Serdes;
import tocsin.wire.Topics;

/// The examples of `docs/clients`, run as a stranger runs them, against a whole Tocsin on the embedded pair.
@Tag("conformance")
class ConformanceIT {
    private static final Path HOME = Path.of(System.getProperty("tocsin.home"));
    private static final Path WORK = HOME.resolve("pipeline/target/conformance");
    private static final Duration WITHIN = Duration.ofMinutes(5);
    private static final String SIGNING_KEY = "signing key of the fire brigade";
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path folder;
    private static String broker;
    private static String registry;
    private static Tocsin tocsin;

    /// An example and the command that runs it.
    private enum Example {
        JAVASCRIPT(WORK, "node", "report.mjs"),

        JAVA(HOME, Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                "pipeline/target/tocsin.jar:pipeline/target/lib/*", "docs/clients/java/ReportClient.java");

        private final Path folder;
        private final String[] command;

        Example(Path folder, String... command) {
            this.folder = folder;
            this.command = command;
        }

        private Said run(Map<String, String> environment) throws IOException, InterruptedException {
            return ConformanceIT.run(folder, environment, command);
        }
    }

    private record Said(int exitCode, String out, String err) {
        private JsonNode json() throws IOException {
            assertEquals(0, exitCode, this::toString);
            assertEquals(1, out.lines().count(), this::toString);
            return RecordJson.MAPPER.readTree(out);
        }
    }

    private static Said run(Path in, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile()).redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("CLIENT_PROPERTIES", folder.resolve(ClientFiles.CLIENT).toString());
        builder.environment().put("SCHEMA_REGISTRY_URL", registry);
        builder.environment().remove("AGENCY_SIGNING_KEY");
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        Said said = new Said(ended ? process.exitValue() : -1, Files.readString(out), Files.readString(err));
        assertTrue(ended, () -> List.of(command) + " did not end within " + WITHIN + ": " + said);
        return said;
    }

    @BeforeAll
    static void start() throws Exception {
        int brokerPort = FreePort.find();
        int registryPort = FreePort.find();
        broker = "127.0.0.1:" + brokerPort;
        registry = "http://127.0.0.1:" + registryPort + "/apis/ccompat/v7";
        install();
        TocsinSettings settings = new TocsinSettings(Map.of("bootstrap.servers", TocsinSettings.EMBEDDED),
                new TocsinSettings.Registry(TocsinSettings.EMBEDDED, null), "", "tocsin.", 3, 1, folder,
                new TocsinSettings.Http("127.0.0.1", 0), Path.of("unused"), ChannelSettings.OUTBOX, List.of(), null,
                Map.of("qingdao-fire", SIGNING_KEY), Duration.ofMillis(50),
                new TocsinSettings.EmbeddedPorts(brokerPort, registryPort));
        tocsin = new Tocsin(settings, FixedPacks.qingdao(), Clock.systemUTC(), System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), () -> "not ready");
    }

    @AfterAll
    static void stop() {
        if (tocsin != null) {
            tocsin.close();
        }
    }

    /// Into a copy, so that the source tree stays as it is.
    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(WORK);
        try (Stream<Path> files = Stream.concat(Files.list(HOME.resolve("docs/clients/javascript")),
                Files.list(HOME.resolve("pipeline/src/test/resources/conformance")))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Files.copy(file, WORK.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Said npm = run(WORK, Map.of(), "npm", "ci", "--no-audit", "--no-fund");
        assertEquals(0, npm.exitCode(), npm::toString);
    }

    private static JsonNode verdictOverHttp(String reportId) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(
                HttpRequest.newBuilder(URI.create(tocsin.url() + "/api/v1/reports/" + reportId + "/verdict"))
                        .header("Authorization", "Bearer " + tocsin.consoleKey()).build(),
                HttpResponse.BodyHandlers.ofString());
        return response.statusCode() == 200 ? RecordJson.MAPPER.readTree(response.body()) : null;
    }

    private static void isTheVerdictOn(String reportId, JsonNode verdict) throws Exception {
        TocsinProcess.await("the verdict on " + reportId, Duration.ofSeconds(30),
                () -> verdictOverHttp(reportId) != null);
        JsonNode known = verdictOverHttp(reportId);
        for (String field : List.of("reportId", "agencyId", "desk", "incidentId", "computedGrade", "accuracy",
                "packHash")) {
            assertEquals(known.path(field), verdict.path(field), field);
        }
        assertEquals(known.path("findings").findValuesAsText("findingId"),
                verdict.path("findings").findValuesAsText("findingId"));
        assertEquals("III", verdict.path("computedGrade").asText(), "three dead");
    }

    /// As Tocsin itself: other programs may not read what was sent.
    private static Committed committed() {
        ClientFiles.Own own = new ClientFiles(folder).own().orElseThrow();
        return new Committed(own.kafka(), new Serdes(new SchemaIds(new RegistryClient(registry, own.registryAuth()),
                folder.resolve("ids"), false), null, Map.of()), new Topics("tocsin.", 3));
    }

    private static void isTheExamplesReport(String reportId) {
        List<IncidentReport> sent = committed().reports().stream()
                .filter(report -> report.getReportId().equals(reportId)).toList();
        assertEquals(1, sent.size());
        IncidentReport report = sent.getFirst();
        Instant reportedAt = report.getReportedAt();
        assertTrue(Duration.between(reportedAt, Instant.now()).compareTo(Duration.ofMinutes(2)) < 0,
                reportedAt::toString);
        IncidentReport expected = IncidentReport.newBuilder().setReportId(reportId).setAgencyId("qingdao-fire")
                .setKind(ReportKind.FLASH).setStatus(Status.ACTUAL).setSource(ReportSource.PUBLIC).setVia(Via.TOPIC)
                .setOccurredAt(report.getOccurredAt()).setReceivedAt(report.getReceivedAt()).setReportedAt(reportedAt)
                .setCategory(Category.ACCIDENT).setType("fire")
                .setLocation(new Location("370213", "李沧区某仓库", 36.17, 120.42, null))
                .setCasualties(Reports.toll(3, 4)).setLossCny(new BigDecimal("1250000.00"))
                .setTitle("李沧区某仓库火灾，已致3人死亡").setSummary("仓库起火，正在扑救。").setUnit("某仓储公司")
                .setMeasures(List.of("扑救")).setConfidentiality(Confidentiality.INTERNAL).build();
        assertEquals(expected, report);
        assertEquals(Duration.ofMinutes(5), Duration.between(report.getOccurredAt(), report.getReceivedAt()));
    }

    @ParameterizedTest
    @EnumSource
    void aStrangersReportIsUnderstoodAndTheStrangerUnderstandsTheVerdict(Example example) throws Exception {
        // When
        Said said = example.run(Map.of());

        // Then
        JsonNode verdict = said.json();
        String reportId = verdict.path("reportId").asText();
        assertTrue(said.err().contains("reported " + reportId), said::toString);
        isTheVerdictOn(reportId, verdict);
        isTheExamplesReport(reportId);
        assertEquals(List.of("UNVERIFIED_SENDER"), verdict.path("findings").findValuesAsText("outcome"));
    }

    @ParameterizedTest
    @EnumSource
    void whoSignsIsBelieved(Example example) throws Exception {
        assertEquals(List.of(), example.run(Map.of("AGENCY_SIGNING_KEY", SIGNING_KEY)).json().path("findings")
                .findValuesAsText("outcome"));
        assertEquals(List.of("UNVERIFIED_SENDER"), example.run(Map.of("AGENCY_SIGNING_KEY", "another"))
                .json().path("findings").findValuesAsText("outcome"));
    }

    @Test
    void theRegistryRefusesTheOfficialClientASchemaThatBreaksReaders() throws Exception {
        // When
        JsonNode answers = run(WORK, Map.of("REGISTRY_USER", String.valueOf(
                new ClientFiles(folder).own().orElseThrow().registryAuth())), "node", "register.mjs").json();

        // Then
        assertEquals(RecordJson.MAPPER.readTree("""
                {"level": "FULL_TRANSITIVE", "unchanged": "the same", "required": 409, "withoutAgency": 409,
                 "otherType": 409, "versions": [1], "mayAddOptional": true}"""), answers);
    }
}
