package tocsin.timeliness;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.Duty;
import tocsin.rules.TimelinessRule;
import tocsin.rules.TimelinessRule.Awaited;

/// The instants at which a wait is looked at: shares of its time, its end, and repeats after it.
public final class Waits {
    /// The first instant that is too late: late means later than the limit, strictly.
    private static final Duration STRICTLY = Duration.ofMillis(1);
    /// Missed times of day that are told one by one; a month of two a day.
    private static final int SLOTS = 60;

    private Waits() {}

    /// A duty that began then, or empty where the rule sets no end.
    ///
    /// @param agencyId whose it is; null for the desk
    /// @param startedAt when its clock started
    /// @param after the first time of day it can be due lies after this
    /// @param now the desk's now
    static Optional<Duty> begin(TimelinessRule rule, @Nullable String agencyId, String packHash, Instant startedAt,
            Instant after, Instant now, ZoneId zone) {
        return rule.awaited().map(awaited -> {
            Instant dueAt = rule.limit().map(startedAt::plus)
                    .orElseGet(() -> nextSlot(rule.dailyAt(), after, zone));
            Instant begins = rule.limit().isPresent() ? startedAt : after.isAfter(now) ? now : after;
            return new Duty(rule.provenance().id(), agencyId, packHash, begins, dueAt,
                    next(awaited, begins, dueAt, now), 0, null);
        });
    }

    /// The next of these local times of day after an instant. A time that a change of clocks leaves out comes at its end.
    public static Instant nextSlot(List<LocalTime> times, Instant after, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(after, zone);
        for (LocalDate date = day;; date = date.plusDays(1)) {
            for (LocalTime time : times) {
                Instant slot = date.atTime(time).atZone(zone).toInstant();
                if (slot.isAfter(after)) {
                    return slot;
                }
            }
        }
    }

    /// The time of day a report that arrives then is for, the same day's next; its arrival where the day has none left.
    static Instant covered(List<LocalTime> times, Instant arrivedAt, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(arrivedAt, zone);
        return times.stream().map(time -> day.atTime(time).atZone(zone).toInstant())
                .filter(slot -> !slot.isBefore(arrivedAt)).findFirst().orElse(arrivedAt);
    }

    /// The next mark of a wait after now: a share of its time that has not passed, else its end, passed or not.
    private static Instant next(Awaited awaited, Instant startedAt, Instant dueAt, Instant now) {
        long time = Duration.between(startedAt, dueAt).toMillis();
        return awaited.dueSoon().stream().map(share -> startedAt.plusMillis(time * share / 100))
                .filter(mark -> mark.isAfter(now) && mark.isBefore(dueAt)).findFirst().orElse(dueAt.plus(STRICTLY));
    }

    /// Whether the end of this wait has passed.
    static boolean isOver(Duty duty, Instant now) {
        return now.isAfter(duty.getDueAt());
    }

    /// The wait after it was looked at.
    static Duty looked(Duty duty, TimelinessRule rule, Instant now, ZoneId zone) {
        Awaited awaited = rule.awaited().orElseThrow(() -> new IllegalArgumentException("a wait nobody began"));
        if (!isOver(duty, now)) {
            return Duty.newBuilder(duty).setNextAt(next(awaited, duty.getStartedAt(), duty.getDueAt(), now)).build();
        }
        int told = duty.getTold() + 1;
        if (!rule.dailyAt().isEmpty()) {
            Instant slot = nextSlot(rule.dailyAt(), now, zone);
            return Duty.newBuilder(duty).setTold(told).setStartedAt(duty.getDueAt()).setDueAt(slot)
                    .setNextAt(told < SLOTS ? next(awaited, duty.getDueAt(), slot, now) : null).build();
        }
        boolean again = !awaited.repeatEvery().isZero() && told <= awaited.repeats();
        Instant repeat = duty.getDueAt().plus(awaited.repeatEvery().multipliedBy(told)).plus(STRICTLY);
        return Duty.newBuilder(duty).setTold(told)
                .setNextAt(again ? repeat.isAfter(now) ? repeat : now.plus(awaited.repeatEvery()) : null).build();
    }
}
