package tocsin.assessment;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.OfficialAlert;
import tocsin.internal.v1.Ruling;
import tocsin.internal.v1.Statement;
import tocsin.model.Grades;
import tocsin.model.OfficialAlerts;
import tocsin.model.Tolls;
import tocsin.rules.Grading;
import tocsin.rules.Scale;
import tocsin.rules.Words;
import tocsin.rules.Toll;
import tocsin.v1.Casualties;
import tocsin.v1.Category;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.OfficialSignal;

/// Grades reports and incidents by the pack's scales (domain 3).
public final class Assessor {
    private Assessor() {}

    /// The grade one report's own figures come to, or empty where it knows none.
    ///
    /// @param category its category, or its incident's
    /// @param type its type, or its incident's
    /// @param occurredAt when it happened: the edition of a scale in force then decides
    public static Optional<Scale.Graded> computed(IncidentReport report, @Nullable Category category,
            @Nullable String type, Instant occurredAt, Grading grading) {
        return grading.grade(new Toll(report.getCasualties(), report.getLossCny(), report.getFacts()), category, type,
                occurredAt);
    }

    /// The incident as everything stated about it has it, and as a person ruled.
    ///
    /// @param file the incident; its category and type choose the scale
    public static Assessment assess(IncidentFile file, Grading grading) {
        List<Statement> statements = file.getStatements();
        Reckoned reckoned = reckoned(file, grading);
        return new Assessment(reckoned.casualties(), reckoned.grade(), reckoned.reason().en(),
                statements.stream().anyMatch(Statement::getBelieved)
                        || OfficialAlerts.standing(file).stream().anyMatch(OfficialAlert::getBelieved),
                OfficialAlerts.quoted(file));
    }

    /// Why an incident has its grade, in both languages.
    public static Words reason(IncidentFile file, Grading grading) {
        return reckoned(file, grading).reason();
    }

    /// The grade by what is believed alone, or null: by it people are paged while a graver claim waits to be verified.
    public static @Nullable Grade believed(IncidentFile file, Grading grading) {
        List<Statement> believed = file.getStatements().stream().filter(Statement::getBelieved).toList();
        List<OfficialAlert> alerts = file.getAlerts().stream().filter(OfficialAlert::getBelieved).toList();
        return reckoned(IncidentFile.newBuilder(file).setStatements(believed).setAlerts(alerts).build(), grading)
                .grade();
    }

    private record Reckoned(@Nullable Casualties casualties, @Nullable Grade grade, Words reason) {}

    private static Reckoned reckoned(IncidentFile file, Grading grading) {
        List<Statement> counted = counted(file.getStatements());
        Ruling ruling = file.getRuling();
        Casualties ruled = ruling == null ? null : ruling.getCasualties();
        Casualties now = Tolls.highest(ruled, counted.stream().map(Statement::getCasualties).filter(Objects::nonNull)
                .reduce(null, Tolls::highest));
        Optional<Scale.Graded> computed = grading.grade(gravest(counted, ruling), file.getIncident().getCategory(),
                file.getIncident().getType(), file.getOccurredAt());
        Grade claimed = Grades.gravest(counted.stream().map(Statement::getClaimedGrade).filter(Objects::nonNull));
        Optional<OfficialAlert> alert = gravest(file);
        Grade warned = alert.map(OfficialAlert::getGrade).orElse(null);
        Grade told = graver(computed, claimed);
        Grade stated = Grades.graver(told, warned);
        if (ruling != null && ruling.getGrade() != null
                && Grades.gravity(stated) <= Grades.gravity(ruling.getGradeThen())) {
            return new Reckoned(now, ruling.getGrade(), new Words(
                    ruling.getBy() + "定为" + ruling.getGrade() + "级：" + ruling.getNote(),
                    ruling.getBy() + " ruled grade " + ruling.getGrade() + ": " + ruling.getNote()));
        }
        return new Reckoned(now, stated, Grades.gravity(warned) > Grades.gravity(told)
                ? reason(alert.get(), warned)
                : reason(computed, claimed));
    }

    /// The alert in force that states the gravest grade. One that nobody believes yet counts only where nothing is believed.
    private static Optional<OfficialAlert> gravest(IncidentFile file) {
        List<OfficialAlert> standing = OfficialAlerts.standing(file);
        boolean believed = standing.stream().anyMatch(OfficialAlert::getBelieved)
                || file.getStatements().stream().anyMatch(Statement::getBelieved);
        return standing.stream().filter(alert -> !believed || alert.getBelieved())
                .filter(alert -> alert.getGrade() != null)
                .max(Comparator.comparingInt(alert -> Grades.gravity(alert.getGrade())));
    }

    private static Words reason(OfficialAlert alert, @Nullable Grade grade) {
        OfficialSignal signal = alert.getSignal();
        if (OfficialAlerts.isClaim(alert)) {
            return new Words(alert.getAgencyId() + "自称“" + signal.getTitle() + "”定为" + grade + "级，未经"
                    + signal.getIssuer() + "证实",
                    alert.getAgencyId() + " claims \"" + signal.getTitle() + "\" as grade " + grade
                            + "; nothing shows that " + signal.getIssuer() + " issued it");
        }
        return new Words(signal.getIssuer() + "“" + signal.getTitle() + "”定为" + grade + "级",
                "\"" + signal.getTitle() + "\" of " + signal.getIssuer() + " is stated as grade " + grade);
    }

    /// What is believed, and what was stated while nothing better was; what was taken back only where nothing else is said.
    private static List<Statement> counted(List<Statement> statements) {
        List<Statement> standing = statements.stream().filter(statement -> !statement.getRetracted()).toList();
        List<Statement> heard = standing.isEmpty() ? statements : standing;
        boolean believed = heard.stream().anyMatch(Statement::getBelieved);
        return heard.stream().filter(statement -> !believed || statement.getBelieved() || statement.getCounts())
                .toList();
    }

    /// For each figure the gravest that was not corrected.
    private static Toll gravest(List<Statement> statements, @Nullable Ruling ruling) {
        Casualties casualties = ruling == null ? null : ruling.getCasualties();
        BigDecimal loss = ruling == null ? null : ruling.getLossCny();
        Map<String, BigDecimal> facts = new TreeMap<>(ruling == null ? Map.of() : ruling.getFacts());
        for (Statement statement : statements) {
            casualties = Tolls.highest(casualties, Tolls.gravest(statement));
            for (BigDecimal stated : Stream.of(statement.getLossCny(), statement.getGravestLossCny())
                    .filter(Objects::nonNull).toList()) {
                loss = loss == null ? stated : loss.max(stated);
            }
            statement.getFacts().forEach((key, value) -> facts.merge(key, value, BigDecimal::max));
            statement.getGravestFacts().forEach((key, value) -> facts.merge(key, value, BigDecimal::max));
        }
        return new Toll(casualties, loss, facts);
    }

    private static @Nullable Grade graver(Optional<Scale.Graded> computed, @Nullable Grade claimed) {
        Grade byFigures = computed.map(Scale.Graded::grade).orElse(null);
        return Grades.gravity(claimed) > Grades.gravity(byFigures) ? claimed : byFigures;
    }

    private static Words reason(Optional<Scale.Graded> computed, @Nullable Grade claimed) {
        if (claimed != null && Grades.gravity(claimed) > Grades.gravity(
                computed.map(Scale.Graded::grade).orElse(null))) {
            return new Words(
                    "报告单位定为" + claimed + "级" + computed.map(by -> "；按数字为" + by.grade() + "级").orElse(""),
                    "stated as grade " + claimed
                            + computed.map(by -> "; the figures come to " + by.grade()).orElse(""));
        }
        return computed
                .map(by -> new Words(by.scale().id() + "：" + by.reason().zh(),
                        by.scale().id() + ": " + by.reason().en()))
                .orElse(new Words("没有可据以定级的数字", "nothing known to grade by"));
    }
}
