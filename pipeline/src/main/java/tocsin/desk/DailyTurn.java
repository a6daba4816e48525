package tocsin.desk;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tocsin.model.FindingDraft;
import tocsin.model.Spans;
import tocsin.rules.TimelinessRule;
import tocsin.rules.TimelinessRule.Trigger;
import tocsin.rules.Words;
import tocsin.rules.directory.Agency;
import tocsin.v1.Outcome;
import tocsin.v1.TimelineKind;

/// Daily reports (日报、零报告) on special days: planned by the calendar, and missed when the time of day has passed.
final class DailyTurn {
    private static final Duration STRICTLY = Duration.ofMillis(1);

    private final DeskTurn turn;

    DailyTurn(DeskTurn turn) {
        this.turn = turn;
    }

    /// Notes that an agency's daily report of today has come.
    void came(String agencyId, Instant arrivedAt) {
        turn.stores.index().put(key(LocalDate.ofInstant(arrivedAt, turn.pack.zone()), agencyId), arrivedAt.toString());
    }

    /// Plans the next time of day of every rule about special days; what was planned by another pack is dropped.
    void plan() {
        for (Map.Entry<String, String> planned : turn.stores.index().range(planKey(""), planKey("\uffff"), 1_000)) {
            String rule = planned.getKey().substring(planKey("").length());
            turn.stores.reschedule(turn.desk, "@" + rule, Instant.parse(planned.getValue()), null);
            turn.stores.index().remove(planned.getKey());
        }
        rules().forEach(rule -> plan(rule, turn.now));
    }

    private void plan(TimelinessRule rule, Instant after) {
        next(rule, after).ifPresent(slot -> {
            Instant at = slot.plus(STRICTLY);
            turn.stores.reschedule(turn.desk, "@" + rule.provenance().id(), null, at);
            turn.stores.index().put(planKey(rule.provenance().id()), at.toString());
        });
    }

    private Optional<Instant> next(TimelinessRule rule, Instant after) {
        LocalDate day = LocalDate.ofInstant(after, turn.pack.zone());
        for (Optional<LocalDate> special = turn.directory.calendar().nextSpecial(day, turn.desk); special
                .isPresent(); special = turn.directory.calendar().nextSpecial(special.get().plusDays(1), turn.desk)) {
            for (LocalTime time : rule.dailyAt()) {
                Instant slot = special.get().atTime(time).atZone(turn.pack.zone()).toInstant();
                if (slot.isAfter(after)) {
                    return Optional.of(slot);
                }
            }
        }
        return Optional.empty();
    }

    private List<TimelinessRule> rules() {
        return turn.pack.timeliness().rules().stream().filter(rule -> rule.awaited()
                .filter(awaited -> awaited.after().contains(Trigger.SPECIAL_DAY)).isPresent()).toList();
    }

    /// The time of day of this rule has passed: who has not reported today is missing; then the next is planned.
    void passed(String ruleId) {
        String planned = turn.stores.index().get(planKey(ruleId));
        Instant slot = planned == null ? turn.now : Instant.parse(planned).minus(STRICTLY);
        turn.stores.index().remove(planKey(ruleId));
        rules().stream().filter(rule -> rule.provenance().id().equals(ruleId)).findFirst().ifPresent(rule -> {
            LocalDate day = LocalDate.ofInstant(slot, turn.pack.zone());
            Set<String> named = rule.awaited().map(TimelinessRule.Awaited::agencies).orElse(Set.of());
            turn.directory.agencies().values().stream()
                    .filter(agency -> turn.directory.deskFor(agency.area()).equals(turn.desk))
                    .filter(agency -> named.isEmpty() || named.contains(agency.id()))
                    .filter(agency -> turn.stores.index().get(key(day, agency.id())) == null)
                    .forEach(agency -> missing(rule, agency, slot));
            plan(rule, turn.now);
        });
    }

    private void missing(TimelinessRule rule, Agency agency, Instant slot) {
        Words due = Spans.at(slot, turn.pack.zone());
        Words words = new Words(
                agency.name().zh() + "：特殊时段未按时报送日报（" + due.zh() + "为限），无情况也须报平安，请立即补报。",
                agency.name().en() + ": no daily report has come by " + due.en()
                        + " on a special day; report at once, also if nothing happened.");
        FindingDraft missing = new FindingDraft(rule.provenance(), Outcome.MISSING, List.of("kind"), words);
        if (rule.provenance().shadow()) {
            turn.shadowed(missing, null, agency.id(), null);
            return;
        }
        turn.put(turn.finding(missing, agency.id(), null, null));
        turn.event(TimelineKind.OVERDUE, null, agency.id(), rule.provenance().id(), words.en(), Map.of());
    }

    private String key(LocalDate day, String agencyId) {
        return String.join("\u0000", "daily", turn.desk, day.toString(), agencyId);
    }

    private String planKey(String rule) {
        return String.join("\u0000", "daily-plan", turn.desk, rule);
    }
}
