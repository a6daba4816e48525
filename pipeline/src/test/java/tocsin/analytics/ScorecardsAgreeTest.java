package tocsin.analytics;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.desk.City;
import tocsin.desk.Reports;
import tocsin.internal.v1.SenderProof;
import tocsin.model.Decision;
import tocsin.model.Fault;
import tocsin.model.InstructionLevel;
import tocsin.model.Use;
import tocsin.v1.Action;
import tocsin.v1.Finding;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.ReportKind;
import tocsin.v1.Status;
import tocsin.v1.Verdict;
import tocsin.wire.RecordJson;

/// A month of reports, corrections, repetitions, exercises, decisions and appeals: the scorecards are those that a page of
/// Python computes from the exported records.
@Tag("peers")
class ScorecardsAgreeTest {
    private static final Path SCRIPT = Path.of("../docs/examples/scorecards.py").toAbsolutePath().normalize();
    private static final List<String> AGENCIES = List.of("qingdao-fire", "licang-fire", "licang-emergency",
            "shinan-fire", "unknown-one");
    private static final List<String> PEOPLE = List.of("duty-wang", "leader-zhao", "deputy-li");
    private static final int STEPS = 500;

    private final City city = new City();
    private final List<IncidentReport> sent = new ArrayList<>();

    @TempDir
    Path folder;

    private void report(Random random, int step) {
        String agency = AGENCIES.get(random.nextInt(AGENCIES.size()));
        Duration delay = Duration.ofSeconds(random.nextInt(3 * 3_600));
        IncidentReport.Builder report = Reports.fire("r" + step, city.now()).setAgencyId(agency)
                .setReceivedAt(city.now().minus(delay)).setLearnedAt(city.now().minus(delay))
                .setOccurredAt(city.now().minus(delay).minusSeconds(random.nextInt(3_600)))
                .setLocation(new Location("37021" + random.nextInt(4), "某街某号", null, null, null))
                .setCasualties(Reports.toll(random.nextInt(4) * random.nextInt(4), random.nextInt(12)))
                .setStatus(random.nextInt(12) == 0 ? Status.EXERCISE : Status.ACTUAL);
        if (random.nextInt(4) == 0) {
            report.setClaimedGrade(Grade.IV);
        }
        if (random.nextInt(5) == 0) {
            report.setCause(null).setTrend(null).setMeasures(List.of());
        }
        if (random.nextInt(6) == 0) {
            report.setSummary("死亡9人，重伤40人");
        }
        List<Verdict> known = city.verdicts().stream().filter(verdict -> verdict.getAgencyId().equals(agency))
                .filter(verdict -> verdict.getIncidentId() != null).toList();
        if (!known.isEmpty() && random.nextInt(3) > 0) {
            Verdict before = known.get(random.nextInt(known.size()));
            report.setIncidentRef(before.getIncidentId()).setSequence(2 + random.nextInt(3))
                    .setKind(random.nextBoolean() ? ReportKind.CORRECTION : ReportKind.FOLLOW_UP);
        }
        IncidentReport built = report.build();
        sent.add(built);
        city.report(built, random.nextInt(15) == 0 ? SenderProof.UNVERIFIED : SenderProof.API_KEY);
    }

    private List<Finding> found() {
        return Stream.concat(city.findings().stream(),
                city.verdicts().stream().flatMap(verdict -> verdict.getFindings().stream()))
                .filter(finding -> finding.getAgencyId() != null && finding.getDesk() != null).toList();
    }

    private void decide(Random random) {
        List<Finding> found = found();
        Finding finding = found.get(random.nextInt(found.size()));
        Decision decision = Decision.values()[random.nextInt(3)];
        Fault fault = Fault.values()[random.nextInt(5)];
        Map<String, String> arguments = decision == Decision.CONFIRMED
                ? Map.of("findingId", finding.getFindingId(), "decision", decision.name(), "fault", fault.name())
                : Map.of("findingId", finding.getFindingId(), "decision", decision.name());
        int first = random.nextInt(PEOPLE.size());
        city.order(PEOPLE.get(first), "DUTY_OFFICER", Action.DECIDE, finding.getDesk(), arguments, null);
        if (random.nextInt(4) > 0) {
            city.order(PEOPLE.get((first + 1) % PEOPLE.size()), "DUTY_OFFICER", Action.DECIDE, finding.getDesk(),
                    arguments, null);
        }
        if (random.nextInt(4) == 0) {
            city.order(finding.getAgencyId(), "REPORTER", Action.APPEAL, finding.getDesk(),
                    Map.of("findingId", finding.getFindingId()), "the line was down");
        }
    }

    private void use(Random random) {
        List<Verdict> verdicts = city.verdicts().stream().filter(verdict -> verdict.getIncidentId() != null).toList();
        Verdict verdict = verdicts.get(random.nextInt(verdicts.size()));
        Map<String, String> report = Map.of("agencyId", verdict.getAgencyId(), "reportId", verdict.getReportId());
        city.order("duty-wang", "DUTY_OFFICER", Action.USE, verdict.getDesk(), with(report, "as",
                Use.values()[random.nextInt(5)].name(), "images", Boolean.toString(random.nextBoolean())), null);
        if (random.nextBoolean()) {
            city.order("duty-wang", "DUTY_OFFICER", Action.INSTRUCT, verdict.getIncidentId(),
                    with(report, "level", InstructionLevel.values()[random.nextInt(3)].name()), "处置稳妥");
        }
    }

    private void close(Random random) {
        List<String> incidents = List.copyOf(city.incidents().keySet());
        city.command("duty-wang", Action.CLOSE, incidents.get(random.nextInt(incidents.size())));
    }

    private static Map<String, String> with(Map<String, String> arguments, String... more) {
        Map<String, String> all = new HashMap<>(arguments);
        IntStream.range(0, more.length / 2).forEach(i -> all.put(more[2 * i], more[2 * i + 1]));
        return all;
    }

    /// Five weeks: some of it is not in the month.
    private void livesThrough(Random random) {
        report(random, -1);
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(10)) {
                case 0 -> city.report(sent.get(random.nextInt(sent.size())), SenderProof.API_KEY);
                case 1, 2 -> {
                    if (!found().isEmpty()) {
                        decide(random);
                    }
                }
                case 3, 4 -> use(random);
                case 5 -> close(random);
                default -> report(random, step);
            }
            city.after(Duration.ofMinutes(5 + random.nextInt(220)));
        }
    }

    private void export(String file, List<? extends SpecificRecord> records) throws IOException {
        Files.write(folder.resolve(file), records.stream().map(record -> RecordJson.write(record).toString()).toList());
    }

    private JsonNode byPython(Period period) throws IOException, InterruptedException {
        export("verdicts.ndjson", city.verdicts());
        export("findings.ndjson", city.findings());
        export("timeline.ndjson", city.timeline());
        export("incidents.ndjson", List.copyOf(city.incidents().values()));
        Path answer = folder.resolve("answer.json");
        Process python = new ProcessBuilder("python3", SCRIPT.toString(), folder.toString(), period.from().toString(),
                period.to().toString()).redirectOutput(answer.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertEquals(0, python.waitFor(), "python3");
        return RecordJson.MAPPER.readTree(Files.readString(answer, StandardCharsets.UTF_8));
    }

    private Recorded recorded() {
        Recorded recorded = new Recorded();
        city.incidents().values().forEach(recorded::incident);
        city.verdicts().forEach(recorded::verdict);
        city.findings().forEach(recorded::finding);
        city.timeline().forEach(recorded::event);
        return recorded;
    }

    /// As the script writes it: without names, and of points the score alone.
    private static JsonNode plain(JsonNode card) {
        ObjectNode plain = card.deepCopy();
        plain.remove("name");
        ObjectNode scores = JsonNodeFactory.instance.objectNode();
        card.path("profiles").properties().forEach(profile -> {
            JsonNode score = profile.getValue().path("score");
            scores.put(profile.getKey(), score.isNull() ? null : score.decimalValue().setScale(2).toPlainString());
        });
        plain.set("profiles", scores);
        return plain;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {7, 42, 20_260_301})
    void everyFigureOfAMonthIsWhatAnotherLanguageComputesFromTheRecords(long seed) throws Exception {
        // Given
        livesThrough(new Random(seed));
        Period march = Period.month("2026-03", ZoneId.of("Asia/Shanghai"));

        // When
        List<Scorecard> cards = Scorecards.of(recorded(), march);
        JsonNode ours = ScorecardJson.of(cards, march, id -> id).path("scorecards");
        JsonNode pythons = byPython(march);

        // Then
        assertEquals(pythons.size(), ours.size());
        assertAll(IntStream.range(0, ours.size())
                .mapToObj(
                        i -> () -> assertEquals(pythons.get(i).toPrettyString(), plain(ours.get(i)).toPrettyString())));
        Map<Measure, Integer> totals = Arrays.stream(Measure.values()).collect(Collectors.toMap(measure -> measure,
                measure -> cards.stream().mapToInt(card -> card.count(measure)).sum()));
        totals.forEach((measure, total) -> assertTrue(total > 0, measure + " is not in this month"));
        assertTrue(cards.stream().anyMatch(card -> card.points(Profile.MEIZHOU).lines().stream()
                .anyMatch(line -> line.why().endsWith("减半"))), "points are halved in this month");
    }
}
