package tocsin.rules;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tocsin.v1.Casualties;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.ReportSource;
import tocsin.v1.Via;

/// One condition three times: as a pack writes it, as JEXL has it, and by hand over the record.
///
/// @param cel as in a pack; `#` is a number that makes rules differ
/// @param jexl the same over the record's own objects, where null is not known and spreads
/// @param byHand the same in Java; null is not known
record BenchRule(String cel, String jexl, ByHand byHand) {
    /// A condition by hand.
    @FunctionalInterface
    interface ByHand {
        /// Yes, no, or null where it cannot be told.
        @Nullable
        Boolean holds(IncidentReport report, Instant arrivedAt, Grade grade, int number);
    }

    /// Ten conditions that read one to three fields each; `cause`, `casualties.dead`, `lossCny` and `claimedGrade` are not
    /// known of the report that is asked.
    static final List<BenchRule> SHAPES = List.of(
            new BenchRule("report.casualties.seriouslyInjured > #", "report.casualties.seriouslyInjured > number",
                    (report, at, grade, number) -> count(report, Casualties::getSeriouslyInjured, n -> n > number)),
            new BenchRule("report.casualties.dead >= # && report.casualties.seriouslyInjured > 2",
                    "report.casualties.dead >= number && report.casualties.seriouslyInjured > 2",
                    (report, at, grade, number) -> and(count(report, Casualties::getDead, n -> n >= number),
                            count(report, Casualties::getSeriouslyInjured, n -> n > 2))),
            new BenchRule("report.via == 'PHONE' && report.source in ['PUBLIC', 'PARTNER'] && report.sequence > #",
                    "report.via == 'PHONE' && report.source.name() =~ ['PUBLIC', 'PARTNER'] && report.sequence > number",
                    (report, at, grade, number) -> and(is(report.getVia(), Via.UNKNOWN, via -> via == Via.PHONE),
                            and(is(report.getSource(), ReportSource.UNKNOWN,
                                    from -> from == ReportSource.PUBLIC || from == ReportSource.PARTNER),
                                    report.getSequence() > number))),
            new BenchRule("arrivedAt - report.receivedAt > duration('#m')",
                    "arrivedAt.toEpochMilli() - report.receivedAt.toEpochMilli() > number * 60000",
                    (report, at, grade, number) -> report.getReceivedAt() == null
                            ? null
                            : Duration.between(report.getReceivedAt(), at).toMinutes() > number),
            new BenchRule("report.occurredAt > report.reportedAt || report.sequence > #",
                    "report.occurredAt > report.reportedAt || report.sequence > number",
                    (report, at, grade, number) -> or(
                            report.getOccurredAt() == null
                                    ? null
                                    : report.getOccurredAt().isAfter(report.getReportedAt()),
                            report.getSequence() > number)),
            new BenchRule("report.unit.contains('仓库#') || report.title.startsWith('演练#')",
                    "report.unit.contains('仓库' + number) || report.title.startsWith('演练' + number)",
                    (report, at, grade, number) -> or(
                            report.getUnit() == null ? null : report.getUnit().contains("仓库" + number),
                            report.getTitle().startsWith("演练" + number))),
            new BenchRule("report.lossCny > #000.0 && grade in ['I', 'II', 'III']",
                    "report.lossCny > number * 1000 && grade.name() =~ ['I', 'II', 'III']",
                    (report, at, grade, number) -> and(
                            report.getLossCny() == null
                                    ? null
                                    : report.getLossCny().compareTo(BigDecimal.valueOf(number * 1000L)) > 0,
                            grade == Grade.I || grade == Grade.II || grade == Grade.III)),
            new BenchRule("!has(report.cause) && report.measures.size() > #",
                    "empty(report.cause) && size(report.measures) > number",
                    (report, at, grade, number) -> (report.getCause() == null || report.getCause().isBlank())
                            && report.getMeasures().size() > number),
            new BenchRule("report.location.latitude > #.0 && report.location.longitude < 121.0",
                    "report.location.latitude > number && report.location.longitude < 121.0",
                    (report, at, grade, number) -> and(
                            degrees(report, Location::getLatitude, d -> d > number),
                            degrees(report, Location::getLongitude, d -> d < 121.0))),
            new BenchRule("report.claimedGrade == 'I' && report.facts.burnt_ha > #.0",
                    "report.claimedGrade == 'I' && report.facts.burnt_ha > number",
                    (report, at, grade, number) -> and(
                            is(report.getClaimedGrade(), Grade.UNKNOWN, stated -> stated == Grade.I),
                            report.getFacts().get("burnt_ha") == null
                                    ? null
                                    : report.getFacts().get("burnt_ha").doubleValue() > number)));

    private static @Nullable Boolean and(@Nullable Boolean one, @Nullable Boolean other) {
        return Boolean.FALSE.equals(one) || Boolean.FALSE.equals(other)
                ? Boolean.FALSE
                : one == null || other == null ? null : Boolean.TRUE;
    }

    private static @Nullable Boolean or(@Nullable Boolean one, @Nullable Boolean other) {
        return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other)
                ? Boolean.TRUE
                : one == null || other == null ? null : Boolean.FALSE;
    }

    private static <E> @Nullable Boolean is(@Nullable E value, E unknown, java.util.function.Predicate<E> holds) {
        return value == null || value.equals(unknown) ? null : holds.test(value);
    }

    private static @Nullable Boolean count(IncidentReport report, Function<Casualties, @Nullable Integer> of,
            java.util.function.IntPredicate holds) {
        Integer count = report.getCasualties() == null ? null : of.apply(report.getCasualties());
        return count == null ? null : holds.test(count);
    }

    private static @Nullable Boolean degrees(IncidentReport report, Function<Location, @Nullable Double> of,
            java.util.function.DoublePredicate holds) {
        Double degrees = report.getLocation() == null ? null : of.apply(report.getLocation());
        return degrees == null ? null : holds.test(degrees);
    }
}
