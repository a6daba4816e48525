package tocsin.rules.directory;

import tocsin.rules.Words;

/// An agency that reports.
///
/// @param id its id in reports and keys
/// @param name its name
/// @param area the area it belongs to
public record Agency(String id, Words name, String area) {}
