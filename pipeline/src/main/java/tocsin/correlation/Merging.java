package tocsin.correlation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.Act;
import tocsin.internal.v1.Duty;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Mark;
import tocsin.internal.v1.MeasuredValue;
import tocsin.internal.v1.PublicPosts;
import tocsin.internal.v1.ReportPrint;
import tocsin.internal.v1.Ruling;
import tocsin.internal.v1.Statement;
import tocsin.internal.v1.Told;
import tocsin.model.Grades;
import tocsin.model.Kept;
import tocsin.model.OfficialAlerts;
import tocsin.model.Tolls;
import tocsin.v1.Evidence;
import tocsin.v1.Incident;

/// Two incidents that were one, and one that was two: what becomes of evidence, statements, duties and people told.
public final class Merging {
    private Merging() {}

    /// An incident with everything that is known of another one that is the same event.
    public static IncidentFile merged(IncidentFile into, IncidentFile from) {
        List<Evidence> evidence = new ArrayList<>(Stream
                .concat(into.getIncident().getEvidence().stream(), from.getIncident().getEvidence().stream())
                .sorted(Comparator.comparing(Evidence::getArrivedAt)).toList());
        while (evidence.size() > Kept.EVIDENCE) {
            evidence.remove(1);
        }
        return IncidentFile.newBuilder(into)
                .setIncident(Incident.newBuilder(into.getIncident()).setEvidence(evidence).build())
                .setStatements(statements(into.getStatements(), from.getStatements()))
                .setDuties(duties(into.getDuties(), from.getDuties())).setTold(told(into.getTold(), from.getTold()))
                .setRuling(ruling(into, from)).setMeasured(measured(into, from)).setClosing(null)
                .setSensitive(into.getSensitive() || from.getSensitive())
                .setMediaAt(earlier(into.getMediaAt(), from.getMediaAt()))
                .setAlerts(OfficialAlerts.merged(into.getAlerts(), from.getAlerts()))
                .setPublicPosts(more(into.getPublicPosts(), from.getPublicPosts()))
                .setActs(newest(Stream.concat(into.getActs().stream(), from.getActs().stream())
                        .sorted(Comparator.comparing(Act::getAt)).toList(), Kept.ACTS))
                .setMarks(newest(Stream.concat(Marks.of(into).stream(), Marks.of(from).stream())
                        .sorted(Comparator.comparing(Mark::getAt)).toList(), Marks.MOST))
                .build();
    }

    private static <T> List<T> newest(List<T> sorted, int most) {
        return List.copyOf(sorted.subList(Math.max(0, sorted.size() - most), sorted.size()));
    }

    private static List<Statement> statements(List<Statement> into, List<Statement> from) {
        Map<List<Object>, Statement> byAgency = new LinkedHashMap<>();
        Stream.concat(into.stream(), from.stream()).forEach(statement -> byAgency
                .merge(List.of(statement.getAgencyId(), statement.getProven()), statement, Merging::statement));
        return byAgency.values().stream().sorted(Comparator.comparing(Statement::getStatedAt)).toList();
    }

    /// What one agency stated of both: its last word on each figure.
    private static Statement statement(Statement one, Statement other) {
        boolean turned = one.getStatedAt().isAfter(other.getStatedAt());
        Statement older = turned ? other : one;
        Statement newer = turned ? one : other;
        Map<String, BigDecimal> facts = new HashMap<>(older.getFacts());
        facts.putAll(newer.getFacts());
        Set<String> refs = new LinkedHashSet<>(older.getRefs());
        refs.addAll(newer.getRefs());
        return Statement.newBuilder(newer).setRefs(List.copyOf(refs)).setFacts(facts)
                .setCasualties(Tolls.latest(older.getCasualties(), newer.getCasualties()))
                .setLossCny(newer.getLossCny() != null ? newer.getLossCny() : older.getLossCny())
                .setGravestCasualties(Tolls.highest(Tolls.gravest(older), Tolls.gravest(newer)))
                .setGravestLossCny(greatest(older, newer)).setGravestFacts(gravestFacts(older, newer))
                .setCounts(older.getCounts() || newer.getCounts())
                .setClaimedGrade(Grades.graver(older.getClaimedGrade(), newer.getClaimedGrade()))
                .setBelieved(older.getBelieved() || newer.getBelieved())
                .setProven(older.getProven() || newer.getProven())
                .setFirstGrade(Grades.graver(older.getFirstGrade(), newer.getFirstGrade()))
                .setReceivedAt(earlier(older.getReceivedAt(), newer.getReceivedAt()))
                .setFirstArrivedAt(earlier(older.getFirstArrivedAt(), newer.getFirstArrivedAt()))
                .setReports(newest(Stream.concat(older.getReports().stream(), newer.getReports().stream())
                        .sorted(Comparator.comparing(ReportPrint::getArrivedAt)).toList(), Kept.REPORTS))
                .build();
    }

    private static @Nullable BigDecimal greatest(Statement older, Statement newer) {
        return Stream.of(older.getLossCny(), newer.getLossCny(), older.getGravestLossCny(), newer.getGravestLossCny())
                .filter(java.util.Objects::nonNull).max(Comparator.naturalOrder()).orElse(null);
    }

    private static Map<String, BigDecimal> gravestFacts(Statement older, Statement newer) {
        Map<String, BigDecimal> gravest = new HashMap<>();
        Stream.of(older.getFacts(), newer.getFacts(), older.getGravestFacts(), newer.getGravestFacts())
                .forEach(facts -> facts.forEach((key, value) -> gravest.merge(key, value, BigDecimal::max)));
        return gravest;
    }

    /// What a person ruled last of either.
    private static @Nullable Ruling ruling(IncidentFile into, IncidentFile from) {
        Ruling one = into.getRuling();
        Ruling other = from.getRuling();
        return one == null || other != null && other.getAt().isAfter(one.getAt()) ? other : one;
    }

    private static List<MeasuredValue> measured(IncidentFile into, IncidentFile from) {
        Map<String, MeasuredValue> bySource = new LinkedHashMap<>();
        Stream.concat(from.getMeasured().stream(), into.getMeasured().stream())
                .forEach(value -> bySource.put(value.getSource(), value));
        return newest(List.copyOf(bySource.values()), Kept.MEASURED);
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null || other != null && other.isBefore(one) ? other : one;
    }

    private static @Nullable PublicPosts more(@Nullable PublicPosts one, @Nullable PublicPosts other) {
        return one == null || other != null && other.getPosts() > one.getPosts() ? other : one;
    }

    /// What is awaited under one rule of one agency is awaited once: what came of either has come.
    private static List<Duty> duties(List<Duty> into, List<Duty> from) {
        Map<List<String>, Duty> duties = new LinkedHashMap<>();
        Stream.concat(into.stream(), from.stream())
                .forEach(duty -> duties.merge(List.of(duty.getRule(), String.valueOf(duty.getAgencyId())), duty,
                        (one, other) -> other.getMetAt() != null && one.getMetAt() == null ? other : one));
        return List.copyOf(duties.values());
    }

    private static List<Told> told(List<Told> into, List<Told> from) {
        Map<String, Told> ways = new LinkedHashMap<>();
        Stream.concat(into.stream(), from.stream())
                .forEach(told -> ways.putIfAbsent(told.getRecipient() + " " + told.getChannel(), told));
        return List.copyOf(ways.values());
    }

    /// The parts of an incident that some sources speak of, and what is left without them.
    ///
    /// @param evidence of these sources
    /// @param statements of these agencies
    /// @param duties awaited from these agencies
    /// @param left the incident without them
    public record Split(List<Evidence> evidence, List<Statement> statements, List<Duty> duties, IncidentFile left) {}

    /// Takes the evidence of these sources out of an incident: agencies, sensors, or single pieces by their id. What an
    /// agency stated goes as a whole.
    public static Split split(IncidentFile file, Set<String> sources) {
        List<Evidence> apart = file.getIncident().getEvidence().stream().filter(evidence -> isOf(evidence, sources))
                .toList();
        List<Statement> statements = file.getStatements().stream()
                .filter(statement -> sources.contains(statement.getAgencyId())).toList();
        List<Duty> duties = file.getDuties().stream()
                .filter(duty -> duty.getAgencyId() != null && sources.contains(duty.getAgencyId())).toList();
        IncidentFile left = IncidentFile.newBuilder(file)
                .setIncident(Incident.newBuilder(file.getIncident()).setEvidence(file.getIncident().getEvidence()
                        .stream().filter(evidence -> !isOf(evidence, sources)).toList()).build())
                .setStatements(file.getStatements().stream()
                        .filter(statement -> !sources.contains(statement.getAgencyId())).toList())
                .setDuties(file.getDuties().stream().filter(duty -> !duties.contains(duty)).toList()).build();
        return new Split(apart, statements, duties, left);
    }

    /// Whether a piece of evidence is meant by its source or by its own id.
    public static boolean isOf(Evidence evidence, Set<String> sources) {
        return sources.contains(evidence.getSource()) || sources.contains(evidence.getId());
    }
}
