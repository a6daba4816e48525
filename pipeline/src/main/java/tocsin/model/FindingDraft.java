package tocsin.model;

import java.util.List;
import tocsin.rules.Provenance;
import tocsin.rules.Words;
import tocsin.v1.Outcome;

/// A finding as a stage states it, before the desk gives it its identity and place.
///
/// @param rule the rule that found it, and its basis
/// @param outcome what was found
/// @param fields the record's fields it concerns, as paths
/// @param words the finding as a sentence a person can act on
public record FindingDraft(Provenance rule, Outcome outcome, List<String> fields, Words words) {}
