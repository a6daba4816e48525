package tocsin.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import tocsin.v1.ChannelKind;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.Grade;
import tocsin.v1.Outcome;

/// Every meter by the name and labels that dashboards know. Labels are bounded: never a recipient, telephone number
/// or incident. The Prometheus registry adds `_total` and `_seconds`.
public final class Meters {
    private static final Duration[] REPORT_DELAY_BUCKETS = {Duration.ofMinutes(5), Duration.ofMinutes(15),
            Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(4), Duration.ofDays(1)};
    private static final Duration[] NOTIFY_BUCKETS = {Duration.ofMillis(50), Duration.ofMillis(100),
            Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(5),
            Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10)};

    private final MeterRegistry registry;
    private final Map<String, AtomicLong> gauges = new ConcurrentHashMap<>();

    /// Registers every meter whose labels are known beforehand, so that its zero can be seen.
    public Meters(MeterRegistry registry) {
        this.registry = registry;
        for (ChannelKind channel : ChannelKind.values()) {
            if (channel != ChannelKind.UNKNOWN) {
                for (DeliveryState state : new DeliveryState[]{DeliveryState.HANDED_OVER, DeliveryState.FAILED,
                        DeliveryState.EXPIRED, DeliveryState.HELD, DeliveryState.RETRY}) {
                    delivery(channel, state, DeliveryReason.UNKNOWN, 0);
                }
                notifyTimer(channel, "handed_over");
            }
        }
        for (Outcome outcome : Outcome.values()) {
            findings("A2", outcome, 0);
        }
        for (Grade grade : Grade.values()) {
            incidentsOpen(grade, 0);
        }
        timerLag(Duration.ZERO);
    }

    /// A verdict on a report.
    public void report(String kind, String category, String outcome, String status) {
        registry.counter("tocsin.reports", "kind", kind, "category", category, "outcome", outcome, "status", status)
                .increment();
    }

    /// A record, or a moment of time, on which a step of the pipeline failed and which it set aside.
    public void setAside(String step) {
        registry.counter("tocsin.set.aside", "step", step).increment();
    }

    /// Bytes that are free on the disk of the data folder.
    public void diskFree(long bytes) {
        gauge("tocsin.disk.free.bytes", "", "", bytes);
    }

    /// Seconds by which the system's clock was set, forward or back, the last time it was.
    public void clockStep(Duration step) {
        gauge("tocsin.clock.step.seconds", "", "", step.toSeconds());
    }

    /// A report of one agency, by outcome.
    public void agencyReport(String agency, String outcome) {
        registry.counter("tocsin.agency.reports", "agency", agency, "outcome", outcome).increment();
    }

    /// What two people, or one so far, decided about a finding of one agency, or that it appeals.
    public void decision(String agency, String decision) {
        registry.counter("tocsin.agency.decisions", "agency", agency, "decision", decision.toLowerCase(Locale.ROOT))
                .increment();
    }

    /// A key that nobody has.
    ///
    /// @param way how it came: `bearer` or `session`
    /// @param slowed whether it was told to wait
    public void signInFailure(String way, boolean slowed) {
        registry.counter("tocsin.signin.failures", "way", way, "answer", slowed ? "slowed" : "refused").increment();
    }

    /// How long the certificate that TLS is spoken with is still valid; negative after that.
    public void tlsExpiry(Duration left) {
        gauge("tocsin.tls.certificate.expiry.seconds", "", "", left.toSeconds());
    }

    /// A request that another site's page sent with our cookie.
    public void foreignOrigin() {
        registry.counter("tocsin.http.foreign.origin").increment();
    }

    /// A request or a connection that was over a bound.
    ///
    /// @param bound which one, of a few words known beforehand
    public void overBound(String bound) {
        registry.counter("tocsin.http.over.bound", "bound", bound).increment();
    }

    /// The time from a clock's start to arrival.
    public void reportDelay(String clock, String rule, Duration delay) {
        Timer.builder("tocsin.report.delay").tags("clock", clock, "rule", rule)
                .serviceLevelObjectives(REPORT_DELAY_BUCKETS).register(registry).record(delay);
    }

    /// How long before the first official report the first public post was published.
    public void mediaLead(Duration lead) {
        Timer.builder("tocsin.media.lead").serviceLevelObjectives(REPORT_DELAY_BUCKETS).register(registry).record(lead);
    }

    /// Findings of a rule.
    public void findings(String rule, Outcome outcome, int count) {
        registry.counter("tocsin.findings", "rule", rule, "outcome", lower(outcome)).increment(count);
    }

    /// A finding of a rule in the shadow, which is told to nobody.
    public void shadowed(String rule, String outcome) {
        registry.counter("tocsin.shadow.findings", "rule", rule, "outcome", outcome.toLowerCase(Locale.ROOT))
                .increment();
    }

    /// Incidents open now, by grade.
    public void incidentsOpen(Grade grade, long count) {
        gauge("tocsin.incidents.open", "grade", grade == Grade.UNKNOWN ? "none" : grade.name(), count);
    }

    /// A grade that changed.
    public void gradeChanged(String from, String to) {
        registry.counter("tocsin.grade.changes", "from", from, "to", to).increment();
    }

    /// A delivery's state, with its reason.
    public void delivery(ChannelKind channel, DeliveryState state, DeliveryReason reason, int count) {
        Counter.builder("tocsin.notifications").tags("channel", lower(channel), "outcome", lower(state), "reason",
                reason == DeliveryReason.UNKNOWN ? "none" : lower(reason)).register(registry).increment(count);
    }

    /// The time from the desk's decision to a stage of delivery.
    public void notified(ChannelKind channel, String stage, Duration after) {
        notifyTimer(channel, stage).record(after);
    }

    private Timer notifyTimer(ChannelKind channel, String stage) {
        return Timer.builder("tocsin.notify").tags("channel", lower(channel), "stage", stage)
                .serviceLevelObjectives(NOTIFY_BUCKETS).register(registry);
    }

    /// The parts of an SMS, by alphabet.
    public void smsParts(String encoding, int parts) {
        registry.summary("tocsin.sms.parts", "encoding", encoding).record(parts);
    }

    /// How old a record was when its desk read it.
    public void deskLag(String desk, Duration lag) {
        gauge("tocsin.desk.lag.seconds", "desk", desk, lag.toSeconds());
    }

    /// How late the last due time fired.
    public void timerLag(Duration lag) {
        gauge("tocsin.timer.lag.seconds", "", "", lag.toSeconds());
    }

    /// What a display board does: one of these is 1.
    public void board(String board, String state) {
        for (String possible : List.of("shows", "dark", "lost")) {
            gauge("tocsin.board.state", Tags.of("board", board, "state", possible), possible.equals(state) ? 1 : 0);
        }
    }

    /// How fresh a feed of this instance is.
    ///
    /// @param age seconds since its last new row; -1 before the first
    public void feed(String feed, long age, boolean stalled, long records, long refused) {
        gauge("tocsin.feed.age.seconds", "feed", feed, age);
        gauge("tocsin.feed.stalled", "feed", feed, stalled ? 1 : 0);
        gauge("tocsin.feed.records", Tags.of("feed", feed, "outcome", "taken"), records);
        gauge("tocsin.feed.records", Tags.of("feed", feed, "outcome", "refused"), refused);
    }

    /// How long ago an agency's last report arrived.
    ///
    /// @param age seconds; -1 before the first
    public void agencyAge(String agency, long age) {
        gauge("tocsin.agency.age.seconds", "agency", agency, age);
    }

    /// How many of a group's sensors tell nothing.
    public void silentSensors(String group, long silent) {
        gauge("tocsin.sensors.silent", "group", group, silent);
    }

    /// Records that a broker had acknowledged and lost.
    public void lostRecords(long records) {
        registry.counter("tocsin.lost.records").increment((double) records);
    }

    /// What an application has not read, and how long the first of it has lain there.
    public void unread(String application, long records, Duration oldest) {
        gauge("tocsin.lag.records", "application", application, records);
        gauge("tocsin.oldest.unread.seconds", "application", application, Math.max(0, oldest.toSeconds()));
    }

    private void gauge(String name, String label, String value, long now) {
        gauge(name, label.isEmpty() ? Tags.empty() : Tags.of(label, value), now);
    }

    private void gauge(String name, Tags tags, long now) {
        gauges.computeIfAbsent(name + tags, key -> {
            AtomicLong held = new AtomicLong();
            Gauge.builder(name, held, AtomicLong::doubleValue).tags(tags).register(registry);
            return held;
        }).set(now);
    }

    private static String lower(Enum<?> symbol) {
        return symbol.name().toLowerCase(Locale.ROOT);
    }
}
