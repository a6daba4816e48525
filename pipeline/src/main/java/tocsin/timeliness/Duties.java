package tocsin.timeliness;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.Duty;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Statement;
import tocsin.model.OfficialAlerts;
import tocsin.rules.Applies;
import tocsin.rules.Pack;
import tocsin.rules.TimelinessRule;
import tocsin.rules.TimelinessRule.DeskAct;
import tocsin.rules.TimelinessRule.Awaited;
import tocsin.rules.TimelinessRule.Trigger;
import tocsin.rules.condition.Answer;
import tocsin.rules.condition.Subject;
import tocsin.v1.Clock;
import tocsin.v1.IncidentReport;
import tocsin.v1.ReportKind;

/// What is awaited about one incident, and how that changes: immutable, one row a rule and agency.
///
/// @param rows what is awaited, and what of it has come
public record Duties(List<Duty> rows) {
    /// Rows an incident keeps: far more than rules and agencies of one event.
    private static final int MOST = 200;

    public Duties {
        rows = List.copyOf(rows);
    }

    /// The pack in force, and the instant.
    ///
    /// @param pack begins new duties
    /// @param packs the pack of a hash: a duty under way keeps the rule it began with
    /// @param now the desk's now
    public record Moment(Pack pack, Function<String, Pack> packs, Instant now) {
        ZoneId zone() {
            return pack.zone();
        }

        Optional<TimelinessRule> rule(Duty duty) {
            return Duties.rule(packs.apply(duty.getPackHash()), duty);
        }
    }

    /// What is awaited of an incident.
    public static Duties of(IncidentFile file) {
        return new Duties(file.getDuties());
    }

    /// The soonest instant at which anything of it must be looked at, or empty.
    public Optional<Instant> soonest() {
        return rows.stream().map(Duty::getNextAt).filter(java.util.Objects::nonNull).min(Instant::compareTo);
    }

    /// After a report of an agency that is scored: what it meets is met, and what it starts is awaited.
    ///
    /// @param after the incident with the report
    public Duties afterReport(Arrival arrival, IncidentFile after, Moment moment) {
        return afterReport(arrival, statement(after, arrival.report().getAgencyId()), moment);
    }

    /// What a report starts of itself: what is awaited after it.
    public static List<Duty> startedBy(Arrival arrival, Moment moment) {
        return OfficialAlerts.isAlert(arrival.report())
                ? List.of()
                : new Duties(List.of()).afterReport(arrival, Optional.empty(), moment).rows();
    }

    private Duties afterReport(Arrival arrival, Optional<Statement> mine, Moment moment) {
        IncidentReport report = arrival.report();
        Duties duties = met(report, arrival.arrivedAt(), moment);
        boolean over = endsHandling(report)
                || duties.awaitsFinal(report.getAgencyId(), moment) && !resumes(report);
        if (over) {
            duties = duties.withoutTimesOfDay(report.getAgencyId(), moment);
        }
        for (TimelinessRule rule : moment.pack().timeliness().rules()) {
            boolean starts = rule.awaited()
                    .filter(awaited -> trigger(report.getKind()).filter(awaited.after()::contains)
                            .isPresent() || endsHandling(report) && awaited.after().contains(Trigger.HANDLING_ENDED))
                    .isPresent();
            boolean came = mine.isPresent() && came(rule, mine.get());
            boolean ended = over && !rule.dailyAt().isEmpty();
            if (starts && !came && !ended && applies(rule, arrival.category(), arrival.type(), arrival.subject())) {
                Instant start = endsHandling(report) && rule.awaited().get().after().contains(Trigger.HANDLING_ENDED)
                        ? arrival.arrivedAt()
                        : arrival.start(rule.clock()).orElse(arrival.arrivedAt());
                Instant after = meets(rule, report.getKind())
                        ? Waits.covered(rule.dailyAt(), arrival.arrivedAt(), moment.zone())
                        : arrival.arrivedAt();
                duties = duties.begun(rule, report.getAgencyId(), start, after, moment);
            }
        }
        return duties;
    }

    /// After a report that starts nothing any more: what it meets is met.
    public Duties afterLateReport(Arrival arrival, Moment moment) {
        return met(arrival.report(), arrival.arrivedAt(), moment);
    }

    /// After evidence of others: those who are responsible there are awaited, unless they have reported already.
    ///
    /// @param at when the evidence says it was: published, observed, or arrived from another agency
    public Duties afterEvidence(Trigger trigger, Collection<String> responsible, Instant at, IncidentFile after,
            Subject subject, Moment moment) {
        Duties duties = this;
        for (TimelinessRule rule : moment.pack().timeliness().rules()) {
            if (rule.awaited().filter(awaited -> awaited.after().contains(trigger)).isPresent()
                    && applies(rule, after.getIncident().getCategory(), after.getIncident().getType(), subject)) {
                for (String agency : responsible) {
                    if (statement(after, agency).isEmpty() && !(anybodyMeets(rule) && hasCome(rule, after))) {
                        duties = duties.begun(rule, agency, at, at, moment);
                    }
                }
            }
        }
        return duties;
    }

    private static boolean hasCome(TimelinessRule rule, IncidentFile file) {
        return file.getStatements().stream().anyMatch(statement -> statement.getProven() && came(rule, statement));
    }

    /// After the incident's grade is known: what the desk itself owes for it, and those who have reported it already.
    ///
    /// @param known whether an agency is in the directory
    public Duties afterGrade(IncidentFile after, Subject subject, Predicate<String> known, Moment moment) {
        Duties duties = withoutOtherTimesOfDay(subject, moment);
        for (TimelinessRule rule : moment.pack().timeliness().rules()) {
            if (applies(rule, after.getIncident().getCategory(), after.getIncident().getType(), subject)) {
                for (Statement statement : after.getStatements()) {
                    if (statement.getProven() && known.test(statement.getAgencyId())
                            && duties.owes(rule, statement, moment)) {
                        Instant start = statement.getReceivedAt() == null
                                ? statement.getStatedAt()
                                : statement.getReceivedAt();
                        duties = duties.begun(rule, statement.getAgencyId(), start, moment.now(), moment);
                    }
                }
            }
        }
        for (TimelinessRule rule : moment.pack().timeliness().rules()) {
            if (rule.awaited().filter(awaited -> awaited.after().contains(Trigger.GRADE)).isPresent()
                    && applies(rule, after.getIncident().getCategory(), after.getIncident().getType(), subject)) {
                duties = duties.begun(rule, null, start(rule.clock(), after, moment.now()), moment.now(), moment);
            }
        }
        return duties;
    }

    /// Whether an agency's earlier reports start this rule, which nothing has met and which is not awaited yet.
    private boolean owes(TimelinessRule rule, Statement statement, Moment moment) {
        boolean started = rule.awaited().filter(awaited -> statement.getReports().stream()
                .anyMatch(print -> trigger(print.getKind()).filter(awaited.after()::contains).isPresent())).isPresent();
        boolean awaited = rows.stream().anyMatch(duty -> duty.getRule().equals(rule.provenance().id())
                && statement.getAgencyId().equals(duty.getAgencyId()) && duty.getNextAt() != null);
        return started && !awaited && !came(rule, statement)
                && (rule.dailyAt().isEmpty() || !awaitsFinal(statement.getAgencyId(), moment));
    }

    /// Without the times of day that another grade has: its own are awaited instead.
    private Duties withoutOtherTimesOfDay(Subject subject, Moment moment) {
        return ended(duty -> moment.rule(duty).filter(rule -> !rule.dailyAt().isEmpty())
                .flatMap(TimelinessRule::when).filter(when -> when.ask(subject) == Answer.Known.NO).isPresent());
    }

    /// Without the times of day of an agency whose handling has ended.
    private Duties withoutTimesOfDay(String agencyId, Moment moment) {
        return ended(duty -> agencyId.equals(duty.getAgencyId())
                && moment.rule(duty).filter(rule -> !rule.dailyAt().isEmpty()).isPresent());
    }

    private Duties ended(Predicate<Duty> which) {
        return new Duties(rows.stream()
                .map(duty -> duty.getNextAt() != null && which.test(duty)
                        ? Duty.newBuilder(duty).setNextAt(null).build()
                        : duty)
                .toList());
    }

    private boolean awaitsFinal(String agencyId, Moment moment) {
        return rows.stream().anyMatch(duty -> agencyId.equals(duty.getAgencyId()) && moment.rule(duty)
                .flatMap(TimelinessRule::awaited).filter(awaited -> awaited.after().contains(Trigger.HANDLING_ENDED))
                .isPresent());
    }

    private static boolean resumes(IncidentReport report) {
        return Boolean.FALSE.equals(report.getHandlingEnded());
    }

    /// After what was told has been taken back: nothing is awaited of it any more.
    public Duties afterRetract() {
        return ended(duty -> true);
    }

    private static Instant start(Clock clock, IncidentFile file, Instant now) {
        return switch (clock) {
            case OCCURRENCE -> file.getOccurredAt();
            case RECEIPT -> file.getStatements().stream().map(Statement::getReceivedAt)
                    .filter(java.util.Objects::nonNull).min(Instant::compareTo).orElse(now);
            case MEDIA -> file.getMediaAt() == null ? now : file.getMediaAt();
            case LEARNING, UNKNOWN -> now;
        };
    }

    /// After the desk has closed the incident: nothing more is awaited but what comes after the end of handling.
    public Duties afterClose(IncidentFile after, Subject subject, Moment moment) {
        List<Duty> kept = new ArrayList<>();
        for (Duty duty : rows) {
            boolean stays = duty.getMetAt() != null || moment.rule(duty).flatMap(TimelinessRule::awaited)
                    .filter(awaited -> awaited.after().contains(Trigger.HANDLING_ENDED)).isPresent();
            kept.add(stays ? duty : Duty.newBuilder(duty).setNextAt(null).build());
        }
        Duties duties = new Duties(kept);
        for (TimelinessRule rule : moment.pack().timeliness().rules()) {
            if (rule.awaited().filter(awaited -> awaited.after().contains(Trigger.HANDLING_ENDED)).isPresent()
                    && applies(rule, after.getIncident().getCategory(), after.getIncident().getType(), subject)) {
                for (Statement statement : after.getStatements()) {
                    if (statement.getProven() && !came(rule, statement)) {
                        duties = duties.begun(rule, statement.getAgencyId(), moment.now(), moment.now(), moment);
                    }
                }
            }
        }
        return duties;
    }

    /// After an act of the desk that meets what it owes. What is only proposed is no act, and leaves the duty and its due
    /// time as they are.
    public Duties afterAct(DeskAct act, Moment moment) {
        return new Duties(rows.stream().map(duty -> duty.getMetAt() == null && duty.getAgencyId() == null
                && moment.rule(duty).flatMap(TimelinessRule::awaited).map(Awaited::metBy).orElse(Set.of())
                        .contains(act)
                                ? Duty.newBuilder(duty).setMetAt(moment.now()).setNextAt(null).build()
                                : duty)
                .toList());
    }

    private Duties met(IncidentReport report, Instant arrivedAt, Moment moment) {
        return new Duties(rows.stream().map(duty -> duty.getMetAt() == null && duty.getAgencyId() != null
                && moment.rule(duty).filter(rule -> meets(rule, report.getKind()))
                        .filter(rule -> report.getAgencyId().equals(duty.getAgencyId()) || anybodyMeets(rule))
                        .isPresent()
                                ? Duty.newBuilder(duty).setMetAt(arrivedAt).setNextAt(null).build()
                                : duty)
                .toList());
    }

    /// Where sensors or the public told first, any agency's report shows that officials know.
    private static boolean anybodyMeets(TimelinessRule rule) {
        return rule.awaited().filter(awaited -> Set.of(Trigger.SENSOR, Trigger.MEDIA).containsAll(awaited.after()))
                .isPresent();
    }

    /// A new row, or the old one anew: times of day are awaited again after each report, everything else once.
    private Duties begun(TimelinessRule rule, @Nullable String agencyId, Instant startedAt, Instant after,
            Moment moment) {
        Optional<Duty> known = rows.stream().filter(duty -> duty.getRule().equals(rule.provenance().id())
                && java.util.Objects.equals(duty.getAgencyId(), agencyId)).findFirst();
        if (known.isPresent() && rule.dailyAt().isEmpty() || known.isEmpty() && rows.size() >= MOST) {
            return this;
        }
        List<Duty> all = new ArrayList<>(rows);
        known.ifPresent(all::remove);
        Waits.begin(rule, agencyId, moment.pack().hash(), startedAt, after, moment.now(), moment.zone())
                .ifPresent(all::add);
        return new Duties(all);
    }

    private static boolean applies(TimelinessRule rule, tocsin.v1.@Nullable Category category, @Nullable String type,
            Subject subject) {
        return rule.applies().about(category, type)
                && rule.when().map(when -> when.ask(subject).holds()).orElse(true);
    }

    /// Whether a report of this agency has come that meets the rule; a time of day is met only until the next, or by the
    /// last report of all.
    private static boolean came(TimelinessRule rule, Statement statement) {
        return rule.dailyAt().isEmpty()
                ? statement.getReports().stream().anyMatch(report -> meets(rule, report.getKind()))
                : statement.getReports().stream().anyMatch(report -> report.getKind() == ReportKind.FINAL);
    }

    private static boolean meets(TimelinessRule rule, ReportKind kind) {
        return rule.applies().values(Applies.Axis.KIND).map(kinds -> kinds.contains(kind.name())).orElse(false);
    }

    private static boolean endsHandling(IncidentReport report) {
        return Boolean.TRUE.equals(report.getHandlingEnded()) && report.getKind() != ReportKind.FINAL;
    }

    private static Optional<Trigger> trigger(ReportKind kind) {
        return switch (kind) {
            case FLASH -> Optional.of(Trigger.FLASH);
            case FIRST -> Optional.of(Trigger.FIRST);
            case FOLLOW_UP -> Optional.of(Trigger.FOLLOW_UP);
            case CORRECTION -> Optional.of(Trigger.CORRECTION);
            case FINAL, DAILY, UNKNOWN -> Optional.empty();
        };
    }

    static Optional<TimelinessRule> rule(Pack pack, Duty duty) {
        return pack.timeliness().rule(duty.getRule());
    }

    private static Optional<Statement> statement(IncidentFile file, String agencyId) {
        return file.getStatements().stream().filter(statement -> statement.getAgencyId().equals(agencyId)).findFirst();
    }
}
