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
import tocsin.model.FieldNames;
import tocsin.model.FindingDraft;
import tocsin.model.OfficialAlerts;
import tocsin.model.Senders;
import tocsin.model.Spans;
import tocsin.rules.Pack;
import tocsin.rules.Provenance;
import tocsin.rules.Words;
import tocsin.rules.directory.Directory;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.OfficialSignal;
import tocsin.v1.Outcome;
import tocsin.v1.Status;

/// The checks of one report by itself: A1 elements, A2 sanity, A10 words against fields, its sender, its age.
public final class ReportChecks {
    private static final Provenance SENDER = new Provenance("S1", "契约：发送者须证明身份 (contracts 3, senders)", "现代化指挥调度");
    private static final Provenance AGENCY = new Provenance("S2", "工作要点第一条：机构须登记", "现代化指挥调度");
    private static final Provenance ISSUER = new Provenance("S4", "CAP 1.2 sender; 突发事件应对法：预警信息由授权单位发布",
            "科学化监测预警");
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
    private final boolean isAlert;
    private final List<FindingDraft> findings = new ArrayList<>();
    private boolean plausible = true;

    private ReportChecks(AcceptedReport accepted, Pack pack, Directory directory) {
        this.accepted = accepted;
        this.report = accepted.getReport();
        this.pack = pack;
        this.directory = directory;
        this.isAlert = OfficialAlerts.isAlert(report);
    }

    /// Checks this report by this pack and directory.
    public static Checked check(AcceptedReport accepted, Pack pack, Directory directory) {
        return new ReportChecks(accepted, pack, directory).check();
    }

    private Checked check() {
        if (isAlert) {
            issued();
        } else {
            claim();
            elements();
            pack.accuracy().text().ifPresent(rule -> findings.addAll(TextCheck.check(report, rule)));
        }
        times();
        figures();
        place();
        boolean known = sender();
        boolean claims = issuer();
        boolean stale = stale();
        return new Checked(List.copyOf(findings), plausible && known && !(isAlert && claims)
                && report.getStatus() != Status.UNKNOWN, stale);
    }

    private void claim() {
        Duration off = Duration.between(report.getReportedAt(), accepted.getArrivedAt()).abs();
        if (off.compareTo(pack.timeliness().claimTolerance()) > 0) {
            Words by = Spans.words(off);
            Words at = at(report.getReportedAt());
            found(pack.accuracy().sanity(), Outcome.IMPLAUSIBLE, List.of("reportedAt"), new Words(
                    "所称报告时间" + at.zh() + "与实际到达相差" + by.zh() + "，以到达时间为准；请校准时钟。",
                    "States that it was reported at " + at.en() + ", " + by.en()
                            + " from its arrival; arrival counts. Set the clock right."));
        }
    }

    /// An alert that claims to be issued in the future could be taken back by no later one.
    private void issued() {
        OfficialSignal signal = report.getOfficialSignal();
        if (signal != null && signal.getIssuedAt().isAfter(accepted.getArrivedAt()
                .plus(pack.accuracy().clockTolerance()))) {
            implausible(List.of("officialSignal.issuedAt"), new Words(
                    "预警信号发布时间" + at(signal.getIssuedAt()).zh() + "晚于到达时间，请更正。",
                    "The signal's time of issue " + at(signal.getIssuedAt()).en()
                            + " lies in the future; correct it."));
        }
    }

    private void elements() {
        List<String> missing = pack.accuracy().requiredElements().getOrDefault(report.getKind(), List.of()).stream()
                .filter(path -> !isPresent(report, path)).toList();
        if (!missing.isEmpty()) {
            Words names = FieldNames.of(missing);
            found(pack.accuracy().elements(), Outcome.INCOMPLETE, missing, new Words(
                    "缺少" + names.zh() + "，查明后请立即补报。",
                    "Is missing " + names.en() + "; report them as soon as they are known."));
        }
    }

    private void times() {
        Instant latest = accepted.getArrivedAt().plus(pack.accuracy().clockTolerance());
        for (Time time : java.util.stream.Stream.concat(ORDER.stream(), java.util.stream.Stream.of(CALLED)).toList()) {
            Instant instant = time.read().apply(report);
            if (instant != null && instant.isAfter(latest) && !isExpected(time)) {
                Words name = FieldNames.of(time.field());
                implausible(List.of(time.field()), new Words(
                        name.zh() + at(instant).zh() + "晚于到达时间，请更正。",
                        "The time " + name.en() + " " + at(instant).en() + " lies in the future; correct it."));
            }
        }
        for (int i = isAlert ? 1 : 0; i < ORDER.size(); i++) {
            for (int j = i + 1; j < ORDER.size(); j++) {
                ordered(ORDER.get(i), ORDER.get(j));
            }
        }
    }

    /// What an alert warns of lies in the future.
    private boolean isExpected(Time time) {
        return isAlert && time.field().equals("occurredAt");
    }

    /// Times in a wrong order are a slip of the pen, not a reason to disbelieve the event.
    private void ordered(Time earlier, Time later) {
        Instant first = earlier.read().apply(report);
        Instant second = later.read().apply(report);
        if (first != null && second != null && first.isAfter(second.plus(pack.accuracy().clockTolerance()))) {
            Words one = FieldNames.of(earlier.field());
            Words other = FieldNames.of(later.field());
            found(pack.accuracy().sanity(), Outcome.IMPLAUSIBLE, List.of(earlier.field(), later.field()), new Words(
                    one.zh() + at(first).zh() + "晚于" + other.zh() + at(second).zh() + "，请更正其中之一。",
                    "The time " + one.en() + " " + at(first).en() + " is after " + other.en() + " " + at(second).en()
                            + "; correct one of them."));
        }
    }

    private void figures() {
        new TreeMap<>(report.getFacts()).forEach((name, figure) -> {
            if (figure.signum() < 0) {
                found(pack.accuracy().sanity(), Outcome.IMPLAUSIBLE, List.of("facts." + name),
                        new Words("指标" + name + "为负数，请更正。", "The figure " + name + " is negative; correct it."));
            } else if (!pack.grading().facts().isEmpty() && !pack.grading().facts().containsKey(name)) {
                found(pack.accuracy().sanity(), Outcome.IMPLAUSIBLE, List.of("facts." + name), new Words(
                        "指标" + name + "未登记，不参与定级；已登记的有" + pack.grading().facts().keySet() + "。请改用已登记的名称。",
                        "The figure " + name + " is not registered and does not count for the grade; registered are "
                                + pack.grading().facts().keySet() + ". Use one of these names."));
            }
        });
    }

    private void place() {
        Location location = report.getLocation();
        if (location == null) {
            return;
        }
        if (location.getAreaCode() != null && directory.area(location.getAreaCode()).isEmpty()) {
            found(pack.accuracy().sanity(), Outcome.IMPLAUSIBLE, List.of("location.areaCode"), new Words(
                    "行政区划代码“" + location.getAreaCode() + "”不在名录中，由默认值班室处理；请更正代码。",
                    "The area code \"" + location.getAreaCode()
                            + "\" is not in the directory; the default desk has it. Correct the code."));
        }
        Double latitude = location.getLatitude();
        Double longitude = location.getLongitude();
        if ((latitude == null) != (longitude == null)) {
            implausible(List.of("location.latitude", "location.longitude"), new Words("经纬度只填了一个，请填全或都不填。",
                    "Only one of latitude and longitude is given; give both or none."));
        } else if (latitude != null && longitude != null) {
            if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
                implausible(List.of("location.latitude", "location.longitude"), new Words(
                        "坐标" + latitude + ", " + longitude + "不在地球上，请以度为单位填写北纬和东经。",
                        "The coordinates " + latitude + ", " + longitude
                                + " are nowhere on Earth; give degrees north and east."));
            } else {
                PlaceCheck.contradiction(location, latitude, longitude, directory)
                        .ifPresent(words -> implausible(List.of("location"), words));
            }
        }
    }

    private boolean sender() {
        boolean known = directory.agencies().containsKey(report.getAgencyId());
        if (!known) {
            found(AGENCY, Outcome.UNKNOWN_AGENCY, List.of("agencyId"), new Words(
                    "机构“" + report.getAgencyId() + "”不在名录中，请核实信息并登记该机构。",
                    "The agency \"" + report.getAgencyId()
                            + "\" is not in the directory; verify the report and register the agency."));
        }
        if (!Senders.isProven(accepted.getProof())) {
            found(SENDER, Outcome.UNVERIFIED_SENDER, List.of(), new Words(
                    "无法证明确由" + report.getAgencyId() + "发送，不计入考核；请核实来源。",
                    "Nothing proves that " + report.getAgencyId()
                            + " sent this; nobody is scored by it. Verify where it came from."));
        }
        if (report.getStatus() == Status.UNKNOWN) {
            found(STATUS, Outcome.UNKNOWN_STATUS, List.of("status"), new Words(
                    "不清楚是真实、演练还是测试，先行保留，请询问报送单位。",
                    "It is not known whether this is real, an exercise or a test; it is held until somebody has asked."));
        }
        return known;
    }

    /// Whether the official signal is only claimed to be its issuer's.
    private boolean issuer() {
        OfficialSignal signal = report.getOfficialSignal();
        boolean claims = signal != null && Senders.onlyClaims(accepted);
        if (claims) {
            found(ISSUER, Outcome.UNCONFIRMED, List.of("officialSignal.issuer"), new Words(
                    "自称转发“" + signal.getIssuer() + "”的预警信号，但" + report.getAgencyId()
                            + "无权代其发布，不予引用，请向发布单位核实。如应有权，请在名录中为该单位登记 issuers。",
                    "Claims to relay \"" + signal.getIssuer() + "\", but " + report.getAgencyId()
                            + " may not speak for it; it is not quoted. Ask the issuer. If it may, give the agency,"
                            + " or the key, this issuer under issuers."));
        }
        return claims;
    }

    private boolean stale() {
        OfficialSignal signal = report.getOfficialSignal();
        // An alert is as old as its expiry says. Where it states none it is as old as its issue.
        Instant occurredAt = !isAlert || signal == null
                ? report.getOccurredAt()
                : signal.getExpiresAt() == null ? signal.getIssuedAt() : null;
        boolean stale = occurredAt != null && Duration.between(occurredAt, accepted.getArrivedAt())
                .compareTo(pack.timeliness().staleAfter()) > 0;
        if (stale) {
            Words after = Spans.words(pack.timeliness().staleAfter());
            found(AGE, Outcome.STALE, List.of("occurredAt"), new Words(
                    "事发" + after.zh() + "以后才到达，只记录，不呼叫任何人；如仍需处置请电话联系值班室。",
                    "Arrived more than " + after.en()
                            + " after the event; it is recorded and pages nobody. If it still needs action, telephone the duty desk."));
        }
        return stale;
    }

    private Words at(Instant instant) {
        return Spans.at(instant, pack.zone());
    }

    private void implausible(List<String> fields, Words words) {
        plausible = false;
        found(pack.accuracy().sanity(), Outcome.IMPLAUSIBLE, fields, words);
    }

    private void found(Provenance rule, Outcome outcome, List<String> fields, Words words) {
        findings.add(new FindingDraft(rule, outcome, fields, words));
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
}
