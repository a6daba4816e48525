package tocsin.rules;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import tocsin.v1.ReportKind;

/// The accuracy rules of a pack (情况准).
///
/// @param elements rule A1: the fields each kind of report must have
/// @param requiredElements the fields by kind, as paths
/// @param sanity rule A2: times in order, places inside their area, counts that can be
/// @param clockTolerance how far clocks may disagree before an order of times is wrong
/// @param statedGrade rule A3: the stated grade against the computed one
/// @param chain rule A4: an agency's toll does not fall without a correction
/// @param sources rule A5: agencies that state different tolls
/// @param duplicates rule A6: the same report again
public record Accuracy(Provenance elements, Map<ReportKind, List<String>> requiredElements, Provenance sanity,
        Duration clockTolerance, Provenance statedGrade, Provenance chain, Provenance sources,
        Provenance duplicates) {}
