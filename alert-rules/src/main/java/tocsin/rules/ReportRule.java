package tocsin.rules;

import java.util.List;
import tocsin.rules.condition.Condition;
import tocsin.v1.Outcome;

/// A rule that finds something in a report when its condition holds.
///
/// @param provenance where it comes from
/// @param applies the reports it can apply to
/// @param when the condition
/// @param outcome what is found
/// @param fields the fields it concerns, as paths
/// @param words the finding as a sentence somebody can act on; `{report.unit}` and the like are filled in
public record ReportRule(Provenance provenance, Applies applies, Condition when, Outcome outcome, List<String> fields,
        Words words) {}
