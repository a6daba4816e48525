package tocsin.rules.condition;

import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelAttribute;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.Statement;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.IncidentReport;
import tocsin.yaml.YamlNode;

/// Conditions about one report, at its arrival.
///
/// They speak of `report` (IncidentReport), `arrivedAt`, `incident` (as it is with the report), `before` (what the agency
/// stated of the incident until then), `grade` (the incident's, with the report), and `day` (the local day of arrival:
/// `kinds` of special day, `holiday`, `hour`).
public final class ReportConditions {
    private static final CelAttribute GRADE = CelAttribute.fromQualifiedIdentifier("grade");

    private final Places report;
    private final Places incident;
    private final Places before;
    private final Places day;
    private final ConditionLanguage language;

    /// @param facts the registered figures for special scales
    public ReportConditions(Set<String> facts) {
        Fields figures = facts(facts);
        this.report = Places.of(Fields.of(IncidentReport.getClassSchema(), figures), "report");
        this.incident = Places.of(Fields.of(Incident.getClassSchema(), figures), "incident");
        this.before = Places.of(Fields.of(Statement.getClassSchema(), figures), "before");
        this.day = Places.of(Fields.of("tocsin.Day", Map.of("kinds", ListType.create(SimpleType.STRING), "holiday",
                SimpleType.BOOL, "hour", SimpleType.INT), Map.of()), "day");
        this.language = new ConditionLanguage(
                Map.of("arrivedAt", SimpleType.TIMESTAMP, "grade", SimpleType.STRING),
                Map.of("report", report.fields(), "incident", incident.fields(), "before", before.fields(), "day",
                        day.fields()));
    }

    static Fields facts(Set<String> keys) {
        Map<String, dev.cel.common.types.CelType> types = new LinkedHashMap<>();
        keys.forEach(key -> types.put(key, SimpleType.DOUBLE));
        return Fields.of("tocsin.Facts", types, Map.of());
    }

    /// The condition at this place, or empty after noting every problem there.
    public Optional<Condition> compile(YamlNode node) {
        return language.compile(node);
    }

    /// The local day of an arrival.
    ///
    /// @param kinds kinds of special day it is, by name
    /// @param holiday whether it is one on which offices rest
    public record Day(ZonedDateTime arrival, Set<String> kinds, boolean holiday) {}

    /// What is known at a report's arrival.
    ///
    /// @param of the report; null where there is none, and then nothing of it is known
    /// @param incident the incident with the report; null where it has none
    /// @param before what the agency stated of it before; null where it stated nothing
    /// @param grade the incident's grade with the report, or null
    public Subject subject(@Nullable IncidentReport of, Instant arrivedAt, @Nullable Incident incident,
            @Nullable Statement before, @Nullable Grade grade, Day arrivalDay) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("report", Known.of(report, of));
        variables.put("arrivedAt", arrivedAt);
        variables.put("incident", Known.of(this.incident, incident));
        variables.put("before", Known.of(this.before, before));
        variables.put("grade",
                grade == null || grade == Grade.UNKNOWN ? new Places.Place(GRADE, null).notKnown() : grade.name());
        variables.put("day", Known.of(day, Map.of("kinds", java.util.List.copyOf(arrivalDay.kinds()), "holiday",
                arrivalDay.holiday(), "hour", (long) arrivalDay.arrival().getHour())));
        return new Subject(Map.copyOf(variables));
    }
}
