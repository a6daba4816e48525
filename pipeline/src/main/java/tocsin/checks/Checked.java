package tocsin.checks;

import java.util.List;
import tocsin.model.FindingDraft;

/// What a report alone says about itself.
///
/// @param findings what is wrong with it
/// @param believed whether its agency is known and nothing in it is impossible; if not, a person verifies first
/// @param stale whether it came so long after the event that it pages nobody
public record Checked(List<FindingDraft> findings, boolean believed, boolean stale) {}
