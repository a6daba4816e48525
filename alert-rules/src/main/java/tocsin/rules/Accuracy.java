package tocsin.rules;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tocsin.v1.Grade;
import tocsin.v1.Outcome;
import tocsin.v1.ReportKind;

/// The accuracy rules of a pack (情况准).
///
/// @param elements rule A1: the fields each kind of report must have
/// @param requiredElements the fields by kind, as paths
/// @param sanity rule A2: times in order, places inside their area, counts that can be
/// @param clockTolerance how far clocks may disagree before an order of times is wrong
/// @param statedGrade rule A3: the stated grade against the computed one
/// @param chain rule A4: what an agency states does not change without a correction
/// @param sources rule A5: agencies that state different tolls, and sources that agree
/// @param duplicates rule A6: the same report again
/// @param near when another report of the agency counts as a repetition; empty where none does
/// @param regrading rule A7: graded too low or too high, seen at the close
/// @param sensitive rule A8: sensitive whatever the grade
/// @param message rule A9: what a message must say before it is sent
/// @param text rule A10: what the words say against what the fields say
/// @param cost points each outcome takes from a report's accuracy: for [Outcome#INCOMPLETE] and [Outcome#CONFLICT] each field
/// @param rules the pack's own rules, found by what they apply to
/// @param credence how sure sources together make it that an event happened
public record Accuracy(Provenance elements, Map<ReportKind, List<String>> requiredElements, Provenance sanity,
        Duration clockTolerance, Provenance statedGrade, Chain chain, Sources sources, Provenance duplicates,
        Optional<Near> near, Optional<Provenance> regrading, Optional<Provenance> sensitive,
        Optional<MessageRule> message, Optional<Provenance> text, Map<Outcome, Integer> cost,
        RuleIndex<ReportRule> rules, Credence credence) {
    /// Rule A4.
    ///
    /// @param figures the counts that do not fall without a correction
    /// @param placeMetres how far the place may move without one; 0 for any distance
    /// @param types whether the type may not change without one
    public record Chain(Provenance provenance, List<String> figures, int placeMetres, boolean types) {}

    /// Rule A5.
    ///
    /// @param within how far apart in arrival two sources speak of the same moment
    /// @param tolerance how far counts may differ and still agree: people
    /// @param tolerancePercent the same as a share of the higher count
    /// @param unconfirmedFrom the least grade that is said to be unconfirmed while one source alone claims it
    public record Sources(Provenance provenance, Duration within, int tolerance, int tolerancePercent,
            Optional<Grade> unconfirmedFrom) {}

    /// Repetition by rule A6: the same kind and number, or words that are alike.
    ///
    /// @param within how far apart in arrival
    /// @param bits in how many of 64 bits two prints of alike words differ at most
    public record Near(Duration within, int bits) {}

    /// Rule A9.
    ///
    /// @param guidance words by which a message tells what to do, by language
    /// @param lawful whether messages by mail also name what article 64 of the Emergency Response Law asks of a warning
    public record MessageRule(Provenance provenance, Map<String, Set<String>> guidance, boolean lawful) {}
}
