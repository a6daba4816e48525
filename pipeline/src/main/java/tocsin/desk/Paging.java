package tocsin.desk;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tocsin.escalation.Escalator;
import tocsin.escalation.Page;
import tocsin.escalation.Signal;
import tocsin.fanout.Fanout;
import tocsin.internal.v1.EscalationFile;
import tocsin.internal.v1.EscalationPhase;
import tocsin.internal.v1.IncidentFile;
import tocsin.model.FindingDraft;
import tocsin.model.Grades;
import tocsin.model.Tolls;
import tocsin.rules.Provenance;
import tocsin.rules.Words;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.NotifyReason;
import tocsin.v1.Outcome;
import tocsin.v1.TimelineKind;

/// Moves an incident's escalation within a turn: decides, writes the notifications, keeps who was told.
final class Paging {
    private static final Provenance NOBODY = new Provenance("E1", "工作要点第五条：政务值班", "现代化指挥调度");
    private static final Provenance UNANSWERED = new Provenance("E2", "工作要点第五条：政务值班", "现代化指挥调度");

    private final DeskTurn turn;
    private final Escalator escalator;

    Paging(DeskTurn turn) {
        this.turn = turn;
        this.escalator = new Escalator(turn.pack, turn.now);
    }

    /// Keeps this incident after a signal, and tells whom the signal makes it tell.
    ///
    /// @param before the incident as it was kept, or null if it is new
    /// @param after the incident with what the turn has changed so far
    IncidentFile signal(@Nullable IncidentFile before, IncidentFile after, Signal signal) {
        EscalationFile state = after.getEscalation();
        Escalator.Decision decision = escalator.decide(state, signal, turn.packOf(state.getPackHash()));
        if (signal instanceof Signal.TimePassed && !decision.next().equals(state)) {
            unanswered(after.getIncident(), state);
        }
        return apply(before, after, decision);
    }

    /// Rule T8: a level that did not answer in time is a finding, whatever is done about it.
    private void unanswered(Incident incident, EscalationFile state) {
        turn.pack.timeliness().acknowledgement().ifPresent(rule -> turn.put(turn.finding(new FindingDraft(rule,
                Outcome.UNANSWERED, List.of(), new Words(
                        incident.getIncidentId() + "第" + state.getLevel() + "级（" + state.getPolicy()
                                + "）未在时限内回应，请核查值班情况。",
                        "Level " + state.getLevel() + " of policy " + state.getPolicy() + " did not answer "
                                + incident.getIncidentId() + " in time; check who was on duty.")),
                null, incident.getIncidentId(), null)));
    }

    /// Keeps this incident, and asks the duty desk to verify a grave claim nobody believes yet.
    IncidentFile verifyAside(@Nullable IncidentFile before, IncidentFile after) {
        return apply(before, after, escalator.verifyAside(after.getEscalation()));
    }

    /// Keeps this incident, and tells everybody who was told what was corrected.
    ///
    /// @param by who corrected it, in words
    IncidentFile corrected(IncidentFile before, IncidentFile after, Words by) {
        Incident was = before.getIncident();
        Incident is = after.getIncident();
        Words toll = Tolls.change(was.getCasualties(), is.getCasualties());
        boolean regraded = was.getGrade() != is.getGrade();
        Words change = new Words(
                join("、", toll.zh(), regraded ? "等级" + grade(was).zh() + "→" + grade(is).zh() : "") + "（" + by.zh()
                        + "更正）",
                join(", ", toll.en(), regraded ? grade(was).en() + " to " + grade(is).en() : "") + ", corrected by "
                        + by.en());
        return apply(before, after, escalator.corrected(after.getEscalation(), is.getGrade(),
                toll.zh().isEmpty() && !regraded ? Optional.empty() : Optional.of(change)));
    }

    /// Keeps this incident of which less is in force than before; nobody is told, and what rises again is paged anew.
    IncidentFile lowered(IncidentFile before, IncidentFile after) {
        return apply(before, after, escalator.corrected(after.getEscalation(), after.getIncident().getGrade(),
                Optional.empty()));
    }

    /// Keeps this closed incident, and tells the duty desk of the new harm it learned of.
    IncidentFile newHarm(IncidentFile before, IncidentFile after) {
        Words toll = Tolls.change(before.getIncident().getCasualties(), after.getIncident().getCasualties());
        return apply(before, after, escalator.newHarm(after.getEscalation(), toll));
    }

    private static Words grade(Incident incident) {
        Words words = Grades.words(incident.getGrade());
        return words.zh().isEmpty() ? new Words("未定级", "ungraded") : words;
    }

    private static String join(String separator, String... parts) {
        return Arrays.stream(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(separator));
    }

    /// The incident after telling these audiences something beside its escalation; it is not kept yet.
    IncidentFile aside(IncidentFile file, List<String> audiences, NotifyReason reason, Words detail) {
        Escalator.Decision decision = escalator.aside(file.getEscalation(), audiences, reason, detail);
        IncidentFile moved = IncidentFile.newBuilder(file).setEscalation(decision.next()).build();
        return decision.page().map(page -> tell(page, moved)).orElse(moved);
    }

    /// The incident after telling a neighbour's desk; it is not kept yet.
    IncidentFile neighbour(IncidentFile file, String desk, Words detail) {
        Escalator.Decision decision = escalator.neighbour(file.getEscalation(), desk, detail);
        IncidentFile moved = IncidentFile.newBuilder(file).setEscalation(decision.next()).build();
        return decision.page().map(page -> tell(page, moved)).orElse(moved);
    }

    private IncidentFile apply(@Nullable IncidentFile before, IncidentFile after, Escalator.Decision decision) {
        IncidentFile moved = turn.revised(before, IncidentFile.newBuilder(after).setEscalation(decision.next())
                .setIncident(Incident.newBuilder(after.getIncident())
                        .setState(state(decision.next().getPhase(), after.getIncident().getState())).build())
                .build());
        IncidentFile told = decision.page().map(page -> tell(page, moved)).orElse(moved);
        IncidentFile kept = turn.keep(before, told);
        if (decision.next().getPhase() == EscalationPhase.CLOSED) {
            told.getTold().forEach(way -> turn.tells().forgetTold(way.getRecipient(), told.getIncident()
                    .getIncidentId()));
        }
        if (decision.next().getPhase() == EscalationPhase.EXHAUSTED
                && after.getEscalation().getPhase() != EscalationPhase.EXHAUSTED) {
            exhausted(told.getIncident());
        }
        return kept;
    }

    private static IncidentState state(EscalationPhase phase, IncidentState now) {
        if (now == IncidentState.MERGED) {
            return now;
        }
        return switch (phase) {
            case WAITING, EXHAUSTED -> IncidentState.OPEN;
            case ACKNOWLEDGED -> IncidentState.ACKNOWLEDGED;
            case CLOSED -> IncidentState.CLOSED;
            case QUIET, UNKNOWN -> now == IncidentState.CLOSED ? IncidentState.OPEN : now;
        };
    }

    private IncidentFile tell(Page page, IncidentFile file) {
        Fanout.Result result = turn.fanout().notifications(page, file);
        Incident incident = file.getIncident();
        result.notifications().forEach(notification -> {
            turn.put(notification);
            turn.tells().told(notification.getRecipient(), incident.getIncidentId());
        });
        Map<String, String> detail = new LinkedHashMap<>();
        detail.put("policy", page.policy().name());
        detail.put("step", page.step());
        detail.put("audiences", String.join(" ", page.audiences()));
        detail.put("notifications", Integer.toString(result.notifications().size()));
        turn.event(kind(page.reason()), incident.getIncidentId(), "desk", page.policy().name(), reason(page), detail);
        turn.pack.accuracy().message().ifPresent(rule -> result.incomplete().forEach((template, lacks) -> turn
                .put(turn.finding(new FindingDraft(rule.provenance(), Outcome.MESSAGE_INCOMPLETE, List.of(template),
                        new Words("模板" + template + "缺少" + lacks + "，已改用最简文本发送，请修改模板。",
                                "The template " + template + " lacks " + lacks
                                        + "; the least words were sent instead. Mend the template.")),
                        null, incident.getIncidentId(), null))));
        for (String audience : result.unmanned()) {
            turn.put(turn.finding(new FindingDraft(NOBODY, Outcome.MISSING, List.of(audience),
                    new Words("预案" + page.policy().name() + "的对象“" + audience + "”在值班室" + turn.desk
                            + "无人可通知，请安排值班或任职。",
                            "The audience \"" + audience + "\" of policy " + page.policy().name()
                                    + " came to nobody at desk " + turn.desk
                                    + "; put somebody on its roster or role.")),
                    null, incident.getIncidentId(), null));
        }
        return IncidentFile.newBuilder(file).setTold(ToldList.with(file.getTold(), result.notifications())).build();
    }

    private void exhausted(Incident incident) {
        String sentence = "Nobody has answered any level of " + incident.getIncidentId()
                + "; telephone the duty desk and the leader on shift.";
        turn.event(TimelineKind.EXHAUSTED, incident.getIncidentId(), "desk", UNANSWERED.id(), sentence, Map.of());
        turn.put(turn.finding(new FindingDraft(UNANSWERED, Outcome.MISSING, List.of(), new Words(
                incident.getIncidentId() + "各级均无人回应，请电话联系值班室和带班领导。", sentence)), null,
                incident.getIncidentId(), null));
    }

    private static TimelineKind kind(NotifyReason reason) {
        return switch (reason) {
            case ESCALATED, REPEATED -> TimelineKind.ESCALATED;
            case REOPENED -> TimelineKind.REOPENED;
            case OPENED, GRADE_RAISED, VERIFY, MONITORING, ALL_CLEAR, FAILED_OVER, ANSWER, APPROVAL, PUBLIC,
                    BOARD_DARK, RECEIPT, REFUSED, SPECIAL_REPORT, FEED_STALLED, NEW_HARM, UNKNOWN ->
                TimelineKind.PAGED;
            case CORRECTED -> TimelineKind.CORRECTED;
            case RETRACTED -> TimelineKind.RETRACTED;
        };
    }

    private static String reason(Page page) {
        return switch (page.reason()) {
            case OPENED -> "opened: the first level is told";
            case ESCALATED -> "not answered in time, or ordered: the next level is told";
            case REPEATED -> "still not answered: everybody is told again";
            case GRADE_RAISED -> "the grade rose: told by the policy of the new grade";
            case VERIFY -> "not verified yet: the duty desk is asked to verify";
            case MONITORING -> "a monitoring notice for the duty desk";
            case ALL_CLEAR -> "closed: everybody who was told is told so";
            case REOPENED -> "open again after it was closed";
            case FAILED_OVER -> "another message failed: told by another means";
            case ANSWER -> "an answer to an answer";
            case APPROVAL -> "a message for display boards waits for approval";
            case PUBLIC -> "shown on display boards";
            case RETRACTED -> "retracted: everybody who was told is told so";
            case BOARD_DARK -> "a display board is out of contact";
            case RECEIPT -> "a report has arrived";
            case REFUSED -> "a record was refused";
            case SPECIAL_REPORT -> "a special report goes to the superior";
            case FEED_STALLED -> "a feed has stalled";
            case CORRECTED -> "figures were corrected: everybody who was told is told so";
            case NEW_HARM -> "new harm on a closed incident: the duty desk is told";
            case UNKNOWN -> "told";
        };
    }
}
