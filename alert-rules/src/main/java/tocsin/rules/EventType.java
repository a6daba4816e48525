package tocsin.rules;

import tocsin.v1.Category;

/// A type of event the pack knows by code.
///
/// @param code the code
/// @param category its category
/// @param words its name
public record EventType(String code, Category category, Words words) {}
