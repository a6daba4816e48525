package tocsin.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.model.Tolls;
import tocsin.wire.Times;
import tocsin.v1.Casualties;
import tocsin.v1.Confidentiality;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.MediaSignal;
import tocsin.v1.OfficialSignal;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.v1.ReportKind;
import tocsin.v1.SensorReading;

/// What makes a record no record at all: refused at every way in, with the same words.
///
/// Everything else, however wrong, is taken in and judged: a finding never holds a report back.
public final class ReportForm {
    private static final int LONGEST_ID = 200;
    private static final int LONGEST_POST = 20_000;
    /// No pack registers a tenth of these; each that is not registered is a finding, and a verdict must fit in a record.
    private static final int MOST_FACTS = 100;

    private ReportForm() {}

    /// Whether nothing of this report may be kept: an unknown confidentiality counts as SECRET.
    public static boolean isSecret(IncidentReport report) {
        return switch (report.getConfidentiality()) {
            case PUBLIC, INTERNAL -> false;
            case SECRET, UNKNOWN -> true;
        };
    }

    /// Why this report cannot be taken in; empty if it can.
    public static List<Refusal> refusals(IncidentReport report) {
        List<Refusal> refusals = new ArrayList<>();
        if (isSecret(report)) {
            refusals.add(new Refusal(RejectReason.SECRET, "confidentiality",
                    (report.getConfidentiality() == Confidentiality.UNKNOWN ? "not known, which counts as SECRET; "
                            : "")
                            + "secret material must not travel here: use the prescribed channel"));
        }
        id("reportId", report.getReportId()).ifPresent(refusals::add);
        id("agencyId", report.getAgencyId()).ifPresent(refusals::add);
        if (report.getKind() == ReportKind.UNKNOWN) {
            refusals.add(new Refusal(RejectReason.INVALID_VALUE, "kind",
                    "must be one of FLASH, FIRST, FOLLOW_UP, FINAL, CORRECTION, DAILY"));
        }
        if (report.getKind() != ReportKind.DAILY && report.getTitle().isBlank()) {
            refusals.add(new Refusal(RejectReason.MISSING_FIELD, "title", "must say in one line what happened where"));
        }
        negatives(report.getCasualties(), refusals);
        time("occurredAt", report.getOccurredAt(), refusals);
        time("learnedAt", report.getLearnedAt(), refusals);
        time("receivedAt", report.getReceivedAt(), refusals);
        time("calledAt", report.getCalledAt(), refusals);
        time("reportedAt", report.getReportedAt(), refusals);
        coordinates(report.getLocation(), refusals);
        signal(report.getOfficialSignal(), refusals);
        if (report.getFacts().size() > MOST_FACTS) {
            refusals.add(new Refusal(RejectReason.TOO_LARGE, "facts", "must be at most " + MOST_FACTS
                    + " figures; send those by which the event is graded"));
        }
        if (report.getLossCny() != null && report.getLossCny().signum() < 0) {
            refusals.add(new Refusal(RejectReason.INVALID_VALUE, "lossCny", "must not be negative"));
        }
        return refusals;
    }

    /// Why this reading cannot be taken in; empty if it can.
    public static List<Refusal> refusals(SensorReading reading) {
        List<Refusal> refusals = new ArrayList<>();
        id("sensorId", reading.getSensorId()).ifPresent(refusals::add);
        id("metric", reading.getMetric()).ifPresent(refusals::add);
        if (!Double.isFinite(reading.getValue())) {
            refusals.add(new Refusal(RejectReason.INVALID_VALUE, "value", "must be a finite number"));
        }
        time("observedAt", reading.getObservedAt(), refusals);
        coordinates(reading.getLocation(), refusals);
        return refusals;
    }

    /// Why this signal cannot be taken in; empty if it can.
    public static List<Refusal> refusals(MediaSignal signal) {
        List<Refusal> refusals = new ArrayList<>(id("signalId", signal.getSignalId()).stream().toList());
        time("publishedAt", signal.getPublishedAt(), refusals);
        coordinates(signal.getLocation(), refusals);
        if (signal.getText().length() > LONGEST_POST) {
            refusals.add(new Refusal(RejectReason.TOO_LARGE, "text",
                    "must be at most " + LONGEST_POST + " characters; send what speaks of the event"));
        }
        return refusals;
    }

    private static void time(String field, @Nullable Instant time, List<Refusal> refusals) {
        if (time != null && !Times.isSane(time)) {
            refusals.add(new Refusal(RejectReason.INVALID_VALUE, field, Times.RANGE));
        }
    }

    private static void coordinates(@Nullable Location location, List<Refusal> refusals) {
        if (location == null) {
            return;
        }
        for (Double degrees : new Double[]{location.getLatitude(), location.getLongitude(),
                location.getUncertaintyM()}) {
            if (degrees != null && !Double.isFinite(degrees)) {
                refusals.add(new Refusal(RejectReason.INVALID_VALUE, "location", "its numbers must be finite"));
            }
        }
    }

    private static void signal(@Nullable OfficialSignal signal, List<Refusal> refusals) {
        if (signal == null) {
            return;
        }
        id("officialSignal.issuer", signal.getIssuer()).ifPresent(refusals::add);
        id("officialSignal.title", signal.getTitle()).ifPresent(refusals::add);
        if (signal.getReference() != null) {
            id("officialSignal.reference", signal.getReference()).ifPresent(refusals::add);
        }
        time("officialSignal.issuedAt", signal.getIssuedAt(), refusals);
        time("officialSignal.expiresAt", signal.getExpiresAt(), refusals);
        if (signal.getExpiresAt() != null && signal.getExpiresAt().isBefore(signal.getIssuedAt())) {
            refusals.add(new Refusal(RejectReason.INVALID_VALUE, "officialSignal.expiresAt",
                    "must not be before issuedAt; leave it out where the issuer states none"));
        }
    }

    private static Optional<Refusal> id(String field, String id) {
        if (id.isBlank()) {
            return Optional.of(new Refusal(RejectReason.MISSING_FIELD, field, "must not be empty"));
        }
        if (id.length() > LONGEST_ID || id.chars().anyMatch(Character::isISOControl)) {
            return Optional.of(new Refusal(RejectReason.INVALID_VALUE, field,
                    "must be at most " + LONGEST_ID + " characters and hold no control characters"));
        }
        return Optional.empty();
    }

    private static void negatives(@Nullable Casualties casualties, List<Refusal> refusals) {
        if (casualties == null) {
            return;
        }
        for (Tolls.Figure figure : Tolls.FIGURES) {
            Integer count = figure.read().apply(casualties);
            if (count != null && count < 0) {
                refusals.add(new Refusal(RejectReason.INVALID_VALUE, "casualties." + figure.field(),
                        "must not be negative; leave it out where it is not known"));
            }
        }
    }
}
