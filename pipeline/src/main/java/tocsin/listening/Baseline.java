package tocsin.listening;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tocsin.internal.v1.PostWindow;

/// What is usual: how many posts about one kind of event in one area an hour brings, by day of the week and hour, and
/// how many it brought lately: talk about an event that is known goes on for days, and is no other event.
final class Baseline {
    private static final int HOURS = 7 * 24;
    /// How far one week moves what is usual: four weeks are most of it.
    private static final double LEARNS = 0.3;
    /// How far one hour moves what came lately: five hours are most of it.
    private static final double FOLLOWS = 0.2;
    /// Standard deviations above what is usual that are unusual.
    private static final double UNUSUAL = 3;

    private Baseline() {}

    /// The window with this post counted in its hour; what an hour brought is learned when a later one begins.
    ///
    /// An hour that was far above what is usual is learned as if it had been just that far: a disaster is not what is usual.
    static PostWindow counted(PostWindow window, Instant publishedAt, ZoneId zone) {
        Instant hour = ZonedDateTime.ofInstant(publishedAt, zone).truncatedTo(ChronoUnit.HOURS).toInstant();
        Instant open = window.getHour();
        if (open != null && hour.isBefore(open)) {
            return window;
        }
        if (open == null || hour.equals(open)) {
            return PostWindow.newBuilder(window).setHour(hour).setInHour(window.getInHour() + 1).build();
        }
        List<Double> usual = new ArrayList<>(window.getUsual().isEmpty()
                ? Collections.nCopies(HOURS, 0.0)
                : window.getUsual());
        // A quiet year is learned as a quiet week: longer silence says nothing new.
        long passed = Math.min(HOURS, Duration.between(open, hour).toHours());
        double recent = window.getRecent();
        for (long step = 0; step < passed; step++) {
            recent += FOLLOWS * ((step == 0 ? window.getInHour() : 0) - recent);
            int slot = slot(open.plus(Duration.ofHours(step)), zone);
            double was = usual.get(slot);
            double came = Math.min(step == 0 ? window.getInHour() : 0, was + UNUSUAL * Math.sqrt(Math.max(1, was)));
            usual.set(slot, was + LEARNS * (came - was));
        }
        return PostWindow.newBuilder(window).setUsual(usual).setRecent(recent).setHour(hour).setInHour(1).build();
    }

    private static int slot(Instant at, ZoneId zone) {
        ZonedDateTime local = ZonedDateTime.ofInstant(at, zone);
        return (local.getDayOfWeek().getValue() - 1) * 24 + local.getHour();
    }

    /// Whether so many posts in a span up to an instant are more than is usual there and then.
    static boolean isUnusual(PostWindow window, int posts, Instant until, Duration span, ZoneId zone) {
        if (window.getUsual().isEmpty()) {
            return true;
        }
        double hourly = Math.max(window.getUsual().get(slot(until, zone)), window.getRecent());
        double usual = hourly * span.toMillis() / Duration.ofHours(1).toMillis();
        return posts > usual + UNUSUAL * Math.sqrt(Math.max(usual, 1.0 / 9));
    }
}
