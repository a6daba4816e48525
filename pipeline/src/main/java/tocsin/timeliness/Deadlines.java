package tocsin.timeliness;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tocsin.internal.v1.Statement;
import tocsin.model.FindingDraft;
import tocsin.model.OfficialAlerts;
import tocsin.model.Spans;
import tocsin.rules.Timeliness;
import tocsin.rules.TimelinessRule;
import tocsin.rules.TimelinessRule.Trigger;
import tocsin.rules.Words;
import tocsin.rules.condition.Answer;
import tocsin.v1.Clock;
import tocsin.v1.Deadline;
import tocsin.v1.Outcome;
import tocsin.v1.ReportKind;

/// The deadlines of a report that has come: every rule that applies keeps its own result.
public final class Deadlines {
    private Deadlines() {}

    /// Every deadline that applied, and what is wrong with it. A rule in the shadow has no deadline here; what it finds
    /// stands among the findings, marked by its rule.
    public record Judged(List<Deadline> deadlines, List<FindingDraft> findings) {}

    /// Judges this report. A clock that is not known starts nothing, and an official alert has no deadline: it is no report
    /// of what has happened.
    ///
    /// @param zone the local time findings speak in
    public static Judged judge(Arrival arrival, Timeliness timeliness, ZoneId zone) {
        if (OfficialAlerts.isAlert(arrival.report())) {
            return new Judged(List.of(), List.of());
        }
        List<Deadline> deadlines = new ArrayList<>();
        List<FindingDraft> findings = new ArrayList<>();
        for (TimelinessRule rule : timeliness.index().to(arrival.report().getKind(), arrival.category(),
                arrival.type())) {
            rule.when().map(when -> when.ask(arrival.subject())).filter(Answer.Failed.class::isInstance)
                    .ifPresent(failed -> findings.add(failed(rule)));
            deadline(arrival, rule).ifPresent(deadline -> {
                if (!rule.provenance().shadow()) {
                    deadlines.add(deadline);
                }
                late(deadline, rule, zone).ifPresent(findings::add);
            });
        }
        timeliness.mediaFirst().ifPresent(rule -> arrival.incident()
                .filter(file -> file.getStatements().stream().noneMatch(Statement::getProven))
                .flatMap(file -> mediaFirst(rule, file.getMediaAt(), arrival.arrivedAt(), zone))
                .ifPresent(lag -> {
                    deadlines.add(lag.deadline());
                    findings.add(lag.finding());
                }));
        return new Judged(List.copyOf(deadlines), List.copyOf(findings));
    }

    /// The deadline of this rule for this report, or empty where it does not apply.
    public static Optional<Deadline> deadline(Arrival arrival, TimelinessRule rule) {
        boolean applies = !OfficialAlerts.isAlert(arrival.report()) && !isMetByOrders(rule)
                && !follows(arrival, rule.notAfter())
                && rule.when().map(when -> when.ask(arrival.subject()).holds()).orElse(true);
        if (!applies) {
            return Optional.empty();
        }
        if (rule.awaited().filter(awaited -> awaited.after().contains(Trigger.HANDLING_ENDED)).isPresent()) {
            return afterHandling(arrival, rule);
        }
        return rule.limit().isPresent()
                ? rule.limit().flatMap(limit -> arrival.start(rule.clock())
                        .map(start -> judged(rule.provenance().id(), rule.clock(), start, limit, arrival.arrivedAt())))
                : daily(arrival, rule);
    }

    /// What an order meets no report can be late for.
    private static boolean isMetByOrders(TimelinessRule rule) {
        return rule.awaited().filter(awaited -> !awaited.metBy().isEmpty()).isPresent();
    }

    /// What is due after the end of handling is judged by that end: one that was not told of starts nothing.
    private static Optional<Deadline> afterHandling(Arrival arrival, TimelinessRule rule) {
        return arrival.incident().stream().flatMap(file -> file.getDuties().stream())
                .filter(duty -> duty.getRule().equals(rule.provenance().id())
                        && arrival.report().getAgencyId().equals(duty.getAgencyId()))
                .findFirst().map(duty -> judged(duty.getRule(), rule.clock(), duty.getStartedAt(),
                        Duration.between(duty.getStartedAt(), duty.getDueAt()), arrival.arrivedAt()));
    }

    private static boolean follows(Arrival arrival, Set<ReportKind> notAfter) {
        return !notAfter.contains(arrival.report().getKind()) && arrival.before()
                .filter(before -> before.getReports().stream().anyMatch(print -> notAfter.contains(print.getKind())))
                .isPresent();
    }

    /// A daily report of a special day is due at the last of the day's times.
    private static Optional<Deadline> daily(Arrival arrival, TimelinessRule rule) {
        if (arrival.report().getKind() != ReportKind.DAILY || arrival.day().kinds().isEmpty()) {
            return Optional.empty();
        }
        ZonedDateTime local = arrival.day().arrival();
        Instant begins = local.toLocalDate().atStartOfDay(local.getZone()).toInstant();
        Instant due = local.toLocalDate().atTime(rule.dailyAt().getLast()).atZone(local.getZone()).toInstant();
        return Optional.of(judged(rule.provenance().id(), rule.clock(), begins, Duration.between(begins, due),
                arrival.arrivedAt()));
    }

    private static Deadline judged(String rule, Clock clock, Instant startedAt, Duration limit, Instant arrivedAt) {
        Instant dueAt = startedAt.plus(limit);
        long late = Duration.between(dueAt, arrivedAt).toMillis();
        return new Deadline(rule, clock, startedAt, dueAt, arrivedAt, late > 0 ? late : null);
    }

    private static FindingDraft failed(TimelinessRule rule) {
        String id = rule.provenance().id();
        return new FindingDraft(rule.provenance(), Outcome.RULE_FAILED, List.of(), new Words(
                "规则" + id + "无法计算，请管理员检查该规则。",
                "The rule " + id + " could not be worked out; have the administrator look at it."));
    }

    private static Optional<FindingDraft> late(Deadline deadline, TimelinessRule rule, ZoneId zone) {
        Long lateMs = deadline.getLateMs();
        if (lateMs == null) {
            return Optional.empty();
        }
        Words by = Spans.words(Duration.ofMillis(lateMs));
        Words due = Spans.at(deadline.getDueAt(), zone);
        return Optional.of(new FindingDraft(rule.provenance(), Outcome.LATE, List.of(), new Words(
                "迟报" + by.zh() + "：应于" + due.zh() + "前报到。请向值班室说明迟报原因。",
                "Arrived " + by.en() + " after it was due at " + due.en() + "; explain the delay to the duty desk.")));
    }

    /// How far a first report lagged the first public post: a deadline and its finding.
    public record Lag(Deadline deadline, FindingDraft finding) {}

    /// Rule T7: the lag of a first report that arrived then behind the first post, or empty where it lags none.
    ///
    /// @param mediaAt when the first post was published, or null
    public static Optional<Lag> mediaFirst(Timeliness.MediaFirst rule,
            @org.jspecify.annotations.Nullable Instant mediaAt,
            Instant arrivedAt, ZoneId zone) {
        if (mediaAt == null) {
            return Optional.empty();
        }
        Deadline deadline = judged(rule.provenance().id(), Clock.MEDIA, mediaAt, rule.tolerance(), arrivedAt);
        if (deadline.getLateMs() == null) {
            return Optional.empty();
        }
        Duration lag = Duration.between(mediaAt, arrivedAt);
        Words posted = Spans.at(mediaAt, zone);
        return Optional.of(new Lag(deadline, new FindingDraft(rule.provenance(), Outcome.MEDIA_FIRST, List.of(),
                new Words("信息报送滞后于网络消息" + lag.toSeconds() + "秒：网上首条消息发布于" + posted.zh()
                        + "。请说明为何晚于网络报送。",
                        "Lags the first public post, of " + posted.en() + ", by " + lag.toSeconds()
                                + " s; explain why the public told first."))));
    }
}
