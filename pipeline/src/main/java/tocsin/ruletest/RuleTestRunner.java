package tocsin.ruletest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tocsin.desk.Closings;
import tocsin.desk.DeskOutput;
import tocsin.intake.Gate;
import tocsin.intake.ReportForm;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.AuthenticatedCommand;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.LevelChange;
import tocsin.internal.v1.MediaBurst;
import tocsin.internal.v1.Origin;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.ArrivalBasis;
import tocsin.model.Sha256;
import tocsin.replay.Sandbox;
import tocsin.replay.Totals;
import tocsin.rules.PackFiles;
import tocsin.rules.directory.Sensor;
import tocsin.ruletest.RuleTest.Aspect;
import tocsin.schemas.CanonicalAvro;
import tocsin.v1.Action;
import tocsin.v1.Command;
import tocsin.v1.Deadline;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.Status;
import tocsin.v1.Verdict;
import tocsin.v1.WarningLevel;
import tocsin.wire.JsonReading;
import tocsin.wire.RelativeJson;

/// Runs one test through the desks of its pack, in virtual time.
public final class RuleTestRunner {
    private static final Duration BEFORE = Duration.ofSeconds(1);

    private final RuleTest test;
    private final List<DeskOutput> outputs = new ArrayList<>();
    private final Sandbox sandbox;
    private final Map<String, @Nullable String> grades = new HashMap<>();
    private final List<String> incidents = new ArrayList<>();
    private Instant now;
    private int records;

    private RuleTestRunner(RuleTest test, PackFiles files) {
        this.test = test;
        this.now = test.at();
        this.sandbox = new Sandbox(files, test.at().minus(BEFORE), new Totals(), outputs::add);
    }

    /// Runs the tests of the pack in this folder. Throws [tocsin.yaml.InvalidFileException] where pack or tests do not read.
    public static List<RuleTest.Result> run(Path pack) {
        PackFiles files = PackFiles.read(pack);
        return RuleTestReader.read(pack).stream().map(test -> run(test, files)).toList();
    }

    /// Runs one test by this pack.
    public static RuleTest.Result run(RuleTest test, PackFiles files) {
        return new RuleTestRunner(test, files).run();
    }

    private RuleTest.Result run() {
        List<String> differences = new ArrayList<>();
        for (RuleTest.Step step : test.steps()) {
            int before = outputs.size();
            now = now.plus(step.after());
            sandbox.passUntil(now);
            List<String> refused = bring(step);
            List<DeskOutput> came = List.copyOf(outputs.subList(before, outputs.size()));
            came.forEach(this::note);
            Map<Aspect, List<String>> actual = actual(came, refused);
            step.expected().forEach((aspect, expected) -> differences
                    .addAll(differences(step, aspect, expected, actual.getOrDefault(aspect, List.of()))));
        }
        return new RuleTest.Result(test, List.copyOf(differences));
    }

    private static List<String> differences(RuleTest.Step step, Aspect aspect, List<String> expected,
            List<String> actual) {
        List<String> missing = new ArrayList<>(expected);
        List<String> unexpected = new ArrayList<>(actual);
        actual.forEach(missing::remove);
        expected.forEach(unexpected::remove);
        if (missing.isEmpty() && unexpected.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of(step.place() + ": " + aspect.key()));
        missing.forEach(word -> lines.add("  - " + word));
        unexpected.forEach(word -> lines.add("  + " + word));
        return lines;
    }

    /// Brings a step's record; gives why it could not be brought.
    private List<String> bring(RuleTest.Step step) {
        JsonNode body = RelativeJson.resolved(step.body(), now);
        records++;
        return switch (step.way()) {
            case REPORT -> report(body);
            case COMMAND -> command(body);
            case LEVEL -> level(body);
            case BURST -> burst(body);
            case NOTHING -> List.of();
        };
    }

    private List<String> report(JsonNode body) {
        JsonReading.Result<IncidentReport> read = JsonReading.read(body, IncidentReport.class);
        IncidentReport report = read.record();
        if (report == null) {
            return read.refusals().stream().map(refusal -> refusal.getReason() + " " + refusal.getField()).toList();
        }
        List<String> refusals = ReportForm.refusals(report).stream()
                .map(refusal -> refusal.getReason() + " " + refusal.getField()).toList();
        if (refusals.isEmpty()) {
            byte[] bytes = CanonicalAvro.bytes(report);
            append(Gate.desk(report, sandbox.directory()), new AcceptedReport(report, now, SenderProof.API_KEY,
                    Sha256.of(bytes), ArrivalBasis.APPENDED, null));
        }
        return refusals;
    }

    private List<String> command(JsonNode body) {
        String named = body.path("incident").asText("1");
        boolean byNumber = named.matches("\\d{1,4}");
        if (byNumber && Integer.parseInt(named) > incidents.size()) {
            return List.of("there is no incident " + named + " yet");
        }
        String incident = byNumber ? incidents.get(Integer.parseInt(named) - 1) : named;
        Command command = new Command("command-" + records, incident,
                Action.valueOf(body.path("action").asText("NOTE")), body.path("by").asText("duty"),
                body.path("channel").asText("http"), now, Map.of(), "as the test has it");
        append(incident.substring(0, incident.indexOf('-')),
                new AuthenticatedCommand(command, body.path("role").asText("APPROVER"), now));
        if (command.getAction() == Action.CLOSE) {
            // Nobody takes it back, so it takes effect.
            now = now.plus(Closings.TAKEN_BACK_WITHIN);
            sandbox.passUntil(now);
        }
        return List.of();
    }

    private List<String> level(JsonNode body) {
        Sensor sensor = sandbox.directory().sensors().get(body.path("sensor").asText());
        if (sensor == null) {
            return List.of("the directory has no sensor " + body.path("sensor").asText());
        }
        append(sandbox.directory().deskFor(sensor.area()), new LevelChange(sensor.id(),
                body.path("metric").asText("rain_mm"), body.path("rule").asText(),
                WarningLevel.valueOf(body.path("level").asText("RED")), null, body.path("value").asDouble(),
                body.path("unit").asText("mm"), now, now,
                new Location(sensor.area(), sensor.place(), sensor.latitude(), sensor.longitude(), null),
                Status.ACTUAL, null, null, Map.of()));
        return List.of();
    }

    private List<String> burst(JsonNode body) {
        String area = body.path("area").asText();
        Instant published = body.has("published") ? Instant.parse(body.path("published").asText()) : now;
        append(sandbox.directory().deskFor(area), new MediaBurst("burst-" + records, body.path("rule").asText(), area,
                body.path("type").asText(), body.path("posts").asInt(5), published, 0, List.of(), now, Status.ACTUAL));
        return List.of();
    }

    private void append(String desk, Object body) {
        InboxRecord record = new InboxRecord(desk, new Origin("tests", 0, (long) records, Integer.toString(records)),
                body);
        sandbox.append(record, now);
    }

    private void note(DeskOutput output) {
        if (output instanceof DeskOutput.OfIncident incident) {
            String id = incident.record().getIncidentId();
            if (!incidents.contains(id)) {
                incidents.add(id);
            }
            grades.put(id, incident.record().getGrade() == null ? null : incident.record().getGrade().name());
        }
    }

    private Map<Aspect, List<String>> actual(List<DeskOutput> came, List<String> refused) {
        Map<Aspect, List<String>> actual = new EnumMap<>(Aspect.class);
        List<String> rejected = new ArrayList<>(refused);
        for (DeskOutput output : came) {
            switch (output) {
                case DeskOutput.OfVerdict verdict -> verdict(verdict.record(), actual);
                case DeskOutput.OfFinding finding -> add(actual, Aspect.FINDINGS, finding.record().getRule() + " "
                        + finding.record().getOutcome()
                        + (finding.record().getAgencyId() == null ? "" : " " + finding.record().getAgencyId()));
                case DeskOutput.OfNotification told -> add(actual, Aspect.TOLD, told.record().getRecipient() + " "
                        + told.record().getChannel() + " " + told.record().getReason());
                case DeskOutput.OfRejected reject -> reject.record().getReasons()
                        .forEach(reason -> rejected.add(reason.getReason().name()));
                case DeskOutput.OfIncident incident -> {
                    // Its last grade is looked at, below.
                }
                case DeskOutput.OfTimeline event -> {
                    // The timeline tells what the others say.
                }
                case DeskOutput.OfSpecialReport report -> {
                    // Words of people, which no rule decides.
                }
                case DeskOutput.OfSpecialReportFile file -> {
                    // The same, as it stands.
                }
                case DeskOutput.OfCommandOutcome outcome -> {
                    // What a person's order came to shows in the others.
                }
            }
        }
        if (!incidents.isEmpty()) {
            String grade = grades.get(incidents.getLast());
            actual.put(Aspect.GRADE, List.of(grade == null ? "not graded" : grade));
        }
        actual.put(Aspect.REJECTED, rejected);
        return actual;
    }

    private static void verdict(Verdict verdict, Map<Aspect, List<String>> actual) {
        verdict.getFindings().forEach(finding -> add(actual, Aspect.VERDICT, finding.getRule() + " "
                + finding.getOutcome()));
        verdict.getDeadlines().forEach(deadline -> add(actual, Aspect.DEADLINES, words(deadline)));
        add(actual, Aspect.ACCURACY, Integer.toString(verdict.getAccuracy()));
    }

    private static String words(Deadline deadline) {
        Long late = deadline.getLateMs();
        return deadline.getRule() + (late == null ? " on time" : " late " + Duration.ofMillis(late));
    }

    private static void add(Map<Aspect, List<String>> actual, Aspect aspect, String word) {
        actual.computeIfAbsent(aspect, key -> new ArrayList<>()).add(word);
    }
}
