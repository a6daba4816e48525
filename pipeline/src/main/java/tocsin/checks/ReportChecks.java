package tocsin.checks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.SenderProof;
import tocsin.model.FindingDraft;
import tocsin.rules.Pack;
import tocsin.rules.Provenance;
import tocsin.rules.directory.Directory;
import tocsin.v1.Deadline;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.Outcome;
import tocsin.v1.Status;

/// The checks of one report by itself: timeliness, A1 elements, A2 sanity, its sender, its age.
public final class ReportChecks {
    private static final Provenance SENDER = new Provenance("S1", "契约：发送者须证明身份 (contracts 3, senders)", "现代化指挥调度");
    private static final Provenance AGENCY = new Provenance("S2", "工作要点第一条：机构须登记", "现代化指挥调度");
    private static final Provenance STATUS = new Provenance("S3", "CAP 1.2 status", "现代化指挥调度");
    private static final Provenance AGE = new Provenance("T0", "契约：迟到一天以上的信息不呼叫任何人 (contracts 3, arrival)", "现代化指挥调度");

    /// A time of a report by its field name; null is not known.
    private record Time(String field, Function<IncidentReport, @Nullable Instant> read) {}

    /// The order times must have: each at or before the next.
    private static final List<Time> ORDER = List.of(new Time("occurredAt", IncidentReport::getOccurredAt),
            new Time("learnedAt", IncidentReport::getLearnedAt), new Time("receivedAt", IncidentReport::getReceivedAt),
            new Time("reportedAt", IncidentReport::getReportedAt));
    private static final Time CALLED = new Time("calledAt", IncidentReport::getCalledAt);

    private final Pack pack;
    private final Directory directory;
    private final IncidentReport report;
    private final AcceptedReport accepted;
    private final List<FindingDraft> findings = new ArrayList<>();
    private boolean plausible = true;

    private ReportChecks(AcceptedReport accepted, Pack pack, Directory directory) {
        this.accepted = accepted;
        this.report = accepted.getReport();
        this.pack = pack;
        this.directory = directory;
    }

    /// Checks this report by this pack and directory.
    public static Checked check(AcceptedReport accepted, Pack pack, Directory directory) {
        return new ReportChecks(accepted, pack, directory).check();
    }

    private Checked check() {
        List<Deadline> deadlines = Deadlines.of(report, accepted.getArrivedAt(), pack.timeliness());
        late(deadlines);
        claim();
        elements();
        times();
        place();
        boolean known = sender();
        boolean stale = stale();
        return new Checked(List.copyOf(findings), deadlines, plausible && known && report.getStatus() != Status.UNKNOWN,
                stale);
    }

    private void late(List<Deadline> deadlines) {
        for (Deadline deadline : deadlines) {
            Long lateMs = deadline.getLateMs();
            if (lateMs != null) {
                Provenance rule = pack.timeliness().rules().stream().map(tocsin.rules.TimelinessRule::provenance)
                        .filter(provenance -> provenance.id().equals(deadline.getRule())).findFirst()
                        .orElseThrow(() -> new IllegalStateException("deadline of no rule"));
                found(rule, Outcome.LATE, List.of(),
                        "Arrived " + words(Duration.ofMillis(lateMs)) + " after it was due at "
                                + deadline.getDueAt() + "; explain the delay to the duty desk.");
            }
        }
    }

    private void claim() {
        Duration off = Duration.between(report.getReportedAt(), accepted.getArrivedAt()).abs();
        if (off.compareTo(pack.timeliness().claimTolerance()) > 0) {
            found(pack.accuracy().sanity(), Outcome.IMPLAUSIBLE, List.of("reportedAt"),
                    "States that it was reported at "
                            + report.getReportedAt() + ", " + words(off) + " from its arrival; arrival counts.");
        }
    }

    private void elements() {
        List<String> missing = pack.accuracy().requiredElements().getOrDefault(report.getKind(), List.of()).stream()
                .filter(path -> !isPresent(report, path)).toList();
        if (!missing.isEmpty()) {
            found(pack.accuracy().elements(), Outcome.INCOMPLETE, missing,
                    "Is missing " + String.join(", ", missing) + "; report them as soon as they are known.");
        }
    }

    private void times() {
        Instant latest = accepted.getArrivedAt().plus(pack.accuracy().clockTolerance());
        for (Time time : java.util.stream.Stream.concat(ORDER.stream(), java.util.stream.Stream.of(CALLED)).toList()) {
            Instant at = time.read().apply(report);
            if (at != null && at.isAfter(latest)) {
                implausible(List.of(time.field()),
                        "The time " + time.field() + " " + at + " lies in the future; correct it.");
            }
        }
        for (int i = 0; i < ORDER.size(); i++) {
            for (int j = i + 1; j < ORDER.size(); j++) {
                ordered(ORDER.get(i), ORDER.get(j));
            }
        }
    }

    /// Times in a wrong order are a slip of the pen, not a reason to disbelieve the event.
    private void ordered(Time earlier, Time later) {
        Instant first = earlier.read().apply(report);
        Instant second = later.read().apply(report);
        if (first != null && second != null && first.isAfter(second.plus(pack.accuracy().clockTolerance()))) {
            found(pack.accuracy().sanity(), Outcome.IMPLAUSIBLE, List.of(earlier.field(), later.field()),
                    "The time " + earlier.field() + " " + first + " is after " + later.field() + " " + second
                            + "; correct one of them.");
        }
    }

    private void place() {
        new TreeMap<>(report.getFacts()).forEach((name, figure) -> {
            if (figure.signum() < 0) {
                found(pack.accuracy().sanity(), Outcome.IMPLAUSIBLE, List.of("facts." + name),
                        "The figure " + name + " is negative; correct it.");
            }
        });
        Location location = report.getLocation();
        if (location == null) {
            return;
        }
        if (location.getAreaCode() != null && directory.area(location.getAreaCode()).isEmpty()) {
            found(pack.accuracy().sanity(), Outcome.IMPLAUSIBLE, List.of("location.areaCode"), "The area code \""
                    + location.getAreaCode()
                    + "\" is not in the directory; the default desk has it. Correct the code.");
        }
        Double latitude = location.getLatitude();
        Double longitude = location.getLongitude();
        if ((latitude == null) != (longitude == null)) {
            implausible(List.of("location.latitude", "location.longitude"),
                    "Only one of latitude and longitude is given; give both or none.");
        } else if (latitude != null && longitude != null) {
            if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
                implausible(List.of("location.latitude", "location.longitude"), "The coordinates " + latitude + ", "
                        + longitude + " are nowhere on Earth; give degrees north and east.");
            } else {
                inside(location, latitude, longitude);
            }
        }
    }

    private void inside(Location location, double latitude, double longitude) {
        PlaceCheck.contradiction(location, latitude, longitude, directory)
                .ifPresent(detail -> implausible(List.of("location"), detail));
    }

    private boolean sender() {
        boolean known = directory.agencies().containsKey(report.getAgencyId());
        if (!known) {
            found(AGENCY, Outcome.UNKNOWN_AGENCY, List.of("agencyId"), "The agency \"" + report.getAgencyId()
                    + "\" is not in the directory; verify the report and register the agency.");
        }
        if (accepted.getProof() == SenderProof.UNVERIFIED || accepted.getProof() == SenderProof.UNKNOWN) {
            found(SENDER, Outcome.UNVERIFIED_SENDER, List.of(),
                    "Nothing proves that " + report.getAgencyId() + " sent this; nobody is scored by it.");
        }
        if (report.getStatus() == Status.UNKNOWN) {
            found(STATUS, Outcome.UNKNOWN_STATUS, List.of("status"),
                    "It is not known whether this is real, an exercise or a test; it is held until somebody has asked.");
        }
        return known;
    }

    private boolean stale() {
        Instant occurredAt = report.getOccurredAt();
        boolean stale = occurredAt != null && Duration.between(occurredAt, accepted.getArrivedAt())
                .compareTo(pack.timeliness().staleAfter()) > 0;
        if (stale) {
            found(AGE, Outcome.STALE, List.of("occurredAt"), "Arrived more than "
                    + words(pack.timeliness().staleAfter()) + " after the event; it is recorded and pages nobody.");
        }
        return stale;
    }

    private void implausible(List<String> fields, String detail) {
        plausible = false;
        found(pack.accuracy().sanity(), Outcome.IMPLAUSIBLE, fields, detail);
    }

    private void found(Provenance rule, Outcome outcome, List<String> fields, String detail) {
        findings.add(new FindingDraft(rule, outcome, fields, detail));
    }

    /// Whether the field at this path says anything: a blank text, an empty list or a toll without figures does not.
    private static boolean isPresent(SpecificRecord record, String path) {
        int dot = path.indexOf('.');
        var field = record.getSchema().getField(dot < 0 ? path : path.substring(0, dot));
        Object value = field == null ? null : record.get(field.pos());
        if (dot > 0) {
            return value instanceof SpecificRecord inner && isPresent(inner, path.substring(dot + 1));
        }
        return switch (value) {
            case null -> false;
            case CharSequence text -> !text.toString().isBlank();
            case Iterable<?> items -> items.iterator().hasNext();
            case SpecificRecord inner -> inner.getSchema().getFields().stream()
                    .anyMatch(part -> isPresent(inner, part.name()));
            default -> true;
        };
    }

    private static String words(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds >= 3600
                ? seconds / 3600 + " h " + seconds % 3600 / 60 + " min"
                : seconds >= 60 ? seconds / 60 + " min " + seconds % 60 + " s" : seconds + " s";
    }
}
