package tocsin.rules;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.jexl3.JexlBuilder;
import org.apache.commons.jexl3.JexlContext;
import org.apache.commons.jexl3.JexlEngine;
import org.apache.commons.jexl3.JexlExpression;
import org.apache.commons.jexl3.MapContext;
import org.apache.commons.jexl3.introspection.JexlPermissions;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import tocsin.rules.condition.Answer;
import tocsin.rules.condition.ReportConditions;
import tocsin.rules.condition.Subject;
import tocsin.schemas.AvroSafety;
import tocsin.v1.Casualties;
import tocsin.v1.Category;
import tocsin.v1.Confidentiality;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.ReportKind;
import tocsin.v1.ReportSource;
import tocsin.v1.Status;
import tocsin.v1.Via;

/// What the pack's own rules cost for one report, by the size of the pack, beside the same conditions by hand and in JEXL:
/// the figures of docs/performance.md.
///
/// Of 10 rules all apply to the report; of 100 rules 30 do, and of 1,000 the same 30: the others are of other kinds of report
/// and types of event, some by their keys and some by their conditions.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RulesBench {
    static {
        AvroSafety.ensure();
    }

    private static final String ACCURACY = "include/2-national/accuracy.yaml";
    private static final int APPLYING = 30;
    private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");

    /// Rules of the pack.
    @Param({"10", "100", "1000"})
    public int rules;

    private final IncidentReport report = IncidentReport.newBuilder().setReportId("r1").setAgencyId("a")
            .setKind(ReportKind.FLASH).setStatus(Status.ACTUAL).setVia(Via.PHONE).setSource(ReportSource.PUBLIC)
            .setReportedAt(NOON).setOccurredAt(NOON.minusSeconds(1800)).setReceivedAt(NOON.minusSeconds(1200))
            .setCategory(Category.ACCIDENT).setType("fire").setUnit("青岛某化工公司仓库7").setTitle("青岛某化工公司仓库起火，12人受伤")
            .setSummary("事故发生后，消防、应急、卫健部门赶赴现场处置，火势已得到控制。".repeat(5))
            .setLocation(new Location("370211", "黄岛区某路1号", 36.1, 120.2, null))
            .setConfidentiality(Confidentiality.PUBLIC)
            .setCasualties(new Casualties(null, null, 12, null, null, null, null))
            .setFacts(Map.of("ill", new BigDecimal("3.0000"))).setMeasures(List.of("扑救", "疏散", "封路")).build();
    private final ReportConditions.Day day = new ReportConditions.Day(NOON.atZone(ZoneId.of("Asia/Shanghai")), Set.of(),
            false);
    private Pack pack;
    private List<Applying> applying;

    private record Applying(int number, BenchRule shape, JexlExpression jexl) {}

    /// Reads the pack, and sees that all three ways agree.
    @Setup
    public void read() {
        PackFiles files = PackFiles.read(Path.of(System.getProperty("tocsin.home"), "alert-rules/packs/qingdao"));
        StringBuilder accuracy = new StringBuilder(
                files.files().get(ACCURACY).replaceFirst("(?s)rules:.*", "rules:\n"));
        List<String> kinds = List.of("FIRST", "FOLLOW_UP", "FINAL", "CORRECTION", "DAILY");
        List<String> types = List.of("railway", "traffic", "pollution");
        JexlEngine engine = new JexlBuilder().permissions(JexlPermissions.UNRESTRICTED).strict(false).silent(false)
                .create();
        applying = new ArrayList<>();
        for (int i = 0; i < rules; i++) {
            BenchRule shape = BenchRule.SHAPES.get(i % BenchRule.SHAPES.size());
            String when = shape.cel().replace("#", String.valueOf(i));
            String only = "kinds: [FLASH]";
            if (i < APPLYING) {
                applying.add(new Applying(i, shape,
                        engine.createExpression(shape.jexl().replace("number", String.valueOf(i)))));
            } else {
                switch (i % 4) {
                    case 0 -> only = "kinds: [" + kinds.get(i % kinds.size()) + "]";
                    case 1 -> only = "types: [" + types.get(i % types.size()) + "]";
                    case 2 -> when = "report.kind == '" + kinds.get(i % kinds.size()) + "' && (" + when + ")";
                    default -> when = "report.type in ['" + types.get(i % types.size()) + "'] && (" + when + ")";
                }
            }
            accuracy.append("""
                      - id: B%d
                        basis: bench
                        system: bench
                        %s
                        when: "%s"
                        outcome: IMPLAUSIBLE
                        zh: 请核对
                        en: Check it
                    """.formatted(i, only, when));
        }
        pack = PackReader.read(files.with(ACCURACY, accuracy.toString()));
        check();
    }

    private void check() {
        List<ReportRule> found = found();
        if (pack.accuracy().rules().all().size() != rules || found.size() != applying.size()) {
            throw new IllegalStateException(found.size() + " of " + pack.accuracy().rules().all().size() + " apply");
        }
        Map<String, Integer> answers = new HashMap<>();
        for (int i = 0; i < found.size(); i++) {
            Answer answer = found.get(i).when().ask(subject());
            Boolean byHand = applying.get(i).shape().byHand().holds(report, NOON, Grade.III, i);
            boolean jexl = Boolean.TRUE.equals(applying.get(i).jexl().evaluate(context()));
            boolean same = byHand == null ? answer instanceof Answer.NotKnown
                    : answer == Answer.Known.valueOf(
                            byHand ? "YES" : "NO");
            if (!same || jexl != answer.holds()) {
                throw new IllegalStateException(found.get(i).when() + ": " + answer + ", " + byHand + ", " + jexl);
            }
            answers.merge(answer.getClass().getSimpleName() + (answer.holds() ? " yes" : ""), 1, Integer::sum);
        }
        System.out.println("# " + rules + " rules, " + found.size() + " apply: " + answers);
    }

    private Subject subject() {
        return pack.conditions().subject(report, NOON, null, null, Grade.III, day);
    }

    private List<ReportRule> found() {
        return pack.accuracy().rules().to(report.getKind(), report.getCategory(), report.getType());
    }

    private JexlContext context() {
        JexlContext context = new MapContext(new HashMap<>());
        context.set("report", report);
        context.set("arrivedAt", NOON);
        context.set("grade", Grade.III);
        return context;
    }

    /// The pack's rules: found by the index, the subject made, every condition asked.
    @Benchmark
    public void pack(Blackhole sink) {
        Subject subject = subject();
        for (ReportRule rule : found()) {
            sink.consume(rule.when().ask(subject));
        }
    }

    /// The same conditions by hand, only those that apply.
    @Benchmark
    public void byHand(Blackhole sink) {
        for (Applying rule : applying) {
            sink.consume(rule.shape().byHand().holds(report, NOON, Grade.III, rule.number()));
        }
    }

    /// The same conditions in JEXL, only those that apply.
    @Benchmark
    public void jexl(Blackhole sink) {
        JexlContext context = context();
        for (Applying rule : applying) {
            sink.consume(rule.jexl().evaluate(context));
        }
    }
}
