package tocsin.escalation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.EscalationFile;
import tocsin.internal.v1.EscalationPhase;
import tocsin.model.Grades;
import tocsin.rules.EscalationPolicy;
import tocsin.rules.Pack;
import tocsin.rules.Words;
import tocsin.v1.Grade;
import tocsin.v1.NotifyReason;

/// Moves an escalation: unanswered goes up, answered goes quiet, graver starts again with more people.
public final class Escalator {
    private static final Words NOTHING = new Words("", "");

    private final Pack running;
    private final Instant now;

    /// @param running the pack in force
    /// @param now the desk's now
    public Escalator(Pack running, Instant now) {
        this.running = running;
        this.now = now;
    }

    /// Where the escalation stands after a signal, and whom to tell.
    public record Decision(EscalationFile next, Optional<Page> page) {}

    /// An escalation that has told nobody yet.
    public static EscalationFile untold(String packHash) {
        return new EscalationFile(EscalationPhase.QUIET, "", packHash, 0, 0, null, null, null, null, 0, false);
    }

    /// Decides.
    ///
    /// @param state where it stands
    /// @param began the pack it began with: an escalation under way keeps its policy
    public Decision decide(EscalationFile state, Signal signal, Pack began) {
        return switch (signal) {
            case Signal.Evidence evidence -> evidence(state, evidence);
            case Signal.Acknowledged(String by) -> acknowledged(state, by);
            case Signal.Reopened(String by, Grade grade) -> reopened(state, grade);
            case Signal.Closed(String by) -> ended(state, began, NotifyReason.ALL_CLEAR);
            case Signal.Lapsed() -> new Decision(EscalationFile.newBuilder(state).setPhase(EscalationPhase.CLOSED)
                    .setDueAt(null).build(), Optional.empty());
            case Signal.Retracted(String by) -> ended(state, began, NotifyReason.RETRACTED);
            case Signal.Unreachable() -> unreachable(state, began);
            case Signal.EscalateOrdered(String by) -> ordered(state, began);
            case Signal.TimePassed() -> timePassed(state, began);
        };
    }

    private Decision evidence(EscalationFile state, Signal.Evidence evidence) {
        EscalationPolicy policy = policyFor(evidence);
        boolean graver = Grades.gravity(evidence.grade()) > Grades.gravity(state.getPagedGrade());
        if (evidence.stale() && !evidence.reopens()) {
            return unchanged(state);
        }
        return switch (state.getPhase()) {
            case CLOSED ->
                evidence.reopens() ? start(state, policy, evidence, NotifyReason.REOPENED) : unchanged(state);
            case QUIET, UNKNOWN -> state.getLevel() == 0
                    ? start(state, policy, evidence, firstReason(evidence.ground()))
                    : furtherEvidence(state, policy, evidence, graver);
            case WAITING, ACKNOWLEDGED, EXHAUSTED -> furtherEvidence(state, policy, evidence, graver);
        };
    }

    private Decision furtherEvidence(EscalationFile state, EscalationPolicy policy, Signal.Evidence evidence,
            boolean graver) {
        boolean provisional = List.of(running.verificationPolicy(), running.monitoringPolicy(), running.mediaPolicy())
                .contains(state.getPolicy());
        return switch (evidence.ground()) {
            // A graver claim is still being verified: that goes on, and the first level hears of what is believed.
            case REPORT -> asksForGraver(state, evidence)
                    ? aside(state, policy, NotifyReason.OPENED, evidence.detail(), false)
                    : evidence.proves() && isAnswered(state)
                            ? start(state, policy, evidence, NotifyReason.OPENED)
                            : graver && !provisional
                                    ? start(state, policy, evidence, NotifyReason.GRADE_RAISED)
                                    : provisional ? start(state, policy, evidence, NotifyReason.OPENED)
                                            : unchanged(state);
            // What was asked to be verified is asked again only where it would be graver: a thousand claims are one.
            case UNVERIFIED_REPORT -> provisional && (!state.getPolicy().equals(policy.name())
                    || graver && Grades.gravity(evidence.grade()) > Grades.gravity(state.getAskedGrade()))
                            ? start(state, policy, evidence, NotifyReason.VERIFY)
                            : unchanged(state);
            case SENSOR, MEDIA -> provisional && !state.getPolicy().equals(running.verificationPolicy())
                    ? aside(state, policy, firstReason(evidence.ground()), evidence.detail(),
                            evidence.ground() == Signal.Ground.MEDIA)
                    : unchanged(state);
        };
    }

    /// Whether nobody is asked any more: what was answered then was a claim that nobody had proven.
    private static boolean isAnswered(EscalationFile state) {
        return state.getPhase() == EscalationPhase.ACKNOWLEDGED || state.getPhase() == EscalationPhase.EXHAUSTED;
    }

    private boolean asksForGraver(EscalationFile state, Signal.Evidence evidence) {
        return state.getPolicy().equals(running.verificationPolicy()) && state.getPhase() == EscalationPhase.WAITING
                && Grades.gravity(state.getAskedGrade()) > Grades.gravity(evidence.grade());
    }

    private Decision reopened(EscalationFile state, @Nullable Grade grade) {
        return state.getPhase() == EscalationPhase.CLOSED
                ? start(state, running.policyFor(grade),
                        new Signal.Evidence(Signal.Ground.REPORT, grade, false, NOTHING), NotifyReason.REOPENED)
                : unchanged(state);
    }

    /// Everybody who was told hears what was corrected; the escalation goes on as it is, and what rises again is paged anew.
    ///
    /// @param grade the grade after the correction, or null
    public Decision corrected(EscalationFile state, @Nullable Grade grade, Optional<Words> change) {
        int steps = state.getSteps() + 1;
        EscalationFile.Builder next = EscalationFile.newBuilder(state).setSteps(steps);
        if (Grades.gravity(grade) < Grades.gravity(state.getPagedGrade())) {
            next.setPagedGrade(grade);
        }
        if (Grades.gravity(grade) < Grades.gravity(state.getAskedGrade())) {
            next.setAskedGrade(grade);
        }
        return new Decision(next.build(), change.filter(_ -> state.getLevel() > 0).map(words -> new Page(steps + "-K",
                List.of(),
                running.policy(state.getPolicy().isEmpty() ? running.verificationPolicy() : policyName(state)),
                NotifyReason.CORRECTED, words)));
    }

    /// A policy under way that the running pack has no more stands for nothing but its name here.
    private String policyName(EscalationFile state) {
        return running.policies().containsKey(state.getPolicy()) ? state.getPolicy() : running.verificationPolicy();
    }

    /// Tells the duty desk of new harm on an incident that stays closed.
    public Decision newHarm(EscalationFile state, Words change) {
        return aside(state, running.policy(running.verificationPolicy()), NotifyReason.NEW_HARM, change, false);
    }

    /// Tells the duty desk that a report nobody believes yet claims to be grave, and leaves the escalation as it is.
    public Decision verifyAside(EscalationFile state) {
        return aside(state, running.policy(running.verificationPolicy()), NotifyReason.VERIFY, NOTHING, false);
    }

    /// Tells these audiences something beside the escalation, at once and once, and leaves the escalation as it is.
    public Decision aside(EscalationFile state, List<String> audiences, NotifyReason reason, Words detail) {
        int steps = state.getSteps() + 1;
        return new Decision(EscalationFile.newBuilder(state).setSteps(steps).build(), Optional.of(
                new Page(steps + "-N", audiences, running.policy(running.verificationPolicy()), reason, detail)));
    }

    /// Tells the desk of a neighbour, whose border the incident touches, and leaves the escalation as it is.
    ///
    /// @param desk the neighbour
    public Decision neighbour(EscalationFile state, String desk, Words detail) {
        int steps = state.getSteps() + 1;
        EscalationPolicy policy = running.policy(running.monitoringPolicy());
        return new Decision(EscalationFile.newBuilder(state).setSteps(steps).build(), Optional.of(new Page(
                steps + "-N", policy.levels().getFirst(), policy, NotifyReason.MONITORING, detail, desk, false)));
    }

    private static Decision aside(EscalationFile state, EscalationPolicy policy, NotifyReason reason, Words detail,
            boolean posts) {
        int steps = state.getSteps() + 1;
        return new Decision(EscalationFile.newBuilder(state).setSteps(steps).build(),
                Optional.of(new Page(steps + "-N", policy.levels().getFirst(), policy, reason, detail).onPosts(posts)));
    }

    private Decision start(EscalationFile state, EscalationPolicy policy, Signal.Evidence evidence,
            NotifyReason reason) {
        int steps = state.getSteps() + 1;
        EscalationFile next = new EscalationFile(
                policy.awaitsAcknowledgement() ? EscalationPhase.WAITING : EscalationPhase.QUIET, policy.name(),
                running.hash(), 1, 0, policy.awaitsAcknowledgement() ? now.plus(policy.acknowledgeWithin()) : null,
                null,
                evidence.ground() == Signal.Ground.REPORT ? running.pagedAs(evidence.grade()) : state.getPagedGrade(),
                evidence.ground() == Signal.Ground.UNVERIFIED_REPORT ? evidence.grade() : state.getAskedGrade(),
                steps, evidence.ground() == Signal.Ground.MEDIA);
        return new Decision(next, Optional
                .of(new Page(steps + "-L1", policy.levels().getFirst(), policy, reason, evidence.detail())
                        .onPosts(next.getPosts())));
    }

    private static Decision acknowledged(EscalationFile state, String by) {
        return switch (state.getPhase()) {
            case WAITING, EXHAUSTED, QUIET -> new Decision(EscalationFile.newBuilder(state)
                    .setPhase(EscalationPhase.ACKNOWLEDGED).setDueAt(null).setAcknowledgedBy(by).build(),
                    Optional.empty());
            case ACKNOWLEDGED, CLOSED, UNKNOWN -> unchanged(state);
        };
    }

    /// A correction goes out even after the all-clear: what was told was wrong.
    private Decision ended(EscalationFile state, Pack began, NotifyReason reason) {
        if (state.getPhase() == EscalationPhase.CLOSED && reason == NotifyReason.ALL_CLEAR) {
            return unchanged(state);
        }
        int steps = state.getSteps() + 1;
        EscalationFile next = EscalationFile.newBuilder(state).setPhase(EscalationPhase.CLOSED).setDueAt(null)
                .setSteps(steps).build();
        return new Decision(next, state.getLevel() == 0
                ? Optional.empty()
                : Optional.of(new Page(steps + "-C", List.of(), policyOf(state, began), reason, NOTHING)));
    }

    private Decision unreachable(EscalationFile state, Pack began) {
        if (state.getPhase() != EscalationPhase.WAITING || state.getLevel() == 0) {
            return unchanged(state);
        }
        EscalationPolicy policy = policyOf(state, began);
        return state.getLevel() < policy.levels().size()
                ? up(state, policy, told(state, began, policy, NotifyReason.ESCALATED))
                : unchanged(state);
    }

    private Decision ordered(EscalationFile state, Pack began) {
        if (state.getPhase() == EscalationPhase.CLOSED) {
            return unchanged(state);
        }
        if (state.getLevel() == 0) {
            return start(state, running.policyFor(state.getPagedGrade()),
                    new Signal.Evidence(Signal.Ground.REPORT, state.getPagedGrade(), false, NOTHING),
                    NotifyReason.ESCALATED);
        }
        EscalationPolicy policy = policyOf(state, began);
        return state.getLevel() < policy.levels().size()
                ? up(state, policy, told(state, began, policy, NotifyReason.OPENED))
                : again(state, policy, told(state, began, policy, NotifyReason.REPEATED));
    }

    private Decision timePassed(EscalationFile state, Pack began) {
        Instant dueAt = state.getDueAt();
        if (state.getPhase() != EscalationPhase.WAITING || dueAt == null || dueAt.isAfter(now)) {
            return unchanged(state);
        }
        EscalationPolicy policy = policyOf(state, began);
        if (state.getLevel() < policy.levels().size()) {
            return up(state, policy, told(state, began, policy, NotifyReason.ESCALATED));
        }
        if (!policy.repeatEvery().isZero() && state.getRepeats() < policy.repeats()) {
            return again(state, policy, told(state, began, policy, NotifyReason.REPEATED));
        }
        return new Decision(EscalationFile.newBuilder(state).setPhase(EscalationPhase.EXHAUSTED).setDueAt(null).build(),
                Optional.empty());
    }

    /// What is not verified is told as not verified at every level, until somebody has confirmed it.
    private static NotifyReason told(EscalationFile state, Pack began, EscalationPolicy policy, NotifyReason reason) {
        return state.getPosts() || policy.name().equals(began.verificationPolicy()) ? NotifyReason.VERIFY : reason;
    }

    private Decision up(EscalationFile state, EscalationPolicy policy, NotifyReason reason) {
        int level = state.getLevel() + 1;
        int steps = state.getSteps() + 1;
        return new Decision(EscalationFile.newBuilder(state).setPhase(EscalationPhase.WAITING).setLevel(level)
                .setDueAt(due(policy, policy.acknowledgeWithin())).setSteps(steps).build(),
                Optional.of(new Page(steps + "-L" + level, policy.levels().get(level - 1), policy, reason, NOTHING)
                        .onPosts(state.getPosts())));
    }

    private Decision again(EscalationFile state, EscalationPolicy policy, NotifyReason reason) {
        int steps = state.getSteps() + 1;
        List<String> everybody = policy.levels().stream().flatMap(List::stream).distinct().toList();
        return new Decision(EscalationFile.newBuilder(state).setPhase(EscalationPhase.WAITING)
                .setRepeats(state.getRepeats() + 1).setDueAt(due(policy, policy.repeatEvery())).setSteps(steps).build(),
                Optional.of(new Page(steps + "-R" + (state.getRepeats() + 1), everybody, policy, reason, NOTHING)
                        .onPosts(state.getPosts())));
    }

    /// Counted from now and not from the missed due time: after an outage steps follow each other, never all at once.
    private @Nullable Instant due(EscalationPolicy policy, java.time.Duration limit) {
        return policy.awaitsAcknowledgement() ? now.plus(limit.isZero() ? policy.acknowledgeWithin() : limit) : null;
    }

    private EscalationPolicy policyFor(Signal.Evidence evidence) {
        Grade grade = evidence.grade();
        return switch (evidence.ground()) {
            case REPORT -> running.policyFor(grade);
            case UNVERIFIED_REPORT -> running.policy(running.verificationPolicy());
            case SENSOR -> running.policy(running.monitoringPolicy());
            case MEDIA -> running.policy(running.mediaPolicy());
        };
    }

    private static NotifyReason firstReason(Signal.Ground ground) {
        return switch (ground) {
            case REPORT -> NotifyReason.OPENED;
            case UNVERIFIED_REPORT, MEDIA -> NotifyReason.VERIFY;
            case SENSOR -> NotifyReason.MONITORING;
        };
    }

    private static EscalationPolicy policyOf(EscalationFile state, Pack began) {
        return began.policy(state.getPolicy());
    }

    private static Decision unchanged(EscalationFile state) {
        return new Decision(state, Optional.empty());
    }
}
