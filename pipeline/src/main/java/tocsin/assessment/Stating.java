package tocsin.assessment;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.ReportPrint;
import tocsin.internal.v1.StatedReport;
import tocsin.internal.v1.Statement;
import tocsin.model.Grades;
import tocsin.model.Kept;
import tocsin.model.Tolls;
import tocsin.v1.Grade;

/// How reports of one source add up to its statement.
///
/// A figure that grades rises with any report and falls only with a correction. A grade that was claimed does likewise.
public final class Stating {
    private Stating() {}

    /// A statement that nothing has been stated in yet.
    ///
    /// @param proven whether its sender proved to be the agency; what others send in the agency's name is a statement of its own
    /// @param firstGrade the graver of the grade the first report claims and the one its figures come to; null for none
    public static Statement first(String agencyId, boolean proven, Instant arrivedAt, @Nullable Grade firstGrade) {
        return Statement.newBuilder().setAgencyId(agencyId).setRefs(List.of()).setBelieved(false).setProven(proven)
                .setStatedAt(arrivedAt).setFirstArrivedAt(arrivedAt).setFirstGrade(firstGrade).build();
    }

    /// The statement with one report more.
    ///
    /// @param print what is kept of the report; it must hold what it stated
    /// @param neverFall figures that people are not told lower of without a correction (A4)
    public static Statement with(Statement before, ReportPrint print, List<String> neverFall) {
        StatedReport stated = Objects.requireNonNull(print.getStated());
        boolean corrects = stated.getCorrects();
        Map<String, BigDecimal> facts = new HashMap<>(before.getFacts());
        new TreeMap<>(stated.getFacts()).forEach((key, value) -> {
            if (facts.containsKey(key) || facts.size() < Kept.FACTS) {
                facts.put(key, value);
            }
        });
        return Statement.newBuilder(before).setRefs(refs(before.getRefs(), stated.getIncidentRef()))
                .setCasualties(corrects
                        ? Tolls.latest(before.getCasualties(), stated.getCasualties())
                        : Tolls.latestButNotLower(before.getCasualties(), stated.getCasualties(), neverFall))
                .setLossCny(stated.getLossCny() != null ? stated.getLossCny() : before.getLossCny()).setFacts(facts)
                .setGravestCasualties(corrects
                        ? Tolls.latest(Tolls.gravest(before), stated.getCasualties())
                        : Tolls.highest(Tolls.gravest(before), stated.getCasualties()))
                .setGravestLossCny(greatest(before.getGravestLossCny() == null
                        ? before.getLossCny()
                        : before.getGravestLossCny(), stated.getLossCny(), corrects))
                .setGravestFacts(gravestFacts(before, stated, corrects))
                .setClaimedGrade(claimed(before.getClaimedGrade(), stated))
                .setBelieved(stated.getBelieved() || before.getBelieved()).setStatedAt(print.getArrivedAt())
                .setReceivedAt(before.getReceivedAt() != null ? before.getReceivedAt() : stated.getReceivedAt())
                .setLocation(stated.getLocation() != null ? stated.getLocation() : before.getLocation())
                .setType(stated.getType() != null ? stated.getType() : before.getType())
                .setReports(reports(before.getReports(), print)).setRetracted(stated.getRetracts())
                .setDenies(stated.getDenies()).build();
    }

    private static @Nullable BigDecimal greatest(@Nullable BigDecimal before, @Nullable BigDecimal now,
            boolean corrects) {
        return now == null ? before : corrects || before == null ? now : before.max(now);
    }

    private static Map<String, BigDecimal> gravestFacts(Statement before, StatedReport stated, boolean corrects) {
        Map<String, BigDecimal> gravest = new HashMap<>(before.getFacts());
        before.getGravestFacts().forEach((key, value) -> gravest.merge(key, value, BigDecimal::max));
        new TreeMap<>(stated.getFacts()).forEach((key, value) -> {
            if (gravest.containsKey(key) || gravest.size() < Kept.FACTS) {
                gravest.merge(key, value, (was, is) -> corrects ? is : was.max(is));
            }
        });
        return gravest;
    }

    private static @Nullable Grade claimed(@Nullable Grade before, StatedReport stated) {
        Grade now = stated.getClaimedGrade();
        return stated.getCorrects()
                ? now != null ? now : before
                : Grades.graver(before, now);
    }

    private static List<String> refs(List<String> before, @Nullable String ref) {
        if (ref == null || before.contains(ref)) {
            return before;
        }
        List<String> refs = new ArrayList<>(before);
        refs.add(ref);
        return refs.subList(Math.max(0, refs.size() - Kept.REFS), refs.size());
    }

    private static List<ReportPrint> reports(List<ReportPrint> before, ReportPrint print) {
        List<ReportPrint> reports = new ArrayList<>(before);
        reports.add(print);
        return reports.subList(Math.max(0, reports.size() - Kept.REPORTS), reports.size());
    }
}
