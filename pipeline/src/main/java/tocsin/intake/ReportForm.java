package tocsin.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.model.Tolls;
import tocsin.v1.Casualties;
import tocsin.v1.Confidentiality;
import tocsin.v1.IncidentReport;
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
        signal(report.getOfficialSignal(), refusals);
        refusals.addAll(RecordBounds.refusals(report));
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
        refusals.addAll(RecordBounds.refusals(reading));
        return refusals;
    }

    /// Why this signal cannot be taken in; empty if it can.
    public static List<Refusal> refusals(MediaSignal signal) {
        List<Refusal> refusals = new ArrayList<>(id("signalId", signal.getSignalId()).stream().toList());
        refusals.addAll(RecordBounds.refusals(signal));
        return refusals;
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
        for (int i = 0; i < signal.getReferences().size(); i++) {
            id("officialSignal.references[" + i + "]", signal.getReferences().get(i)).ifPresent(refusals::add);
        }
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
